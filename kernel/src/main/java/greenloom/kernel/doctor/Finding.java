package greenloom.kernel.doctor;

import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param what what was found
 * @param mend if it is not as it should be: the command that mends it
 * @param needed whether the kernel cannot do without
 */
public record Finding(String what, Optional<String> mend, boolean needed) {

    /** It is as it should be. */
    public static Finding fine(String what) {
        return new Finding(what, Optional.empty(), false);
    }

    /** It is missing, and the kernel cannot do without. */
    public static Finding missing(String what, String mend) {
        return new Finding(what, Optional.of(mend), true);
    }

    /** It would be better otherwise. */
    public static Finding advice(String what, String mend) {
        return new Finding(what, Optional.of(mend), false);
    }

    /** As a person reads it, in one line or two. */
    @Override
    public String toString() {
        return mend.map(command -> "✗ " + what + "\n    " + (needed ? "" : "if you like: ") + command)
                .orElse("✓ " + what);
    }
}
