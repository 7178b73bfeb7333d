package greenloom;

import static greenloom.Async.gather;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTest {
    private final Trail trail = new Trail();

    @Test
    @Case("V18 gv/test__queue.py:208")
    void aFullChannelTakesNoMoreUntilSomethingIsTakenOut() {
        Virtual.run(() -> {
            Channel<String> channel = new Channel<>(2);
            Greenlet<?> putter = spawn(() -> {
                for (String item : List.of("a", "b", "c")) {
                    channel.put(item);
                    trail.add(item);
                }
                trail.add("OK");
            });
            sleep(0);
            trail.is("a", "b");
            assertThat(channel.get()).isEqualTo("a");
            sleep(0);
            trail.is("a", "b", "c", "OK");
            assertThat(channel.get()).isEqualTo("b");
            assertThat(channel.get()).isEqualTo("c");
            putter.get();
        });
    }

    @Test
    @Case({"gv-Q-send-first gv/test__queue.py:179", "py-Q-blocking-get-wait py/test_asyncio/test_queues.py:141"})
    void aGetThatWaitsGetsTheNextItem() {
        Virtual.run(() -> {
            Channel<String> channel = Channel.unbounded();
            Greenlet<String> getter = spawn(() -> channel.get());
            sleep(1);
            assertThat(getter.ready()).isFalse();
            channel.put("hi");
            assertThat(getter.get()).isEqualTo("hi");
        });
    }

    @Test
    @Case({"py-Q-order py/test_asyncio/test_queues.py:83", "py-LQ-order py/test_asyncio/test_queues.py:437",
            "py-PQ-order py/test_asyncio/test_queues.py:448"})
    void theKindsDifferInTheirOrder() {
        Virtual.run(() -> {
            assertThat(throughput(new Channel<>(3))).containsExactly(1, 3, 2);
            assertThat(throughput(Channel.lifo(3))).containsExactly(2, 3, 1);
            assertThat(throughput(Channel.priority(3))).containsExactly(1, 2, 3);
            assertThat(throughput(Channel.priority(3, Comparator.reverseOrder()))).containsExactly(3, 2, 1);
        });
    }

    private static List<Integer> throughput(Channel<Integer> channel) {
        List.of(1, 3, 2).forEach(channel::put);
        return List.of(channel.get(), channel.get(), channel.get());
    }

    @Test
    void equalItemsOfAPriorityChannelLeaveInTheOrderTheyCame() {
        Virtual.run(() -> {
            Channel<String> channel = Channel.priority(9, Comparator.comparingInt(String::length));
            List.of("bb", "a", "cc", "b", "aa").forEach(channel::put);
            channel.close();
            channel.forEach(trail::add);
        });
        trail.is("a", "b", "bb", "cc", "aa");
    }

    @Test
    void aPriorityChannelThatWasFullSortsInThoseWhoWaited() {
        Virtual.run(() -> {
            Channel<Integer> channel = Channel.priority(2);
            Greenlet<?> putter = spawn(() -> List.of(5, 4, 3, 2, 1).forEach(channel::put));
            sleep(1);
            for (int i = 0; i < 5; i++) {
                trail.add(channel.get());
                sleep(1);
            }
            putter.get();
        });
        trail.is(4, 3, 2, 1, 5);
    }

    @Test
    void aComparatorMayWaitThrowAndUseTheChannel() {
        Virtual.run(() -> {
            Channel<Integer> channel = Channel.priority(9, (a, b) -> {
                sleep(1);
                if (a == 13) {
                    throw new ArithmeticException("unlucky");
                }
                return a - b;
            });
            List<Greenlet<?>> putters = new ArrayList<>();
            for (int item : new int[] {3, 1, 2, 5, 4}) {
                putters.add(spawn(() -> channel.put(item)));
            }
            putters.forEach(Greenlet::get);
            assertThatThrownBy(() -> channel.put(13)).isInstanceOf(ArithmeticException.class);
            channel.close();
            channel.forEach(trail::add);
        });
        trail.is(1, 2, 3, 4, 5);
    }

    @Test
    @Case({"gv-C-send gv/test__queue.py:401", "gv-C-wait gv/test__queue.py:421"})
    void capacityZeroIsARendezvous() {
        Virtual.run(() -> {
            Channel<String> channel = new Channel<>(0);
            Greenlet<?> putter = spawn(() -> {
                channel.put("a");
                trail.add("put a");
                channel.put("b");
                trail.add("put b");
            });
            sleep(1);
            trail.is();
            assertThat(channel.size()).isZero();
            assertThat(channel.get()).isEqualTo("a");
            sleep(1);
            trail.is("put a");
            assertThat(channel.get()).isEqualTo("b");
            putter.get();
            trail.is("put a", "put b");
        });
    }

    @Test
    @Case({"gv-C-nowait gv/test__queue.py:352", "gv-Q-put-nowait gv/test__queue.py:21"})
    void aRendezvousWithoutWaitingNeedsSomebodyOnTheOtherSide() {
        Virtual.run(() -> {
            Channel<Integer> channel = new Channel<>(0);
            assertThat(channel.tryPut(1)).isFalse();
            assertThat(channel.tryGet()).isEmpty();
            Greenlet<Integer> getter = spawn(() -> channel.get());
            sleep(0);
            assertThat(channel.tryPut(2)).isTrue();
            assertThat(getter.get()).isEqualTo(2);
            Greenlet<?> putter = spawn(() -> channel.put(3));
            sleep(0);
            assertThat(channel.tryGet()).contains(3);
            putter.get();
        });
    }

    @Test
    @Case({"py-Q-put-nowait-full py/test_asyncio/test_queues.py:319",
            "py-Q-get-nowait-empty py/test_asyncio/test_queues.py:167",
            "gv-Q-raises-timeout gv/test__queue.py:596"})
    void fullAndEmptyAreTold() {
        Virtual.run(() -> {
            Channel<Integer> channel = new Channel<>(1);
            assertThat(channel.tryGet()).isEmpty();
            assertThatThrownBy(() -> channel.get(1)).isInstanceOf(Timeout.class);
            assertThat(channel.tryPut(1)).isTrue();
            assertThat(channel.tryPut(2)).isFalse();
            assertThatThrownBy(() -> channel.put(2, 1)).isInstanceOf(Timeout.class);
            assertThat(Virtual.now()).isEqualTo("2.0");
            assertThat(channel.statistics()).isEqualTo(new Channel.Statistics(1, 1, 0, 0, 0, 1, false));
        });
    }

    @Test
    @Case("gv-Q-multiple-waiters gv/test__queue.py:231")
    void manyWhoWaitAreServedInTheirOrder() {
        Virtual.run(() -> {
            Channel<Integer> channel = Channel.unbounded();
            List<Greenlet<Integer>> getters = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                getters.add(spawn(() -> channel.get()));
            }
            sleep(1);
            assertThat(channel.statistics().getting()).isEqualTo(5);
            for (int i = 0; i < 5; i++) {
                channel.put(i);
            }
            assertThat(gather(getters)).containsExactly(0, 1, 2, 3, 4);
        });
    }

    @Test
    @Case({"gv-Q-waiters-that-cancel gv/test__queue.py:262", "gv-Q-two-waiters-one-dies gv/test__queue.py:289",
            "py-Q-get-cancelled py/test_asyncio/test_queues.py:171",
            "py-Q-cancelled-getters-not-held py/test_asyncio/test_queues.py:208"})
    void aGetThatIsCancelledOrTimesOutTakesNothing() {
        Virtual.run(() -> {
            Channel<String> channel = Channel.unbounded();
            Greenlet<?> cancelled = spawn(() -> channel.get());
            Greenlet<?> late = spawn(() -> channel.get(1));
            Greenlet<String> patient = spawn(() -> channel.get());
            sleep(0.5);
            cancelled.kill();
            assertThatThrownBy(late::get).isInstanceOf(Timeout.class);
            assertThat(channel.statistics().getting()).isEqualTo(1);
            channel.put("kept");
            assertThat(patient.get()).isEqualTo("kept");
        });
    }

    @Test
    @Case({"gv-Q-senders-that-die gv/test__queue.py:280", "py-Q-put-cancelled py/test_asyncio/test_queues.py:337",
            "py-Q-put-cancel-drop py/test_asyncio/test_queues.py:295",
            "py-Q-cancelled-puts-not-held py/test_asyncio/test_queues.py:396"})
    void aPutThatIsCancelledOrTimesOutLeavesNothing() {
        Virtual.run(() -> {
            Channel<String> channel = new Channel<>(1);
            channel.put("first");
            Greenlet<?> cancelled = spawn(() -> channel.put("cancelled"));
            Greenlet<?> late = spawn(() -> channel.put("late", 1));
            Greenlet<?> patient = spawn(() -> channel.put("patient"));
            sleep(0.5);
            cancelled.kill();
            assertThatThrownBy(late::get).isInstanceOf(Timeout.class);
            assertThat(channel.get()).isEqualTo("first");
            patient.get();
            assertThat(channel.get()).isEqualTo("patient");
            assertThat(channel.tryGet()).isEmpty();
        });
    }

    @Test
    @Case({"py-Q-get-cancelled-race py/test_asyncio/test_queues.py:251",
            "py-Q-drop-many py/test_asyncio/test_queues.py:273"})
    void anItemHandedToSomebodyWhoIsKilledInTheSameTurnIsNotLost() {
        Virtual.run(() -> {
            Channel<String> channel = Channel.unbounded();
            Greenlet<?> getter = spawn(() -> {
                trail.add(channel.get());
                sleep(1);
                trail.add("not reached");
            });
            sleep(0);
            channel.put("item");
            getter.kill();
            assertThat(channel.tryGet()).isEmpty();
        });
        trail.is("item");
    }

    @Test
    @Case({"py-Q-get-with-putters py/test_asyncio/test_queues.py:128",
            "py-Q-get-with-waiting-putters py/test_asyncio/test_queues.py:185",
            "py-Q-why-putters-waiting py/test_asyncio/test_queues.py:377"})
    void whoWaitedToPutGoesBeforeWhoComesLater() {
        Virtual.run(() -> {
            Channel<String> channel = new Channel<>(1);
            channel.put("a");
            spawn(() -> channel.put("b"));
            spawn(() -> channel.put("c"));
            sleep(0);
            assertThat(channel.get()).isEqualTo("a");
            assertThat(channel.tryPut("pushy")).isFalse();
            assertThat(channel.get()).isEqualTo("b");
            assertThat(channel.get()).isEqualTo("c");
        });
    }

    @Test
    @Case({"py-Q-task-done-underflow py/test_asyncio/test_queues.py:461", "gv-JQ-underflow gv/test__queue.py:456"})
    void taskDoneTooOftenIsAnError() {
        assertThatIllegalStateException().isThrownBy(() -> new Channel<Integer>(1).taskDone())
                .withMessageContaining("more often than items were put");
    }

    @Test
    @Case({"py-Q-task-done py/test_asyncio/test_queues.py:465", "gv-JQ-task-done gv/test__queue.py:456"})
    void joinEndsWhenAllThatWasTakenOutIsDone() {
        Virtual.run(() -> {
            Channel<Integer> channel = Channel.unbounded();
            for (int i = 0; i < 10; i++) {
                channel.put(i);
            }
            for (int worker = 0; worker < 2; worker++) {
                spawn(() -> {
                    for (Integer item : channel) {
                        sleep(item);
                        trail.add(item);
                        channel.taskDone();
                    }
                });
            }
            assertThat(channel.join(1)).isFalse();
            channel.join();
            trail.add("joined at " + Virtual.now());
            channel.close();
        });
        trail.is(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, "joined at 25.0");
    }

    @Test
    @Case({"py-Q-join-empty py/test_asyncio/test_queues.py:496"})
    void joinOfAnEmptyChannelReturnsAtOnce() {
        Virtual.run(() -> {
            new Channel<Integer>(1).join();
            assertThat(new Channel<Integer>(1).join(0)).isTrue();
        });
    }

    @Test
    @Case("V20 gv/test__queue.py:500")
    void aClosedChannelCanBeEmptied() {
        Virtual.run(() -> {
            Channel<Integer> channel = Channel.unbounded();
            channel.put(1);
            channel.put(2);
            channel.shutdown(false);
            assertThatThrownBy(() -> channel.put(3)).isInstanceOf(ChannelClosedException.class);
            assertThat(channel.get()).isEqualTo(1);
            assertThat(channel.tryGet()).contains(2);
            assertThatThrownBy(channel::get).isInstanceOf(ChannelClosedException.class);
            assertThatThrownBy(channel::tryGet).isInstanceOf(ChannelClosedException.class);
            assertThat(channel.join(0)).isFalse();
            channel.taskDone();
            channel.taskDone();
            channel.join();
        });
    }

    @Test
    @Case("V20 gv/test__queue.py:503")
    void aChannelShutDownAtOnceHasNothingAnyMore() {
        Virtual.run(() -> {
            Channel<Integer> channel = Channel.unbounded();
            channel.put(1);
            channel.put(2);
            Greenlet<?> joiner = spawn(() -> channel.join());
            sleep(1);
            channel.shutdown(true);
            assertThatThrownBy(channel::get).isInstanceOf(ChannelClosedException.class);
            assertThatIllegalStateException().isThrownBy(channel::taskDone);
            joiner.get();
            assertThat(channel).hasToString("<Channel 0 items, closed>");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Case("py-Q-shutdown-waiters py/test_asyncio/test_queues.py:536")
    void closingEndsTheWaitsOnBothSides(boolean immediate) {
        Virtual.run(() -> {
            Channel<Integer> empty = Channel.unbounded();
            Channel<Integer> full = new Channel<>(1);
            full.put(1);
            List<Greenlet<?>> waiting = List.of(spawn(() -> empty.get()), spawn(() -> empty.peek()),
                    spawn(() -> full.put(2)));
            sleep(1);
            empty.shutdown(immediate);
            full.shutdown(immediate);
            for (Greenlet<?> greenlet : waiting) {
                assertThatThrownBy(greenlet::get).isInstanceOf(ChannelClosedException.class);
            }
        });
    }

    @Test
    @Case("gv-Q-iterable gv/test__queue.py:443")
    void iterationEndsWhenTheChannelIsClosedAndDrained() {
        Virtual.run(() -> {
            Channel<Integer> channel = new Channel<>(0);
            spawn(() -> {
                for (int i = 1; i <= 3; i++) {
                    channel.put(i);
                }
                channel.close();
            });
            for (int item : channel) {
                trail.add(item);
            }
        });
        trail.is(1, 2, 3);
    }

    @Test
    @Case({"gv-Q-peek-multi gv/test__queue.py:198", "V21 gv/test__queue.py:186"})
    void peekShowsTheNextItemAndLeavesIt() {
        Virtual.run(() -> {
            Channel<String> channel = new Channel<>(1);
            Greenlet<String> peeker = spawn(() -> channel.peek());
            assertThatThrownBy(() -> channel.peek(1)).isInstanceOf(Timeout.class);
            channel.put("seen");
            assertThat(peeker.get()).isEqualTo("seen");
            assertThat(channel.peek()).isEqualTo("seen");
            assertThat(channel.get()).isEqualTo("seen");
        });
    }

    @Test
    void peekAtARendezvousShowsWhatSomebodyWaitsToPut() {
        Virtual.run(() -> {
            Channel<String> channel = new Channel<>(0);
            Greenlet<String> peeker = spawn(() -> channel.peek());
            sleep(0);
            Greenlet<?> putter = spawn(() -> channel.put("seen"));
            assertThat(peeker.get()).isEqualTo("seen");
            assertThat(channel.peek()).isEqualTo("seen");
            assertThat(putter.ready()).isFalse();
            assertThat(channel.get()).isEqualTo("seen");
        });
    }

    @Test
    @Case("py-Q-maxsize py/test_asyncio/test_queues.py:91")
    void aNegativeCapacityIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Channel<Integer>(-1))
                .withMessageContaining("Channel.unbounded()");
    }

    @Test
    void nullsAreRefused() {
        assertThatThrownBy(() -> new Channel<String>(1).put(null)).isInstanceOf(NullPointerException.class)
                .hasMessageContaining("Optional");
    }

    @Test
    void threadsOutsideMayUseIt() throws Exception {
        Channel<Integer> channel = new Channel<>(3);
        Thread producer = Thread.ofPlatform().start(() -> {
            for (int i = 1; i <= 1000; i++) {
                channel.put(i);
            }
            channel.close();
        });
        int sum = EventLoop.run(() -> {
            int total = 0;
            for (int item : channel) {
                total += item;
            }
            return total;
        });
        assertThat(sum).isEqualTo(500_500);
        producer.join();
    }

    @Test
    void toStringTellsWhatItHolds() {
        Virtual.run(() -> {
            Channel<Integer> channel = new Channel<>(5);
            channel.put(1);
            assertThat(channel).hasToString("<Channel 1/5 items>");
            yieldNow();
        });
    }
}
