package greenloom;

import static greenloom.Async.joinAll;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What must hold however the turns fall: nothing lost, nothing twice, first come first served, nobody in who should not be. */
class InterleavingsTest {
    private static final int TRIES = 150;
    private static final String SEED = "20261121"; // the same cases each time

    /** Runs {@code body} on a loop that draws the order of turns from {@code seed}, on a clock that jumps. */
    private static void run(long seed, Action body) {
        EventLoop.run(Virtual.options().seed(seed), body);
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    @Property(tries = TRIES, seed = SEED)
    void aChannelLosesNothingAndDoublesNothing(@ForAll long seed, @ForAll @IntRange(max = 3) int capacity,
            @ForAll @IntRange(min = 1, max = 4) int putters, @ForAll @IntRange(min = 1, max = 4) int getters) {
        List<Integer> got = new ArrayList<>();
        run(seed, () -> {
            Channel<Integer> channel = new Channel<>(capacity);
            List<Greenlet<?>> all = new ArrayList<>();
            for (int p = 0; p < putters; p++) {
                int first = p * 10;
                all.add(spawn(() -> upTo(10).forEach(i -> channel.put(first + i))));
            }
            List<Greenlet<?>> readers = new ArrayList<>();
            for (int g = 0; g < getters; g++) {
                readers.add(spawn(() -> channel.forEach(got::add)));
            }
            joinAll(all);
            channel.close();
            joinAll(readers);
        });
        assertThat(got).containsExactlyInAnyOrderElementsOf(upTo(10 * putters));
    }

    @Property(tries = TRIES, seed = SEED)
    void aChannelKeepsTheOrderOfEachPutter(@ForAll long seed, @ForAll @IntRange(max = 3) int capacity) {
        List<Integer> got = new ArrayList<>();
        run(seed, () -> {
            Channel<Integer> channel = new Channel<>(capacity);
            Greenlet<?> even = spawn(() -> upTo(10).forEach(i -> channel.put(2 * i)));
            Greenlet<?> odd = spawn(() -> upTo(10).forEach(i -> channel.put(2 * i + 1)));
            Greenlet<?> getter = spawn(() -> channel.forEach(got::add));
            joinAll(even, odd);
            channel.close();
            getter.join();
        });
        assertThat(got).filteredOn(i -> i % 2 == 0).isSorted().hasSize(10);
        assertThat(got).filteredOn(i -> i % 2 == 1).isSorted().hasSize(10);
    }

    @Property(tries = TRIES, seed = SEED)
    void whoIsKilledAtAChannelTakesNothingAlong(@ForAll long seed, @ForAll @IntRange(max = 2) int capacity) {
        List<Integer> got = new ArrayList<>();
        List<Integer> put = new ArrayList<>();
        run(seed, () -> {
            Channel<Integer> channel = new Channel<>(capacity);
            Random random = new Random(seed);
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i : upTo(20)) {
                all.add(spawn(() -> {
                    channel.put(i);
                    put.add(i);
                }));
                all.add(spawn(() -> got.add(channel.get())));
            }
            for (int i = 0; i < 10; i++) {
                yieldNow();
                all.get(random.nextInt(all.size())).kill();
            }
            sleep(1);
            Async.killAll(all);
            for (Optional<Integer> left = channel.tryGet(); left.isPresent(); left = channel.tryGet()) {
                got.add(left.get());
            }
        });
        assertThat(got).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(put);
    }

    @Property(tries = TRIES, seed = SEED)
    void aMutexLetsOneInAtATimeInTheOrderOfTheirComing(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int count) {
        List<Integer> came = new ArrayList<>();
        List<Integer> entered = new ArrayList<>();
        int[] inside = new int[1];
        run(seed, () -> {
            Mutex mutex = new Mutex();
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i : upTo(count)) {
                all.add(spawn(() -> {
                    yieldNow();
                    came.add(i);
                    try (Hold _ = mutex.hold()) {
                        entered.add(i);
                        assertThat(++inside[0]).isEqualTo(1);
                        yieldNow();
                        inside[0]--;
                    }
                }));
            }
            Async.gather(all);
            assertThat(mutex.isLocked()).isFalse();
        });
        assertThat(entered).isEqualTo(came);
    }

    @Property(tries = TRIES, seed = SEED)
    void aMutexIsFreeWhoeverWasKilledAtIt(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int kills) {
        run(seed, () -> {
            Mutex mutex = new Mutex();
            Random random = new Random(seed);
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(spawn(() -> {
                    try (Hold _ = mutex.hold()) {
                        yieldNow();
                    }
                }));
            }
            for (int i = 0; i < kills; i++) {
                all.get(random.nextInt(all.size())).kill(false);
                yieldNow();
            }
            joinAll(all);
            assertThat(mutex.tryAcquire()).isTrue();
            assertThat(mutex.statistics().waiting()).isZero();
        });
    }

    @Property(tries = TRIES, seed = SEED)
    void aSemaphoreHasAllItsPermitsInTheEnd(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int permits) {
        int[] inside = new int[1];
        run(seed, () -> {
            BoundedSemaphore semaphore = new BoundedSemaphore(permits);
            Random random = new Random(seed);
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                double patience = random.nextInt(4);
                all.add(spawn(() -> {
                    if (semaphore.acquire(patience)) {
                        try {
                            assertThat(++inside[0]).isLessThanOrEqualTo(permits);
                            sleep(1);
                        } finally {
                            inside[0]--;
                            semaphore.release();
                        }
                    }
                }));
            }
            all.get(random.nextInt(all.size())).cancel();
            Async.gatherSettled(all);
            joinAll(all);
            assertThat(semaphore.available()).isEqualTo(permits);
            assertThat(semaphore.statistics().waiting()).isZero();
        });
    }

    @Property(tries = TRIES, seed = SEED)
    void aPoolDoesAllAndNeverMoreAtOnceThanItHasRoomFor(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int room,
            @ForAll @IntRange(max = 12) int items) {
        int[] inside = new int[1];
        run(seed, () -> {
            Pool pool = new Pool(room);
            List<Integer> done = new ArrayList<>();
            pool.imapUnordered(i -> {
                assertThat(++inside[0]).isLessThanOrEqualTo(room);
                sleep(i % 3);
                inside[0]--;
                return i;
            }, upTo(items)).forEach(done::add);
            assertThat(done).containsExactlyInAnyOrderElementsOf(upTo(items));
            assertThat(pool.map(i -> i, upTo(items))).isEqualTo(upTo(items));
            assertThat(pool.freeCount()).isEqualTo(room);
        });
    }

    @Property(tries = TRIES, seed = SEED)
    void aPoolHasAllItsRoomWhoeverWasKilledInIt(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int room) {
        run(seed, () -> {
            Pool pool = new Pool(room);
            Random random = new Random(seed);
            List<Greenlet<?>> spawners = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                spawners.add(spawn(() -> pool.spawn(() -> sleep(random.nextInt(3)))));
            }
            for (int i = 0; i < 5; i++) {
                yieldNow();
                spawners.get(random.nextInt(spawners.size())).kill();
                pool.greenlets().stream().findFirst().ifPresent(Greenlet::kill);
            }
            joinAll(spawners);
            pool.join();
            assertThat(pool.freeCount()).isEqualTo(room);
        });
    }

    @Property(tries = TRIES, seed = SEED)
    void everyGreenletEndsOnceHoweverItIsEnded(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int count) {
        List<Integer> cleaned = new ArrayList<>();
        List<Integer> linked = new ArrayList<>();
        List<Integer> begun = new ArrayList<>();
        run(seed, () -> {
            Random random = new Random(seed);
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i : upTo(count)) {
                Greenlet<?> greenlet = spawn(() -> {
                    begun.add(i);
                    try {
                        sleep(random.nextInt(4));
                    } finally {
                        cleaned.add(i);
                    }
                });
                greenlet.link(_ -> linked.add(i));
                all.add(greenlet);
            }
            for (int i = 0; i < count; i++) {
                Greenlet<?> victim = all.get(random.nextInt(count));
                switch (random.nextInt(4)) {
                    case 0 -> victim.kill();
                    case 1 -> victim.cancel("drawn");
                    case 2 -> victim.kill(false);
                    default -> yieldNow();
                }
            }
            joinAll(all);
            sleep(1);
        });
        assertThat(cleaned).containsExactlyInAnyOrderElementsOf(begun).doesNotHaveDuplicates();
        assertThat(linked).containsExactlyInAnyOrderElementsOf(upTo(count));
    }
}
