package greenloom.kernel.magic;

/** A magic that cannot be done; the message is a sentence for who wrote the cell. */
public final class MagicException extends Exception {
    private static final long serialVersionUID = 1;

    /** Says why, and what to do. */
    public MagicException(String sentence) {
        super(sentence);
    }

    /** Says that {@code magic} takes other arguments. */
    static MagicException usage(Magic magic) {
        return new MagicException("The arguments are not right. Usage: " + Magics.usage(magic));
    }
}
