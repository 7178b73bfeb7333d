package greenloom.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one loop, a binary heap in which each timer knows its place, so that cancelling is as quick as setting. Carrier only.
 *
 * <p>The JDK's own timers cannot serve: they run on threads of their own, and no virtual clock can drive them.
 */
final class Timers {
    private @Nullable Timer[] heap = new Timer[64];
    private int size;
    private long sequence;

    void add(Timer timer, long deadline) {
        timer.deadline = deadline;
        timer.sequence = sequence++;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        siftUp(size++, timer);
    }

    void remove(Timer timer) {
        int hole = timer.index;
        if (hole < 0) {
            return;
        }
        timer.index = -1;
        Timer last = at(--size);
        heap[size] = null;
        if (hole < size) {
            siftDown(hole, last);
            if (last.index == hole) {
                siftUp(hole, last);
            }
        }
    }

    @Nullable Timer first() {
        return heap[0];
    }

    int size() {
        return size;
    }

    private Timer at(int index) {
        Timer timer = heap[index];
        if (timer == null) {
            throw new IllegalStateException(
                    "The timer heap has a hole at " + index + ": a timer was touched off the carrier");
        }
        return timer;
    }

    private void siftUp(int from, Timer timer) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            Timer above = at(parent);
            if (!before(timer, above)) {
                break;
            }
            place(index, above);
            index = parent;
        }
        place(index, timer);
    }

    private void siftDown(int from, Timer timer) {
        int index = from;
        while (true) {
            int child = 2 * index + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && before(at(child + 1), at(child))) {
                child++;
            }
            if (!before(at(child), timer)) {
                break;
            }
            place(index, at(child));
            index = child;
        }
        place(index, timer);
    }

    private void place(int index, Timer timer) {
        heap[index] = timer;
        timer.index = index;
    }

    private static boolean before(Timer a, Timer b) {
        long difference = a.deadline - b.deadline;
        return difference != 0 ? difference < 0 : a.sequence - b.sequence < 0;
    }
}
