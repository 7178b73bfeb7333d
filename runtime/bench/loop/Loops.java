import static greenloom.Async.gather;
import static greenloom.Async.joinAll;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.yieldNow;

import greenloom.Action;
import greenloom.Channel;
import greenloom.Event;
import greenloom.EventLoop;
import greenloom.Greenlet;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Greenloom's side of compare.py: {@code Loops WORK ENGINE ROUNDS} prints one figure for each round. */
final class Loops {
    private static final int TIMERS = 100_000;

    private Loops() {}

    public static void main(String[] args) {
        EventLoop.run(EventLoop.options().engine(args[1]), () -> {
            for (int round = Integer.parseInt(args[2]); round > 0; round--) {
                System.out.println(measure(args[0]));
            }
        });
    }

    private static String measure(String work) throws Exception {
        return switch (work) {
            case "switch-2" -> nanos(400_000, () -> switches(2, 200_000));
            case "switch-1000" -> nanos(400_000, () -> switches(1000, 400));
            case "spawn-100k" -> nanos(100_000, () -> joinAll(spawned(100_000, () -> {})));
            case "spawn-1M" -> nanos(1_000_000, () -> joinAll(spawned(1_000_000, () -> {})));
            case "parked-bytes" -> String.valueOf(parkedBytes(100_000));
            case "timers" -> timers();
            case "channel-1" -> nanos(100_000, () -> channel(1));
            case "channel-100" -> nanos(100_000, () -> channel(100));
            case "cancel-10k" -> cancel(10_000);
            case "gather-10k" -> nanos(10_000, () -> gather(ones(10_000)));
            default -> throw new IllegalArgumentException(work);
        };
    }

    private static String nanos(int operations, Action body) throws Exception {
        long start = System.nanoTime();
        body.run();
        return String.valueOf((System.nanoTime() - start) / (double) operations);
    }

    private static Greenlet<?>[] spawned(int count, Action body) {
        Greenlet<?>[] all = new Greenlet<?>[count];
        for (int i = 0; i < count; i++) {
            all[i] = spawn(body);
        }
        return all;
    }

    private static Collection<Greenlet<Integer>> ones(int count) {
        List<Greenlet<Integer>> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(spawn(() -> 1));
        }
        return all;
    }

    private static void switches(int greenlets, int each) {
        joinAll(spawned(greenlets, () -> {
            for (int i = 0; i < each; i++) {
                yieldNow();
            }
        }));
    }

    private static void channel(int capacity) {
        Channel<Integer> channel = new Channel<>(capacity);
        Greenlet<?> producer = spawn(() -> {
            for (int i = 0; i < 100_000; i++) {
                channel.put(i);
            }
        });
        for (int i = 0; i < 100_000; i++) {
            channel.get();
        }
        producer.join();
    }

    private static String cancel(int count) {
        Greenlet<?>[] all = spawned(count, () -> sleep(1000));
        sleep(0.01);
        long start = System.nanoTime();
        for (Greenlet<?> greenlet : all) {
            greenlet.cancel();
        }
        joinAll(all);
        return String.valueOf((System.nanoTime() - start) / (double) count);
    }

    private static double parkedBytes(int count) {
        long before = used();
        Event event = new Event();
        Greenlet<?>[] all = spawned(count, event::await);
        sleep(0.05);
        long after = used();
        event.set();
        joinAll(all);
        return (after - before) / (double) count;
    }

    private static long used() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** By how many nanoseconds the last of 100 000 sleeps of one second is late, and the CPU time of all of them. */
    private static String timers() {
        long cpu = cpu();
        long start = System.nanoTime();
        joinAll(spawned(TIMERS, () -> sleep(1)));
        long late = System.nanoTime() - start - 1_000_000_000L;
        return late / (double) TIMERS + " " + (cpu() - cpu) / (double) TIMERS;
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
