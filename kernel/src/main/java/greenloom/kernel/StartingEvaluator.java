package greenloom.kernel;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.repl.CellRequest;
import greenloom.kernel.repl.Completeness;
import greenloom.kernel.repl.Completions;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.LiveGreenlet;
import greenloom.kernel.repl.Outcome;
import greenloom.kernel.repl.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An evaluator that is being made while the kernel already answers: whoever needs it waits for it. Making one takes
 * longer than all else that a kernel does at its start.
 */
final class StartingEvaluator implements Evaluator {
    private final CompletableFuture<Evaluator> made = new CompletableFuture<>();

    /** Begins to make one, on a thread of its own. */
    static StartingEvaluator make(Supplier<Evaluator> maker) {
        StartingEvaluator starting = new StartingEvaluator();
        Thread.ofPlatform().daemon().name("greenloom-starting").start(() -> starting.complete(maker));
        return starting;
    }

    private void complete(Supplier<Evaluator> maker) {
        try {
            made.complete(maker.get());
        } catch (RuntimeException | Error e) {
            Log.warn("the evaluator cannot be started", e);
            made.completeExceptionally(e);
        }
    }

    /** The evaluator, once it is there. */
    private Evaluator ready() {
        try {
            return made.join();
        } catch (CompletionException e) {
            String why = e.getCause() == null ? "no reason is known" : String.valueOf(e.getCause().getMessage());
            throw new IllegalStateException("Java cells cannot be run: " + why, e);
        }
    }

    @Override
    public void execute(CellRequest cell, Consumer<Outcome> onEnd) {
        ready().execute(cell, onEnd);
    }

    @Override
    public Outcome evaluate(CellRequest cell) throws InterruptedException {
        return ready().evaluate(cell);
    }

    @Override
    public void spawn(CellRequest cell, String name, Runnable onCompiled, Consumer<Outcome> onEnd) {
        ready().spawn(cell, name, onCompiled, onEnd);
    }

    @Override
    public void endSubshell(String id) {
        made.thenAccept(evaluator -> evaluator.endSubshell(id));
    }

    /** Does nothing while there is no evaluator: then no cell runs. */
    @Override
    public void interrupt() {
        @Nullable Evaluator evaluator = made.isCompletedExceptionally() ? null : made.getNow(null);
        if (evaluator != null) {
            evaluator.interrupt();
        }
    }

    @Override
    public Completeness isComplete(String code) {
        return ready().isComplete(code);
    }

    @Override
    public Completions complete(String code, int cursor) {
        return ready().complete(code, cursor);
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return ready().inspect(code, cursor, detail);
    }

    @Override
    public List<LiveGreenlet> greenlets() {
        return ready().greenlets();
    }

    @Override
    public Workspace workspace() {
        return ready().workspace();
    }

    @Override
    public void close() {
        made.thenAccept(Evaluator::close);
    }
}
