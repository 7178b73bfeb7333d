package greenloom.internal;

/**
 * Ends code whose stack is as good as full, in place of what was delivered to it: taking that needs locks, and a stack that overflows while one is held
 * would leave it so. Made once, because making one takes room too.
 */
final class NoRoom extends Error {
    private static final long serialVersionUID = 1;

    /** How many calls of the smallest kind must fit: several times what is done under such a lock. */
    private static final int CALLS = 128;

    @SuppressWarnings("StaticAssignmentOfThrowable") // Where it is thrown there is no room to make one; it has no stack trace to be wrong.
    private static final NoRoom INSTANCE = new NoRoom();

    private NoRoom() {
        super("interrupted at the end of its stack", null, false, false);
    }

    /** Throws this if the current thread's stack is as good as full. */
    static void check() {
        try {
            descend(CALLS);
        } catch (StackOverflowError e) {
            throw INSTANCE;
        }
    }

    private static int descend(int calls) {
        return calls == 0 ? 0 : 1 + descend(calls - 1);
    }
}
