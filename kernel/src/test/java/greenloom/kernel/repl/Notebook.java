package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.EventLoop;
import greenloom.kernel.output.Cell;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real evaluator on a real loop, and cells run in it one after the other. */
final class Notebook implements AutoCloseable {
    private static final int PATIENCE = 60;

    private final EventLoop loop = EventLoop.open(EventLoop.options().name("main"));
    private final JavaEvaluator evaluator = JavaEvaluator.cold(loop,
            id -> EventLoop.open(EventLoop.options().name(id)));
    private final AtomicInteger count = new AtomicInteger();

    JavaEvaluator evaluator() {
        return evaluator;
    }

    /** The number of the latest cell. */
    int number() {
        return count.get();
    }

    CompletableFuture<Outcome> start(String code) {
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        evaluator.execute(new CellRequest(Cell.detached(count.incrementAndGet()), code), end::complete);
        return end;
    }

    static Outcome outcome(CompletableFuture<Outcome> end) {
        return end.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    }

    Outcome run(String code) {
        return outcome(start(code));
    }

    /** Runs cells that must succeed; the text of the last one's result, empty without one. */
    String value(String... cells) {
        String text = "";
        for (String code : cells) {
            Outcome outcome = run(code);
            assertThat(outcome).as(code).isInstanceOf(Outcome.Value.class);
            text = text(outcome);
        }
        return text;
    }

    static String text(Outcome outcome) {
        return outcome instanceof Outcome.Value(var result, _)
                ? result.map(bundle -> String.valueOf(bundle.data().get("text/plain"))).orElse("")
                : String.valueOf(outcome);
    }

    Outcome.Failed failure(String code) {
        return failure(start(code));
    }

    static Outcome.Failed failure(CompletableFuture<Outcome> end) {
        Outcome outcome = outcome(end);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }

    /** What a user reads, without colours. */
    static String shown(Outcome.Failed failed) {
        return String.join("\n", failed.traceback()).replaceAll("\u001b\\[[0-9;]*m", "");
    }

    @Override
    public void close() {
        evaluator.close();
        loop.close();
    }
}
