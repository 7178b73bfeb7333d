package greenloom.weaving;

import greenloom.Generator;
import greenloom.GeneratorExit;
import greenloom.StopIteration;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a generator and does to it what a seed says; tells all that came of it. */
final class Drive {
    private static final int MOST_STEPS = 12;

    private final List<Object> log = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private final Random random;

    private Drive(long seed) {
        this.random = new Random(seed);
    }

    /** The trace of the generator that the static method {@code name} of {@code type} makes. */
    static List<String> run(Class<?> type, String name, long seed) throws ReflectiveOperationException {
        return new Drive(seed).run(type, name);
    }

    static Generator<Object, Object, ?> make(Class<?> type, String name) throws ReflectiveOperationException {
        return make(type, name, new ArrayList<>());
    }

    @SuppressWarnings("unchecked") // So it is declared there.
    private static Generator<Object, Object, ?> make(Class<?> type, String name, List<Object> log)
            throws ReflectiveOperationException {
        Method method = type.getDeclaredMethod(name, List.class);
        method.setAccessible(true);
        return (Generator<Object, Object, ?>) method.invoke(null, log);
    }

    private List<String> run(Class<?> type, String name) throws ReflectiveOperationException {
        Generator<Object, Object, ?> generator = make(type, name, log);
        int steps = 1 + random.nextInt(MOST_STEPS);
        for (int i = 0; i < steps; i++) {
            step(generator);
            trace.add(generator.state() + " " + log);
        }
        tell("close", () -> {
            generator.close();
            return generator.returnValue();
        });
        trace.add(generator.state() + " " + log);
        return trace;
    }

    private void step(Generator<Object, Object, ?> generator) {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> tell("next", generator::next);
            case 4, 5, 6 -> {
                Object value = value();
                tell("send " + value, () -> generator.send(value));
            }
            case 7, 8 -> {
                Throwable thrown = thrown();
                tell("throw " + thrown, () -> generator.throwInto(thrown));
            }
            default -> tell("close", () -> {
                generator.close();
                return generator.returnValue();
            });
        }
    }

    private @Nullable Object value() {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> "text";
            default -> random.nextInt(4);
        };
    }

    private Throwable thrown() {
        return switch (random.nextInt(5)) {
            case 0 -> new IllegalStateException("thrown in");
            case 1 -> new IllegalArgumentException("thrown in");
            case 2 -> new GeneratorExit();
            case 3 -> new StopIteration("value");
            default -> new AssertionError("thrown in");
        };
    }

    private void tell(String what, Callable<?> call) {
        String outcome;
        try {
            outcome = String.valueOf(call.call());
        } catch (Throwable thrown) {
            outcome = describe(thrown);
        }
        trace.add(what + " -> " + outcome);
    }

    /** With the lines of the body that its trace names, each once: nobody shall see the machinery, or a frame twice. */
    private static String describe(Throwable thrown) {
        String lines = Arrays.stream(thrown.getStackTrace())
                .filter(frame -> (frame.getClassName().startsWith("greenloom.weaving.") && !isTest(frame))
                        || frame.getClassName().startsWith("greenloom.internal."))
                .map(frame -> frame.getMethodName() + ":" + frame.getLineNumber())
                .collect(Collectors.joining(" "));
        String cause = thrown.getCause() == null ? "" : " from " + describe(thrown.getCause());
        return thrown.getClass().getSimpleName() + " " + thrown.getMessage() + " at " + lines + cause
                + (thrown instanceof StopIteration end ? " with " + end.value() : "");
    }

    private static boolean isTest(StackTraceElement frame) {
        return frame.getClassName().startsWith(Drive.class.getName())
                || frame.getClassName().endsWith("Test");
    }
}
