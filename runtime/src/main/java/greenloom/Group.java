package greenloom;

import greenloom.internal.Seconds;
import greenloom.internal.SpinLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Greenlets that are waited for and ended together; each leaves when it ends. {@code gevent.pool.Group}.
 *
 * <p>Unlike a {@link TaskGroup}, it has no block, and a failure of one concerns nobody else. Its methods may be called by any thread unless they
 * say otherwise.
 */
public sealed class Group permits Pool {
    private final SpinLock lock = new SpinLock();

    /** Under the lock: those that have not ended, the oldest first. */
    private final Set<Greenlet<?>> members = new LinkedHashSet<>();

    /** Makes an empty group. */
    public Group() {}

    /**
     * Spawns a greenlet in this group. On a loop.
     *
     * @param body what it runs
     * @return the greenlet
     * @throws IllegalStateException if the caller is on no loop
     */
    public final <T extends @Nullable Object> Greenlet<T> spawn(Callable<T> body) {
        Objects.requireNonNull(body, "A greenlet needs a body: spawn(() -> { ... })");
        return start(new Greenlet<>(EventLoop.current(), null, body, body));
    }

    /**
     * Spawns a greenlet without a value in this group. On a loop.
     *
     * @param body what it runs
     * @return the greenlet
     */
    public final Greenlet<@Nullable Void> spawn(Action body) {
        Objects.requireNonNull(body, "A greenlet needs a body: spawn(() -> { ... })");
        Greenlet<@Nullable Void> greenlet = new Greenlet<>(EventLoop.current(), null, body, body);
        start(greenlet);
        return greenlet;
    }

    /**
     * Adds a greenlet and starts it, if it was not started. {@code Group.start}.
     *
     * @param greenlet whom to start
     * @return the same
     */
    public final <G extends Greenlet<?>> G start(G greenlet) {
        add(greenlet);
        greenlet.start();
        return greenlet;
    }

    /**
     * Adds a greenlet that was made elsewhere; does nothing if it is in already or has ended.
     *
     * @param greenlet whom to add
     */
    public final void add(Greenlet<?> greenlet) {
        if (contains(greenlet) || greenlet.ready()) {
            return;
        }
        enter();
        lock.lock();
        boolean added = members.add(greenlet);
        lock.unlock();
        if (added) {
            greenlet.promise().onReady(() -> discard(greenlet));
        } else {
            left();
        }
    }

    /** Waits until one more may be in. */
    void enter() {}

    /** One fewer is in. */
    void left() {}

    /**
     * Lets go of a greenlet, which goes on; does nothing if it is not in.
     *
     * @param greenlet whom to let go of
     */
    public final void discard(Greenlet<?> greenlet) {
        lock.lock();
        boolean removed = members.remove(greenlet);
        lock.unlock();
        if (removed) {
            left();
        }
    }

    /**
     * Whether a greenlet is in.
     *
     * @param greenlet whom to look for
     */
    public final boolean contains(Greenlet<?> greenlet) {
        lock.lock();
        try {
            return members.contains(greenlet);
        } finally {
            lock.unlock();
        }
    }

    /** Those that have not ended, the oldest first. */
    public final List<Greenlet<?>> greenlets() {
        lock.lock();
        try {
            return List.copyOf(members);
        } finally {
            lock.unlock();
        }
    }

    /** How many have not ended. */
    public final int size() {
        return greenlets().size();
    }

    /** Waits until it is empty. */
    public final void join() {
        for (List<Greenlet<?>> left = greenlets(); !left.isEmpty(); left = greenlets()) {
            Async.joinAll(left);
        }
    }

    /**
     * Waits until it is empty, at most {@code seconds}.
     *
     * @param seconds the longest wait
     * @return whether it is
     */
    public final boolean join(double seconds) {
        return Async.withTimeout(seconds, () -> {
            join();
            return true;
        }, false);
    }

    /**
     * Waits until it is empty, at most {@code limit}.
     *
     * @param limit the longest wait
     * @return whether it is
     */
    public final boolean join(Duration limit) {
        return join(Seconds.of(limit));
    }

    /** Kills all that are in, and who comes in meanwhile, and waits until they have ended. */
    public final void kill() {
        kill(new GreenletExit("its group was killed"));
    }

    /**
     * Throws {@code exception} into all that are in, and who comes in meanwhile, and waits until they have ended.
     *
     * @param exception what they get
     */
    public final void kill(Throwable exception) {
        for (List<Greenlet<?>> left = greenlets(); !left.isEmpty(); left = greenlets()) {
            Joining.kill(left, exception, Double.POSITIVE_INFINITY);
        }
    }

    /**
     * Runs {@code function} on each item, each on a greenlet of its own, and waits for all. The first failure is thrown at once, and the others go on;
     * if the wait is cancelled, all are.
     *
     * @param function what to run
     * @param items what for
     * @return the values, in the order of the items
     */
    public final <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
            Function<? super T, ? extends R> function, Collection<? extends T> items) {
        List<Greenlet<R>> greenlets = new ArrayList<>(items.size());
        for (T item : items) {
            greenlets.add(spawn((Callable<R>) () -> function.apply(item)));
        }
        return Async.gather(greenlets);
    }

    /**
     * Runs {@code function} on each item, as they are asked for by the group, and hands the values out in the order of the items. A failure is thrown
     * where its value would be; the iteration can go on after it.
     *
     * @param function what to run
     * @param items what for
     * @return the values, as they are there; iterates once
     */
    public final <T extends @Nullable Object, R extends @Nullable Object> Mapped<R> imap(
            Function<? super T, ? extends R> function, Iterable<? extends T> items) {
        return imap(Integer.MAX_VALUE, function, items);
    }

    /**
     * Like {@link #imap(Function, Iterable)}, with no more than {@code ahead} values made before they are taken.
     *
     * @param ahead how many
     * @param function what to run
     * @param items what for
     * @return the values, as they are there; iterates once
     */
    public final <T extends @Nullable Object, R extends @Nullable Object> Mapped<R> imap(int ahead,
            Function<? super T, ? extends R> function, Iterable<? extends T> items) {
        return new Mapped<>(ahead, mapper -> feed(mapper, function, items, mapper::add));
    }

    /**
     * Like {@link #imap(Function, Iterable)}, but hands the values out in the order in which they are ready.
     *
     * @param function what to run
     * @param items what for
     * @return the values, as they are there; iterates once
     */
    public final <T extends @Nullable Object, R extends @Nullable Object> Mapped<R> imapUnordered(
            Function<? super T, ? extends R> function, Iterable<? extends T> items) {
        return imapUnordered(Integer.MAX_VALUE, function, items);
    }

    /**
     * Like {@link #imapUnordered(Function, Iterable)}, with no more than {@code ahead} values made before they are taken.
     *
     * @param ahead how many
     * @param function what to run
     * @param items what for
     * @return the values, as they are there; iterates once
     */
    public final <T extends @Nullable Object, R extends @Nullable Object> Mapped<R> imapUnordered(int ahead,
            Function<? super T, ? extends R> function, Iterable<? extends T> items) {
        return new Mapped<>(ahead, mapper -> {
            List<Greenlet<R>> all = new ArrayList<>();
            feed(mapper, function, items, greenlet -> {
                all.add(greenlet);
                greenlet.promise().onReady(() -> mapper.add(greenlet));
            });
            Async.joinAll(all);
        });
    }

    private <T extends @Nullable Object, R extends @Nullable Object> void feed(Mapped<R> mapped,
            Function<? super T, ? extends R> function, Iterable<? extends T> items, Consumer<Greenlet<R>> spawned) {
        for (T item : items) {
            mapped.awaitRoom();
            Greenlet<R> greenlet = spawn((Callable<R>) () -> function.apply(item));
            greenlet.promise().willBeHeard();
            spawned.accept(greenlet);
        }
    }

    @Override
    public String toString() {
        return "<Group of " + size() + ">";
    }
}
