package greenloom.install;

/** What was asked cannot be done; the message says why and what to do. */
final class Refusal extends Exception {
    Refusal(String message) {
        super(message);
    }
}
