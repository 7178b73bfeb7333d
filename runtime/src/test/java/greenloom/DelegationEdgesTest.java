package greenloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import greenloom.internal.Sneaky;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes out of a generator that delegates, for each way in which the inner one takes what is thrown in. */
class DelegationEdgesTest {
    private static final String RETURNED = "returned";

    /** What the inner generator does with what is thrown in at its first yield. */
    enum Inner {
        LETS_PASS,
        RAISES,
        YIELDS,
        RETURNS
    }

    private static Throwable exception(String name) {
        return switch (name) {
            case "GeneratorExit" -> new GeneratorExit();
            case "StopIteration" -> new StopIteration(null);
            case "Error" -> new Error("base");
            case "Exception" -> new Exception("plain");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Generator<Integer, Integer, String> inner(Inner kind, Throwable raised) {
        return Generator.returning(co -> {
            try {
                co.yield(1);
                co.yield(2);
            } catch (Throwable thrown) {
                switch (kind) {
                    case LETS_PASS -> throw thrown;
                    case RAISES -> throw Sneaky.rethrow(raised);
                    case YIELDS -> {
                        co.yield(2);
                        throw thrown;
                    }
                    case RETURNS -> {}
                }
            }
            return RETURNED;
        });
    }

    private record Outcome(Throwable raised, Throwable thrown) {
        String of(Throwable caught) {
            if (caught == raised) {
                return "raised";
            }
            if (caught == thrown) {
                return "thrown";
            }
            if (caught instanceof StopIteration end) {
                return "StopIteration(" + end.value() + ")";
            }
            String sentence = String.valueOf(caught.getMessage()).split(":", 2)[0];
            return caught.getCause() == null ? sentence : sentence + " from " + of(caught.getCause());
        }
    }

    private static String tell(Generator<Integer, Integer, String> outer, String action, Outcome outcome) {
        Integer[] yielded = new Integer[1];
        Throwable caught = catchThrowable(() -> {
            if (action.equals("close")) {
                outer.close();
            } else {
                yielded[0] = outer.throwInto(outcome.thrown());
            }
        });
        if (caught == null && yielded[0] != null) {
            return yielded[0] + ", then " + outcome.of(catchThrowable(outer::next));
        }
        return caught == null ? "closed" : outcome.of(caught);
    }

    @ParameterizedTest(name = "{0}: inner {1} {2}, {3}")
    @Case("py/test_yield_from.py:1066-1581")
    @CsvSource(delimiter = '|', textBlock = """
            G300 | LETS_PASS | -             | close         | closed
            G301 | LETS_PASS | -             | GeneratorExit | thrown
            G302 | LETS_PASS | -             | StopIteration | generator raised StopIteration from thrown
            G303 | LETS_PASS | -             | Error         | thrown
            G304 | LETS_PASS | -             | Exception     | thrown
            G310 | RAISES    | GeneratorExit | close         | closed
            G311 | RAISES    | GeneratorExit | GeneratorExit | thrown
            G312 | RAISES    | GeneratorExit | StopIteration | raised
            G313 | RAISES    | GeneratorExit | Error         | raised
            G314 | RAISES    | GeneratorExit | Exception     | raised
            G320 | RAISES    | StopIteration | close         | generator raised StopIteration from raised
            G321 | RAISES    | StopIteration | GeneratorExit | generator raised StopIteration from raised
            G322 | RAISES    | StopIteration | StopIteration | generator raised StopIteration from raised
            G323 | RAISES    | StopIteration | Error         | generator raised StopIteration from raised
            G324 | RAISES    | StopIteration | Exception     | generator raised StopIteration from raised
            G330 | RAISES    | Error         | close         | raised
            G331 | RAISES    | Error         | GeneratorExit | raised
            G332 | RAISES    | Error         | StopIteration | raised
            G333 | RAISES    | Error         | Error         | raised
            G334 | RAISES    | Error         | Exception     | raised
            G340 | RAISES    | Exception     | close         | raised
            G341 | RAISES    | Exception     | GeneratorExit | raised
            G342 | RAISES    | Exception     | StopIteration | raised
            G343 | RAISES    | Exception     | Error         | raised
            G344 | RAISES    | Exception     | Exception     | raised
            G350 | YIELDS    | -             | close         | generator ignored GeneratorExit
            G351 | YIELDS    | -             | GeneratorExit | generator ignored GeneratorExit
            G352 | YIELDS    | -             | StopIteration | 2, then generator raised StopIteration from thrown
            G353 | YIELDS    | -             | Error         | 2, then thrown
            G354 | YIELDS    | -             | Exception     | 2, then thrown
            G360 | RETURNS   | -             | close         | closed
            G361 | RETURNS   | -             | GeneratorExit | thrown
            G362 | RETURNS   | -             | StopIteration | StopIteration(returned)
            G363 | RETURNS   | -             | Error         | StopIteration(returned)
            G364 | RETURNS   | -             | Exception     | StopIteration(returned)
            """)
    void theOuterOneTellsWhatTheInnerOneDid(String id, Inner kind, String raised, String action, String expected) {
        Outcome outcome = new Outcome(exception(raised.equals("-") ? "Error" : raised),
                exception(action.equals("close") ? "Error" : action));
        Generator<Integer, Integer, String> outer = Generator
                .returning(co -> co.yieldFrom(inner(kind, outcome.raised())));
        assertThat(outer.next()).isEqualTo(1);
        assertThat(tell(outer, action, outcome)).as(id).isEqualTo(expected);
        assertThat(catchThrowable(outer::next)).isInstanceOfSatisfying(StopIteration.class,
                end -> assertThat(end.value()).isNull());
    }
}
