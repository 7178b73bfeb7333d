package greenloom.kernel.deps;

/** A library cannot be had; the message is a sentence that names its coordinate. */
public final class ResolveException extends Exception {
    private static final long serialVersionUID = 1;

    /** Says which, and why. */
    public ResolveException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
