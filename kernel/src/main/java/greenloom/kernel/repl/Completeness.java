package greenloom.kernel.repl;

/** Whether a text is a whole cell. */
public sealed interface Completeness {

    /** It can be run as it is. */
    record Complete() implements Completeness {}

    /** More must follow; the next line begins with {@code indent}. */
    record Incomplete(String indent) implements Completeness {}

    /** Nothing that follows can make it right. */
    record Invalid() implements Completeness {}
}
