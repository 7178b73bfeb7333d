package greenloom.kernel.wire;

/** A request's content has a field of the wrong type; the message is a sentence for whoever sent it. */
public final class InvalidField extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidField(String field, String expected) {
        super("The field '" + field + "' must be " + expected + ".");
    }
}
