package greenloom;

/** A thread whose stack ends soon. */
final class SmallStack {
    private static final int BYTES = 256 * 1024;

    private SmallStack() {}

    /** Takes values from {@code generator}, each in a call inside the one before, until the stack ends or the generator does. */
    static void exhaust(Generator<?, ?, ?> generator) {
        Thread small = new Thread(null, () -> recurse(generator, 0), "small", BYTES);
        small.start();
        try {
            small.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static int recurse(Generator<?, ?, ?> generator, int depth) {
        try {
            generator.next();
            return depth < Integer.MAX_VALUE ? recurse(generator, depth + 1) : depth;
        } catch (StackOverflowError | StopIteration _) {
            return depth;
        }
    }
}
