package greenloom.bench;

import greenloom.Async;
import greenloom.Generator;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints the heap bytes of one suspended generator, of many that are held.
 *
 * <p>Most of them are its stack, and a frame has the size that its code has then: of the interpreter's it takes 3.0 kB, of the first compiler's 2.2.
 * So the JVM compiles what is measured beforehand.
 */
public final class Footprint {
    private static final int MANY = 100_000;

    private Footprint() {}

    public static void main(String[] args) throws InterruptedException {
        List<Generator<Integer, Integer, Void>> held = new ArrayList<>(MANY);
        for (int i = 0; i < 3 * MANY; i++) {
            Generator<Integer, Integer, Void> generator = suspended();
            generator.next();
            generator.close();
        }
        long before = used();
        for (int i = 0; i < MANY; i++) {
            Generator<Integer, Integer, Void> generator = suspended();
            generator.next();
            held.add(generator);
        }
        System.out.println((used() - before) / held.size());
    }

    private static Generator<Integer, Integer, Void> suspended() {
        return Async.generator(co -> {
            while (true) {
                co.yield(1);
            }
        });
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
