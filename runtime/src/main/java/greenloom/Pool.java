package greenloom;

/**
 * A group that only so many greenlets can be in: who spawns one more waits until another has ended, first come, first served. {@code
 * gevent.pool.Pool}.
 *
 * <pre>{@code
 * List<String> pages = new Pool(2).map(url -> fetch(url), urls);
 * }</pre>
 */
public final class Pool extends Group {
    private final BoundedSemaphore places;
    private final int capacity;

    /**
     * Makes an empty pool.
     *
     * @param capacity how many can be in at once
     * @throws IllegalArgumentException if that is not positive
     */
    public Pool(int capacity) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("A pool needs room for one greenlet at least, not " + capacity);
        }
        this.capacity = capacity;
        this.places = new BoundedSemaphore(capacity);
    }

    @Override
    void enter() {
        places.acquire();
    }

    @Override
    void left() {
        places.release();
    }

    /** How many more can be in now. */
    public int freeCount() {
        return places.available();
    }

    /** Whether the next {@code spawn} would have to wait. */
    public boolean isFull() {
        return freeCount() == 0;
    }

    /** Waits until one more can be in; it may be gone again when the caller goes on. */
    public void awaitFree() {
        places.hold().close();
    }

    @Override
    public String toString() {
        return "<Pool " + size() + "/" + capacity + ", " + places.statistics().waiting() + " wait>";
    }
}
