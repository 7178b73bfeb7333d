package greenloom.web;

import java.io.IOException;

/** Nobody reads the response any more. Who streams one may clean up and let it pass: it is nobody's fault, and nobody is told. */
public final class ClientGoneException extends IOException {
    ClientGoneException(IOException cause) {
        super("The client is gone: " + cause.getMessage(), cause);
    }
}
