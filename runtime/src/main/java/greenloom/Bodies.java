package greenloom;

import greenloom.internal.woven.Compiled;
import greenloom.internal.woven.Stackful;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells which bodies of generators the weaver has compiled, and why it has not compiled others. */
final class Bodies {
    /** Either kind of body. */
    @FunctionalInterface
    interface Runner {
        @Nullable Object run(Yielder<@Nullable Object, @Nullable Object> co) throws Exception;
    }

    /** The class that holds the code of a body, as far as its marks count: that of {@code run} itself, not of one that calls it. */
    private static final ClassValue<List<Class<?>>> MARKS = new ClassValue<>() {
        @Override
        protected List<Class<?>> computeValue(Class<?> type) {
            return List.of(ofRun(type).getInterfaces());
        }
    };

    private Bodies() {}

    @SuppressWarnings("unchecked") // It is given what it takes: only its generator hands out and in, and knows the types.
    static GeneratorEngine engineOf(String name, Generator.Body<?, ?> body) {
        var typed = (Generator.Body<@Nullable Object, @Nullable Object>) body;
        if (isCompiled(body)) {
            return new CompiledEngine(typed, null);
        }
        return new StackfulEngine(name, co -> {
            typed.run(co);
            return null;
        }, reason(body));
    }

    @SuppressWarnings("unchecked") // As above.
    static GeneratorEngine engineOfReturning(String name, Generator.ReturningBody<?, ?, ?> body) {
        var typed = (Generator.ReturningBody<@Nullable Object, @Nullable Object, @Nullable Object>) body;
        return isCompiled(body) ? new CompiledEngine(null, typed) : new StackfulEngine(name, typed::run, reason(body));
    }

    private static boolean isCompiled(Object body) {
        return body instanceof Compiled && MARKS.get(body.getClass()).contains(Compiled.class);
    }

    private static Class<?> ofRun(Class<?> type) {
        Class<?> declaring = type;
        while (declaring != null && Arrays.stream(declaring.getDeclaredMethods()).noneMatch(
                method -> method.getName().equals("run") && method.getParameterCount() == 1
                        && method.getParameterTypes()[0] == Yielder.class)) {
            declaring = declaring.getSuperclass();
        }
        return declaring == null ? Object.class : declaring;
    }

    private static String reason(Object body) {
        return switch (body) {
            case Stackful.Escapes _ ->
                "its body uses its Yielder for more than to yield (gives it to a method or a lambda, or keeps it), so it may yield from any depth of calls";
            case Stackful.Locks _ -> "its body holds a lock while it yields";
            case Stackful.TooLong _ -> "its body is so long that the JVM would not compile it";
            case Stackful _ -> "its body keeps something over a yield that can only be kept on a stack";
            default ->
                "the weaver has not seen its body as one: it sees lambdas, references to methods of the same class, and classes with a run method, in "
                        + "notebooks and in programs started with -javaagent:greenloom-runtime.jar";
        };
    }
}
