package greenloom;

import static greenloom.Async.joinAll;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.withTimeout;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolTest {
    private final Trail trail = new Trail();

    @Test
    @Case("V12 gv/test__pool.py:146")
    void itsFreePlacesAreCounted() {
        Virtual.run(() -> {
            Pool pool = new Pool(2);
            List<Integer> results = new ArrayList<>();
            assertThat(pool.freeCount()).isEqualTo(2);
            pool.spawn(() -> results.add(1));
            assertThat(pool.freeCount()).isEqualTo(1);
            for (int i : List.of(2, 3, 4)) {
                spawn(() -> pool.spawn(() -> results.add(i)));
            }
            pool.spawn(() -> sleep(0));
            assertThat(pool.freeCount()).isZero();
            sleep(0.1);
            pool.join();
            assertThat(results).containsExactlyInAnyOrder(1, 2, 3, 4);
            assertThat(pool.freeCount()).isEqualTo(2);
        });
    }

    @Test
    @Case("V14 gv/test__pool.py:405")
    void unorderedResultsComeAsTheyAreReady() {
        assertThat(unordered(1)).containsExactly("10", "1", "2");
        assertThat(unordered(3)).containsExactly("1", "2", "10");
    }

    private static String sleeper(int seconds) {
        sleep(seconds);
        return "" + seconds;
    }

    private static List<String> unordered(int capacity) {
        List<String> results = new ArrayList<>();
        Virtual.run(() -> new Pool(capacity).imapUnordered(PoolTest::sleeper, List.of(10, 1, 2)).forEach(results::add));
        return results;
    }

    @Test
    @Case("V15 gv/test__pool.py:589")
    void iterationSurvivesAnError() {
        Virtual.run(() -> {
            Mapped<Integer> results = new Pool(1).imap(x -> 2 / x, List.of(1, 0, 2));
            assertThat(results.next()).isEqualTo(2);
            assertThatThrownBy(results::next).isInstanceOf(ArithmeticException.class);
            assertThat(results.next()).isEqualTo(1);
            assertThat(results.hasNext()).isFalse();
            assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
        });
    }

    @Test
    @Case("gv/test__pool.py TestErrorInIterator")
    void whatTheItemsThrowComesAtItsPlace() {
        Virtual.run(() -> {
            Iterable<Integer> items = () -> IntStream.range(1, 5).map(x -> 12 / (3 - x)).iterator();
            Mapped<Integer> results = new Pool(2).imap(x -> x, items);
            assertThat(results.next()).isEqualTo(6);
            assertThat(results.next()).isEqualTo(12);
            assertThatThrownBy(results::next).isInstanceOf(ArithmeticException.class);
        });
    }

    @Test
    @Case("gv/test__pool.py TestPool.test_imap")
    void orderedResultsKeepTheOrderOfTheItems() {
        Virtual.run(() -> assertThat(new Pool(3).imap(PoolTest::sleeper, List.of(10, 1, 2))).containsExactly("10", "1",
                "2"));
    }

    @Test
    @Case("S18 gv/test__pool.py TestPool.test_map")
    void mapRunsAsManyAtOnceAsThereArePlaces() {
        Virtual.run(() -> {
            List<String> values = new Pool(2).map(seconds -> {
                trail.add("begin " + seconds);
                sleep(seconds);
                trail.add("end " + seconds);
                return "got " + seconds;
            }, List.of(3, 1, 2));
            assertThat(values).containsExactly("got 3", "got 1", "got 2");
            trail.is("begin 3", "begin 1", "end 1", "begin 2", "end 3", "end 2");
        });
    }

    @Test
    @Case("gv/test__pool.py TestPool.test_imap_it_small maxsize")
    void noMoreIsMadeAheadThanAskedFor() {
        Virtual.run(() -> {
            Mapped<Integer> results = new Pool(10).imapUnordered(2, x -> {
                trail.add("" + x);
                return x;
            }, List.of(1, 2, 3, 4, 5));
            sleep(1);
            trail.is("1", "2");
            results.next();
            sleep(1);
            trail.is("1", "2", "3");
            results.close();
            sleep(1);
            trail.is("1", "2", "3");
        });
    }

    @Test
    @Case("gv/test__pool.py TestPool.test_unbounded_imap")
    void manyMoreItemsThanPlacesAreAllDone() {
        List<Integer> squares = new ArrayList<>();
        Virtual.run(() -> new Pool(10).imapUnordered(x -> x * x, IntStream.range(0, 1000).boxed().toList())
                .forEach(squares::add));
        assertThat(squares).hasSize(1000).contains(0, 998_001);
    }

    @Test
    @Case("gv/test__pool.py TestSpawn.test spawn into a full pool times out")
    void whoSpawnsIntoAFullPoolWaits() {
        Virtual.run(() -> {
            Pool pool = new Pool(1);
            pool.spawn(() -> sleep(10));
            assertThat(pool.isFull()).isTrue();
            assertThatThrownBy(() -> withTimeout(1, () -> pool.spawn(() -> {}))).isInstanceOf(Timeout.class);
            assertThat(pool.size()).isEqualTo(1);
            pool.join();
            assertThat(pool.freeCount()).isEqualTo(1);
        });
    }

    @Test
    @Case("gv/test__pool.py TestGroup.test_stop_group kill")
    void killEndsAllAndFreesTheirPlaces() {
        Virtual.run(() -> {
            Pool pool = new Pool(2);
            Greenlet<?> sleeping = pool.spawn(() -> sleep(1000));
            Greenlet<?> unstarted = pool.spawn(() -> trail.add("never"));
            pool.kill();
            assertThat(sleeping.value()).isInstanceOf(GreenletExit.class);
            assertThat(unstarted.dead()).isTrue();
            assertThat(pool.freeCount()).isEqualTo(2);
            trail.is();
        });
    }

    @Test
    void whoSpawnsWhileItIsKilledIsKilledToo() {
        Virtual.run(() -> {
            Pool pool = new Pool(1);
            pool.spawn(() -> sleep(1000));
            Greenlet<Greenlet<?>> second = spawn(() -> pool.spawn(() -> sleep(1000)));
            yieldNow();
            pool.kill();
            assertThat(second.get().ready()).isTrue();
            assertThat(pool.size()).isZero();
            assertThat(EventLoop.current().time()).isLessThan(1);
        });
    }

    @Test
    @Case("gv/test__pool.py TestKill killing a greenlet frees its place")
    void aKilledGreenletLeaves() {
        Virtual.run(() -> {
            Pool pool = new Pool(1);
            pool.spawn(() -> sleep(1000)).kill();
            assertThat(pool.freeCount()).isEqualTo(1);
        });
    }

    @Test
    @Case("gv/test__pool.py GroupBasicTests add, discard, contains")
    void greenletsMadeElsewhereCanComeAndGo() {
        Virtual.run(() -> {
            Group group = new Group();
            Greenlet<?> greenlet = spawn(() -> sleep(5));
            group.add(greenlet);
            group.add(greenlet);
            assertThat(group.contains(greenlet)).isTrue();
            assertThat(group.size()).isEqualTo(1);
            assertThat(group.join(1)).isFalse();
            group.discard(greenlet);
            assertThat(group.join(1)).isTrue();
            assertThat(greenlet.ready()).isFalse();
            greenlet.join();
            group.add(greenlet);
            assertThat(group.size()).isZero();
        });
    }

    @Test
    void anAddedGreenletTakesAPlaceUntilItEnds() {
        Virtual.run(() -> {
            Pool pool = new Pool(1);
            Greenlet<?> greenlet = spawn(() -> sleep(5));
            pool.add(greenlet);
            assertThat(pool.freeCount()).isZero();
            joinAll(greenlet);
            assertThat(pool.freeCount()).isEqualTo(1);
        });
    }

    @Test
    @Case("gv/test__pool.py TestJoinEmpty, TestMap.test_empty")
    void anEmptyOneHasNothingToWaitFor() {
        Virtual.run(() -> {
            Pool pool = new Pool(1);
            pool.join();
            pool.kill();
            assertThat(pool.map(x -> x, List.of())).isEmpty();
            assertThat(pool.imap(x -> x, List.of()).hasNext()).isFalse();
            assertThat(pool.imapUnordered(x -> x, List.of()).hasNext()).isFalse();
        });
    }

    @Test
    void mapThrowsTheFirstFailure() {
        Virtual.run(() -> {
            Pool pool = new Pool(2);
            assertThatThrownBy(() -> pool.map(x -> 1 / x, List.of(1, 0, 2))).isInstanceOf(ArithmeticException.class);
            pool.join();
            assertThat(pool.freeCount()).isEqualTo(2);
        });
    }

    @Test
    @Case("V28 gv/test__threadpool.py:380")
    void aThreadOnNoLoopCannotSpawn() {
        assertThatIllegalStateException().isThrownBy(() -> new Pool(1).spawn(() -> {}));
    }

    @Test
    @Case("gv/test__pool.py TestPool0 with a negative size")
    void anImpossibleCapacityIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pool(0));
    }

    @Test
    void itTellsItsStateInDumps() {
        Virtual.run(() -> {
            Pool pool = new Pool(2);
            pool.spawn(() -> sleep(1));
            assertThat(pool).hasToString("<Pool 1/2, 0 wait>");
            assertThat(new Group()).hasToString("<Group of 0>");
        });
    }
}
