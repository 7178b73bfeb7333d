package greenloom.kernel.repl;

import greenloom.AsyncResult;
import greenloom.Generator;
import greenloom.Greenlet;
import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.display.Renderers;
import greenloom.kernel.output.Cell;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that was under way when its cell ended. Does not keep it from being collected, but for greenlets: one that runs is held by its loop anyway, and
 * when it has ended its outcome must last until it is shown.
 */
final class LiveValue implements Live {
    private final Supplier<@Nullable Object> value;
    private final UserThreads threads;
    private final Cell cell;

    private LiveValue(Object value, UserThreads threads, Cell cell) {
        this.value = value instanceof Greenlet<?> ? () -> value : new WeakReference<>(value)::get;
        this.threads = threads;
        this.cell = cell;
    }

    /** {@code value}, if it is under way. */
    static Optional<Live> of(Object value, UserThreads threads, Cell cell) {
        return stateOf(value) == State.UNDER_WAY ? Optional.of(new LiveValue(value, threads, cell)) : Optional.empty();
    }

    private static State stateOf(@Nullable Object value) {
        boolean ended = switch (value) {
            case null -> false;
            case Greenlet<?> greenlet -> greenlet.ready();
            case AsyncResult<?> result -> result.ready();
            case Generator<?, ?, ?> generator -> generator.state() == Generator.State.CLOSED;
            case Future<?> future -> future.isDone();
            case CompletionStage<?> stage -> stage.toCompletableFuture().isDone();
            default -> true;
        };
        return value == null ? State.GONE : ended ? State.ENDED : State.UNDER_WAY;
    }

    @Override
    public State state() {
        return stateOf(value.get());
    }

    @Override
    public void render(Consumer<MimeBundle> to) {
        Object shown = value.get();
        if (shown != null) {
            threads.start("result of " + cell, cell, () -> to.accept(Renderers.render(shown)));
        }
    }
}
