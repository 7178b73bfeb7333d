package greenloom.web;

import java.io.IOException;

/** The peer sent what cannot be served: it is answered with {@code status}, and the connection ends. */
final class Refusal extends IOException {
    private final int status;

    Refusal(int status, String reason) {
        super(reason);
        this.status = status;
    }

    int status() {
        return status;
    }
}
