package greenloom.kernel.session;

import greenloom.kernel.Log;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.output.Prompter;
import greenloom.kernel.wire.InvalidField;
import greenloom.kernel.wire.Origin;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Questions to the user, one after the other: an answer does not say which question it is for. Who waits, waits in JDK
 * calls that park a greenlet and not its carrier.
 */
final class StdinChannel implements Prompter {
    private final Outlet outlet;
    private final Outputs outputs;
    private final Semaphore turn = new Semaphore(1, true);
    // Set and cleared by whoever has the turn, completed by the socket's thread.
    private final AtomicReference<@Nullable CompletableFuture<String>> open = new AtomicReference<>();

    StdinChannel(Outlet outlet, Outputs outputs) {
        this.outlet = outlet;
        this.outputs = outputs;
    }

    @Override
    public String ask(Cell cell, String prompt, boolean password) throws InterruptedException {
        if (!cell.allowsInput() || !(cell.origin() instanceof Origin origin)) {
            throw new IllegalStateException(
                    cell + " cannot ask the user for input: its front end does not allow it (allow_stdin is false).");
        }
        turn.acquire();
        try {
            outputs.flush(cell); // what was printed before the question must be seen before it
            return answer(origin, prompt, password);
        } finally {
            turn.release();
        }
    }

    private String answer(Origin origin, String prompt, boolean password) throws InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        open.set(answer);
        try {
            outlet.ask(origin, Content.empty().with("prompt", prompt).with("password", password));
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The front end's answer cannot be read.", e);
        } finally {
            open.set(null);
        }
    }

    /** Takes what came on stdin. */
    void received(Request request) {
        CompletableFuture<String> answer = open.get();
        if (answer == null || !request.message().type().equals("input_reply")) {
            Log.info("dropped a " + request.message().type() + " on stdin that answers nothing");
            return;
        }
        try {
            answer.complete(request.fields().text("value", ""));
        } catch (InvalidField e) {
            answer.completeExceptionally(e);
        }
    }
}
