package greenloom.internal.woven;

/** Marks the bodies of generators that could not be compiled, with the reason. */
public interface Stackful {
    /** The yielder is used for more than to yield. */
    interface Escapes extends Stackful {}

    /** A lock is held over a yield. */
    interface Locks extends Stackful {}

    /** So long that the JVM would not compile it. */
    interface TooLong extends Stackful {}

    /** What lives over a yield cannot be put aside. */
    interface Unsaved extends Stackful {}
}
