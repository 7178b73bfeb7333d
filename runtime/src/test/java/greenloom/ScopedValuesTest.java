package greenloom;

import static greenloom.Async.await;
import static greenloom.Async.generator;
import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.toThread;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Scoped values follow work to where it runs, as context variables do in asyncio. */
class ScopedValuesTest {
    private static final ScopedValue<String> USER = ScopedValue.newInstance();

    @Test
    void aGreenletHasThoseOfItsSpawnAlsoWhenTheScopeHasEnded() {
        EventLoop.run(() -> {
            Greenlet<String> task = ScopedValue.where(USER, "ada").call(() -> spawn(() -> {
                sleep(0);
                return USER.get();
            }));
            assertThat(USER.isBound()).isFalse();
            assertThat(task.get()).isEqualTo("ada");
        });
    }

    @Test
    void eachGreenletHasItsOwn() {
        EventLoop.run(() -> {
            Greenlet<String> ada = ScopedValue.where(USER, "ada").call(() -> spawn(ScopedValuesTest::userAfterAWait));
            Greenlet<String> grace = ScopedValue.where(USER, "grace")
                    .call(() -> spawn(ScopedValuesTest::userAfterAWait));
            Greenlet<String> nobody = spawn(ScopedValuesTest::userAfterAWait);
            assertThat(Async.gather(ada, grace, nobody)).containsExactly("ada", "grace", "nobody");
        });
    }

    @Test
    void theyFollowToThreadsAndIntoGrandchildren() {
        EventLoop.run(() -> ScopedValue.where(USER, "ada").run(() -> {
            assertThat(await(toThread(() -> USER.orElse("nobody")))).isEqualTo("ada");
            assertThat(spawn(() -> spawn(ScopedValuesTest::userAfterAWait).get()).get()).isEqualTo("ada");
        }));
    }

    @Test
    void aGeneratorDoesNotSeeThoseOfItsConsumer() {
        EventLoop.run(() -> {
            Generator<String, Object, ?> users = generator(co -> co.yield(USER.orElse("nobody")));
            assertThat(ScopedValue.where(USER, "grace").call(users::next)).isEqualTo("nobody");
        });
    }

    private static String userAfterAWait() {
        sleep(0);
        return USER.orElse("nobody");
    }
}
