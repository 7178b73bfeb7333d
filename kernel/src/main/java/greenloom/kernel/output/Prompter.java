package greenloom.kernel.output;

/** Asks the user through the front end. */
@FunctionalInterface
public interface Prompter {

    /**
     * Asks, and waits for the answer; parks only the calling greenlet.
     *
     * @param password whether the front end is to hide what is typed
     * @return the line, without its end
     * @throws IllegalStateException if the cell's front end takes no questions
     * @throws InterruptedException if the wait is interrupted; an answer that comes later is dropped
     */
    String ask(Cell cell, String prompt, boolean password) throws InterruptedException;
}
