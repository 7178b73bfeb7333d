package greenloom.kernel.wire;

/** What came of reading frames. */
public sealed interface Decoded {

    /** A message whose signature and shape are right. */
    record Accepted(Message message) implements Decoded {}

    /**
     * Frames that are no message for this kernel.
     *
     * @param reason one line for the log: what is wrong, without the contents and without the key
     */
    record Refused(String reason) implements Decoded {}
}
