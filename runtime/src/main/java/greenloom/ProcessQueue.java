package greenloom;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The tasks of a process pool that wait for a worker, and whether there will be more. Any thread; all fields under the lock. */
final class ProcessQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ProcessTask<?>> waiting = new ArrayDeque<>();
    private final int most;

    private int workers;
    private int idle;
    private boolean closed;
    private @Nullable BrokenProcessPoolException broken;

    /** @param most how many workers there may be */
    ProcessQueue(int most) {
        this.most = most;
    }

    /** What it means that there is one task more. */
    enum Added {
        /** A worker will take it. */
        TAKEN,
        /** The caller has to start one more worker, which is counted already. */
        WORKER_NEEDED
    }

    /**
     * Adds a task.
     *
     * @throws BrokenProcessPoolException if the pool is broken
     * @throws RejectedExecutionException if it was shut down
     */
    Added add(ProcessTask<?> task, Object pool) {
        lock.lock();
        try {
            ensureOpen(pool);
            waiting.add(task);
            changed.signal();
            if (idle >= waiting.size() || workers == most) {
                return Added.TAKEN;
            }
            workers++;
            return Added.WORKER_NEEDED;
        } finally {
            lock.unlock();
        }
    }

    void ensureOpen(Object pool) {
        lock.lock();
        try {
            if (broken != null) {
                throw new BrokenProcessPoolException(pool + " is broken and takes no new work: make another one",
                        broken);
            }
            if (closed) {
                throw new RejectedExecutionException(
                        pool + " takes no new work, it was shut down: make another one");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Puts a task back that has to be done again, before all others. */
    void putBack(ProcessTask<?> task) {
        lock.lock();
        try {
            waiting.addFirst(task);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a task for one worker; null if there will be none, and then the worker no longer counts. */
    @Nullable ProcessTask<?> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                idle++;
                changed.awaitUninterruptibly();
                idle--;
            }
            ProcessTask<?> next = waiting.poll();
            if (next == null) {
                workers--;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Lets workers end once there is nothing left to do. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more for that reason; false if it is broken already. */
    boolean breakUp(BrokenProcessPoolException why) {
        lock.lock();
        try {
            boolean first = broken == null;
            if (first) {
                broken = why;
                closed = true;
                changed.signalAll();
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Takes all that wait. */
    List<ProcessTask<?>> drain() {
        lock.lock();
        try {
            List<ProcessTask<?>> all = new ArrayList<>(waiting);
            waiting.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    @Nullable BrokenProcessPoolException broken() {
        lock.lock();
        try {
            return broken;
        } finally {
            lock.unlock();
        }
    }
}
