package greenloom;

import static greenloom.RawGreenletTest.switchToParent;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;

/** What becomes of raw greenlets that stand somewhere when nobody can reach them any more. */
@Timeout(60)
class RawGreenletDroppedTest {
    private final List<Object> seen = new CopyOnWriteArrayList<>();

    private @Nullable Object waitToBeEnded() {
        try {
            return switchToParent();
        } catch (GreenletExit exit) {
            seen.add("exit");
            throw exit;
        } finally {
            seen.add("finally");
        }
    }

    private void dropOne() {
        RawGreenlet.of(_ -> waitToBeEnded()).switchTo();
    }

    /** Raw greenlets are ended by their own host, when it uses some. */
    private static void collectUntil(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            System.gc();
            Thread.sleep(1);
            RawGreenlet.of(_ -> null);
        }
    }

    @Everywhere
    @Case("L82 gl/test_greenlet.py:254")
    void aGreenletExitIsThrownIn() throws InterruptedException {
        RawGreenlet kept = RawGreenlet.of(_ -> waitToBeEnded());
        kept.switchTo();
        dropOne();
        collectUntil(() -> seen.size() >= 2);
        dropOne();
        collectUntil(() -> seen.size() >= 4);
        assertThat(seen).containsExactly("exit", "finally", "exit", "finally");
        assertThat(kept.isActive()).isTrue();
    }

    @Everywhere
    void thoseThatReferToEachOtherAreEndedToo() throws InterruptedException {
        dropTwo();
        collectUntil(() -> seen.size() >= 4);
        assertThat(seen).containsExactlyInAnyOrder("exit", "finally", "exit", "finally");
    }

    private void dropTwo() {
        RawGreenlet[] both = new RawGreenlet[2];
        both[0] = RawGreenlet.of(_ -> both[1].switchTo() + "" + waitToBeEnded());
        both[1] = RawGreenlet.of(_ -> both[0].switchTo() + "" + waitToBeEnded());
        both[0].switchTo();
        both[1].switchTo();
    }

    @Everywhere
    @Case("L83 gl/test_greenlet.py:268")
    void whatItFailsWithRisesInNobody() throws InterruptedException {
        dropFailing();
        collectUntil(() -> !seen.isEmpty());
        assertThat(seen).containsExactly("failing");
    }

    private void dropFailing() {
        RawGreenlet.of(_ -> {
            try {
                return switchToParent();
            } catch (GreenletExit _) {
                seen.add("failing");
                throw new IllegalStateException("meant to be printed: a dropped raw greenlet fails");
            }
        }).switchTo();
    }

    @Everywhere
    @Case("L84 gl/test_greenlet.py:299")
    void oneThatAnotherThreadDropsIsEndedByItsOwn() throws Exception {
        BlockingQueue<RawGreenlet> made = new ArrayBlockingQueue<>(1);
        CountDownLatch dropped = new CountDownLatch(1);
        Thread own = Thread.ofPlatform().start(() -> {
            try {
                handOver(made);
                dropped.await();
                collectUntil(() -> !seen.isEmpty());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(made.take().isActive()).isTrue();
        assertThat(seen).isEmpty();
        dropped.countDown();
        own.join();
        assertThat(seen).containsExactly("exit", "finally");
    }

    private void handOver(BlockingQueue<RawGreenlet> to) {
        RawGreenlet given = RawGreenlet.of(_ -> waitToBeEnded());
        given.switchTo();
        to.add(given);
    }

    @Everywhere
    @Case("L85 gl/test_greenlet.py:465")
    void oneThatSwitchesAwayInsteadLivesOnWithTheParentItHad() throws InterruptedException {
        RawGreenlet hub = RawGreenlet.of("hub", _ -> "hub has run");
        RawGreenlet main = RawGreenlet.current();
        dropOneThatComesBack(hub, main);
        collectUntil(() -> seen.size() >= 2);
        assertThat(seen.getFirst()).isSameAs(main);
        RawGreenlet back = (RawGreenlet) seen.get(1);
        assertThat(back.parent()).isSameAs(hub);
        assertThat(back.isActive()).isTrue();
        assertThat(hub.isDead()).isTrue();
    }

    private void dropOneThatComesBack(RawGreenlet hub, RawGreenlet main) {
        RawGreenlet.of(_ -> {
            try {
                return main.switchTo();
            } catch (GreenletExit _) {
                seen.add(RawGreenlet.current().parent());
                seen.add(RawGreenlet.current());
                return hub.switchTo();
            }
        }, hub).switchTo();
    }
}
