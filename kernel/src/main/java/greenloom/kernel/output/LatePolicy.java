package greenloom.kernel.output;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where output appears that comes after its cell has ended. */
public enum LatePolicy {
    /** At its own cell: right where the front end takes it, lost where not. */
    HOME,
    /** At the cell that runs then, marked; held while none does. */
    RUNNING,
    /** At both. */
    BOTH,
    /** At its own cell where the front end that ran it takes late output, else at the one that runs. */
    AUTO;

    /** The policy called {@code name}, in any case. */
    public static Optional<LatePolicy> of(String name) {
        return Arrays.stream(values()).filter(policy -> policy.text().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** The name that users know. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean atHome(Cell cell) {
        return this == HOME || this == BOTH || (this == AUTO && cell.showsLate());
    }

    boolean atRunning(Cell cell) {
        return this == RUNNING || this == BOTH || (this == AUTO && !cell.showsLate());
    }
}
