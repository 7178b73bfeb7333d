package greenloom.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Generator;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A suspended compiled generator keeps what its body will need, and nothing else. */
@Timeout(60)
class KeptAliveTest {
    private static final String NAME = "greenloom.weaving.Keeping";
    private static final String SOURCE = """
            package greenloom.weaving;
            import greenloom.*;
            import java.lang.ref.WeakReference;
            import java.util.List;
            public final class Keeping {
                static Generator<Object, Object, ?> dead(List<Object> log) {
                    return Async.generator(co -> { Object o = new byte[1000]; co.yield(new WeakReference<>(o)); co.yield(2); });
                }
                static Generator<Object, Object, ?> needed(List<Object> log) {
                    return Async.generator(co -> { Object o = new byte[1000]; co.yield(new WeakReference<>(o)); co.yield(o.hashCode()); });
                }
                static Generator<Object, Object, ?> noMore(List<Object> log) {
                    return Async.generator(co -> {
                        Object o = new byte[1000];
                        co.yield(1);
                        co.yield(new WeakReference<>(o));
                        co.yield(3);
                    });
                }
            }
            """;

    private static Generator<Object, Object, ?> make(String name) throws ReflectiveOperationException {
        Class<?> woven = new Loader(InMemory.compile(NAME, SOURCE), true).loadClass(NAME);
        Generator<Object, Object, ?> made = Drive.make(woven, name);
        assertThat(made.explain()).contains("is compiled");
        return made;
    }

    private static void collect(WeakReference<?> reference) throws InterruptedException {
        while (reference.get() != null) {
            System.gc();
            Thread.sleep(1);
        }
    }

    @Test
    void whatItNeedsNoMoreIsCollected() throws Exception {
        Generator<Object, Object, ?> generator = make("dead");
        collect((WeakReference<?>) generator.next());
        assertThat(generator.next()).isEqualTo(2);
    }

    @Test
    void whatItNeededAtAnEarlierYieldIsCollected() throws Exception {
        Generator<Object, Object, ?> generator = make("noMore");
        generator.next();
        collect((WeakReference<?>) generator.next());
        assertThat(generator.next()).isEqualTo(3);
    }

    @Test
    void whatItWillNeedStays() throws Exception {
        Generator<Object, Object, ?> generator = make("needed");
        WeakReference<?> needed = (WeakReference<?>) generator.next();
        WeakReference<Object> other = new WeakReference<>(new Object());
        collect(other);
        assertThat(needed.get()).isNotNull();
        assertThat(generator.next()).isInstanceOf(Integer.class);
    }
}
