package greenloom.kernel.console;

import greenloom.kernel.output.Cell;
import greenloom.kernel.output.MarkedLines;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.output.Prompter;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/** Questions of cells to the user, which wait for the thread that has the terminal. */
final class Questions implements Prompter {
    /** A question; its answer is cancelled when nobody waits for it any more. */
    record Question(String prompt, boolean password, CompletableFuture<String> answer) {}

    private static final Question NONE = new Question("", false, CompletableFuture.completedFuture(""));

    private final BlockingQueue<Question> open = new LinkedBlockingQueue<>(); // added to by any thread
    private final Outputs outputs;
    private final TerminalSink screen;

    Questions(Outputs outputs, TerminalSink screen) {
        this.outputs = outputs;
        this.screen = screen;
    }

    @Override
    public String ask(Cell cell, String prompt, boolean password) throws InterruptedException {
        outputs.flush(cell); // what was printed before the question must be seen before it
        Question question = new Question(prompt, password, new CompletableFuture<>());
        if (screen.isIdle()) {
            screen.tell(MarkedLines.mark(cell) + "asks: " + prompt + " (Enter leads there)");
        }
        open.add(question);
        try {
            return question.answer().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The terminal cannot be read.", e);
        } finally {
            question.answer().cancel(false);
        }
    }

    /** The next question that somebody waits for; waits for it until {@code ended} is, and is then the empty one. */
    Question next(CompletableFuture<?> ended) throws InterruptedException {
        Question question = NONE;
        while (question.answer().isDone() && !(ended.isDone() && open.isEmpty())) {
            question = open.take();
        }
        return question;
    }

    /** Has {@link #next} look whether what it waits for has ended. Any thread. */
    void wake() {
        open.add(NONE);
    }
}
