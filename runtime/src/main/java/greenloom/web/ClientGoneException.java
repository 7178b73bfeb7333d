package greenloom.web;

import java.io.IOException;

/** Nobody reads the body any more. Who streams a response may clean up and let it pass: it is nobody's fault, and nobody is told. */
public final class ClientGoneException extends IOException {
    ClientGoneException(IOException cause) {
        super("The peer is gone: " + cause.getMessage(), cause);
    }
}
