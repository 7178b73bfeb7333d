package greenloom.kernel.repl;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs what a cell was compiled to. */
final class Invoker {
    private final CellLoader loader;
    private final Variables variables;

    Invoker(CellLoader loader, Variables variables) {
        this.loader = loader;
        this.variables = variables;
    }

    /** Defines and weaves the classes of a piece: not on the greenlet, where others would wait for it. */
    void prepare(Ready.Program ready) {
        for (String name : ready.classes()) {
            try {
                loader.loadClass(name);
            } catch (ClassNotFoundException | LinkageError e) {
                // Whoever needs it will be told.
            }
        }
    }

    /** On the cell's greenlet, without a stop in between: only the user's code itself may wait. */
    @Nullable Object run(Ready.Program ready, Changes changes) throws Throwable {
        variables.begin(ready.holders(), changes);
        ready.redefined().forEach(changes::redefined);
        Object result = null;
        for (Ready.Call call : ready.calls()) {
            Object value = run(call);
            result = call == ready.result() ? value : result;
        }
        return result;
    }

    private @Nullable Object run(Ready.Call call) throws Throwable {
        Class<?> type = loader.loadClass(call.className());
        Method method = type.getDeclaredMethod(call.methodName());
        method.setAccessible(true);
        try {
            Object returned = method.invoke(null);
            return call.field() == null ? returned : take(type, call.field());
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNullElse(e.getCause(), e);
        }
    }

    /** Takes the value out, so that the class does not keep it. */
    private static @Nullable Object take(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        Object value = field.get(null);
        field.set(null, null);
        return value;
    }
}
