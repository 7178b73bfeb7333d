package greenloom;

import greenloom.internal.Deliveries;
import greenloom.internal.Machinery;
import greenloom.internal.Sneaky;
import greenloom.internal.SpinLock;
import greenloom.internal.Strand;
import greenloom.internal.TryBlock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Greenlets that belong together: the block that spawns them ends when all have ended, and the first failure ends them all. {@code
 * asyncio.TaskGroup}.
 *
 * <pre>{@code
 * try (TaskGroup group = TaskGroup.open()) {
 *     group.spawn(() -> fetch(a));
 *     group.spawn(() -> fetch(b));
 * } // waits for both; throws TaskGroupException with all that failed
 * }</pre>
 *
 * <p>When a child fails, the others are cancelled and the body of the block gets the {@link TaskGroupException} at its next waiting point. When
 * the body itself fails, the children are cancelled; the body's exception then comes up as it is, and those of the children as its suppressed
 * one, because that is how Java's {@code try} puts two exceptions together. {@link #run} has asyncio's rule, where the body's error is one among
 * the others, and also sees through blocking JDK calls of the body, which hide the group's exception behind an {@code InterruptedException}.
 *
 * <p>A child that is cancelled or killed is no error. {@code close()} finds out whether the block ends by an exception from the class file of
 * its caller; where there is none to be read, it takes it that the block ends well, and waits for the
 * children.
 */
@Machinery
public final class TaskGroup implements AutoCloseable {
    /** States: NEW → OPEN → CLOSED. */
    private enum Phase {
        NEW,
        OPEN,
        CLOSED
    }

    private final SpinLock lock = new SpinLock();
    private final Event empty = new Event(this);

    /** Under the lock. */
    private final Set<Greenlet<?>> children = new LinkedHashSet<>();

    /** Under the lock. */
    private Phase phase = Phase.NEW;

    /** Written under the lock: the body has ended. */
    private volatile boolean leaving;

    /** Under the lock: set when the group gives up. */
    private boolean aborting;

    /** Made when the first child fails; written under the lock. */
    private volatile @Nullable TaskGroupException errors;

    /** Written by whoever enters: the greenlet whose block this is. */
    private volatile @Nullable Greenlet<?> parent;

    /** Makes one that is not entered; {@link #open} makes one that is. */
    public TaskGroup() {}

    /** Makes a group and enters it. */
    public static TaskGroup open() {
        return new TaskGroup().enter();
    }

    /** What {@link TaskGroup#run} runs. */
    @FunctionalInterface
    public interface Body {
        /** Runs in the group. */
        void run(TaskGroup group) throws Exception;
    }

    /**
     * Runs {@code body} in a group of its own and waits for all that it spawned there.
     *
     * @param body what to run, in this greenlet
     * @throws TaskGroupException with all errors, the body's among them
     */
    public static void run(Body body) {
        TaskGroup group = open();
        Throwable failure = null;
        try {
            body.run(group);
        } catch (Throwable e) {
            failure = group.parent().strand().deliveries().translate(e);
        }
        group.leave(failure);
        if (failure != null && failure != group.errors && isError(failure)) {
            group.fail(failure);
        }
        TaskGroupException all = group.errors;
        if (all != null) {
            throw all;
        }
        if (failure != null) {
            throw Sneaky.rethrow(failure);
        }
    }

    private static boolean isError(Throwable failure) {
        return !Cancels.passOn(failure) && !(failure instanceof GreenletExit);
    }

    /**
     * Enters it: from now on greenlets can be spawned in it. Done by {@link #open}.
     *
     * @return this
     * @throws IllegalStateException if it has been entered before, or if the caller is no greenlet
     */
    public TaskGroup enter() {
        Greenlet<?> current = Async.current();
        lock.lock();
        boolean entered = phase == Phase.NEW;
        if (entered) {
            phase = Phase.OPEN;
            parent = current;
        }
        lock.unlock();
        if (!entered) {
            throw new IllegalStateException(this + " has already been entered: make a new one");
        }
        return this;
    }

    private Greenlet<?> parent() {
        Greenlet<?> entered = parent;
        if (entered == null) {
            throw new IllegalStateException(this + " has not been entered: make it with TaskGroup.open()");
        }
        return entered;
    }

    /**
     * Spawns a greenlet that belongs to this group.
     *
     * @param body what it runs
     * @return the greenlet
     * @throws IllegalStateException if the group has not been entered, is shutting down or is finished
     */
    public <T extends @Nullable Object> Greenlet<T> spawn(Callable<T> body) {
        EventLoop loop = parent().loop();
        return start(new Greenlet<>(loop, null, body, body));
    }

    /**
     * Spawns a greenlet without a value that belongs to this group.
     *
     * @param body what it runs
     * @return the greenlet
     */
    public Greenlet<@Nullable Void> spawn(Action body) {
        EventLoop loop = parent().loop();
        return start(new Greenlet<>(loop, null, body, body));
    }

    /**
     * Spawns a greenlet with a name that belongs to this group.
     *
     * @param name its name
     * @param body what it runs
     * @return the greenlet
     */
    public <T extends @Nullable Object> Greenlet<T> spawn(String name, Callable<T> body) {
        return start(new Greenlet<>(parent().loop(), name, body, body));
    }

    /**
     * Spawns a greenlet with a name and without a value that belongs to this group.
     *
     * @param name its name
     * @param body what it runs
     * @return the greenlet
     */
    public Greenlet<@Nullable Void> spawn(String name, Action body) {
        return start(new Greenlet<>(parent().loop(), name, body, body));
    }

    private <T extends @Nullable Object> Greenlet<T> start(Greenlet<T> child) {
        add(child);
        child.promise().onReady(() -> ended(child));
        child.start();
        return child;
    }

    private void add(Greenlet<?> child) {
        lock.lock();
        boolean finished = phase == Phase.CLOSED;
        boolean refused = finished || aborting;
        if (!refused) {
            children.add(child);
            empty.clear();
        }
        lock.unlock();
        if (refused) {
            throw new IllegalStateException(this + (finished ? " is finished" : " is shutting down")
                    + ": nothing more can be spawned in it");
        }
    }

    private void ended(Greenlet<?> child) {
        Throwable failure = child.promise().outcome() instanceof Outcome.Failed<?>(Throwable exception)
                && !(exception instanceof CancelledException) ? exception : null;
        if (failure != null) {
            child.promise().hear();
            fail(failure);
        }
        lock.lock();
        children.remove(child);
        boolean last = children.isEmpty();
        lock.unlock();
        if (last) {
            empty.set();
        }
    }

    /** Notes an error; the first one ends the others, and the body if that goes on. */
    private void fail(Throwable error) {
        lock.lock();
        TaskGroupException all = errors == null ? new TaskGroupException() : errors;
        errors = all;
        boolean tellBody = !leaving && !aborting;
        lock.unlock();
        all.add(error);
        abort("a sibling failed: " + error);
        if (tellBody) {
            parent().throwInto(all);
        }
    }

    private void abort(String reason) {
        lock.lock();
        boolean first = !aborting;
        aborting = true;
        List<Greenlet<?>> left = List.copyOf(children);
        lock.unlock();
        if (first) {
            left.forEach(child -> child.cancel(new CancelledException("the task group", reason)));
        }
    }

    /** The end of the block: waits for all children; cancels them first if the block ends by an exception. */
    @Override
    public void close() {
        if (leaving) {
            return;
        }
        TryBlock block = TryBlock.closedBy(TaskGroup.class);
        Throwable failure = block.hasFailed() ? block.failureOr(new CancelledException("the try block", "it failed"))
                : null;
        boolean thrownInBody = leave(failure);
        TaskGroupException all = errors;
        if (all != null && failure != all) {
            // What may be on its way up already must not be thrown once more: no exception can suppress itself.
            boolean mayComeUp = thrownInBody && block.failure() == null && (block.hasFailed() || !block.isKnown());
            throw mayComeUp ? all.copy() : all;
        }
    }

    /**
     * Waits for all children.
     *
     * @param failure what the body failed with, or null
     * @return whether the body has been thrown the group's own exception
     */
    private boolean leave(@Nullable Throwable failure) {
        Deliveries deliveries = ensureParent().strand().deliveries();
        lock.lock();
        leaving = true;
        lock.unlock();
        TaskGroupException own = errors;
        boolean isOwn = own != null && failure != null && (failure == own || deliveries.translate(failure) == own);
        boolean thrownInBody = own != null && !deliveries.withdraw(own);
        if (failure != null && !isOwn) {
            abort("the group's body failed: " + failure);
        }
        List<Throwable> came = awaitChildren();
        lock.lock();
        phase = Phase.CLOSED;
        lock.unlock();
        throwOrRedeliver(came, failure != null || errors != null);
        return thrownInBody;
    }

    private Greenlet<?> ensureParent() {
        Greenlet<?> entered = parent();
        if (Strand.self() != entered.strand()) {
            throw new IllegalStateException(this + " can only be closed by " + entered + ", which entered it");
        }
        return entered;
    }

    /** What came while this waited is thrown here, unless something else is; then at the next wait. */
    private void throwOrRedeliver(List<Throwable> came, boolean isThrowing) {
        Deliveries deliveries = parent().strand().deliveries();
        came.stream().skip(isThrowing ? 0 : 1).forEach(deliveries::deliver);
        if (!isThrowing && !came.isEmpty()) {
            throw Sneaky.rethrow(came.getFirst());
        }
    }

    /** Stays until all have ended, whatever comes: what comes ends them sooner. */
    private List<Throwable> awaitChildren() {
        List<Throwable> came = new ArrayList<>(0);
        while (hasChildren()) {
            try {
                empty.await();
            } catch (Throwable e) {
                came.add(e);
                abort("who waited for the group was ended: " + e);
                if (e instanceof GreenletExit) {
                    children().forEach(child -> child.throwInto(new GreenletExit("its task group was killed")));
                }
            }
        }
        return came;
    }

    private List<Greenlet<?>> children() {
        lock.lock();
        try {
            return List.copyOf(children);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasChildren() {
        return !children().isEmpty();
    }

    /** Cancels all children; the block goes on. Nothing more can be spawned. */
    public void cancel() {
        abort("cancel() of the group");
    }

    @Override
    public String toString() {
        List<Greenlet<?>> left = children();
        String condition = phase == Phase.OPEN && aborting ? "shutting down" : phase.name().toLowerCase(Locale.ROOT);
        return "<TaskGroup " + condition + ", " + left.size() + " children>";
    }
}
