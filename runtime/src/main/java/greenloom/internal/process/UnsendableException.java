package greenloom.internal.process;

/** Something that is to be sent holds what cannot be. */
public final class UnsendableException extends RuntimeException {
    UnsendableException(String obstacle, Throwable cause) {
        super(obstacle, cause);
    }
}
