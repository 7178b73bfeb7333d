package greenloom.kernel.repl;

import java.util.ArrayList;
import java.util.List;

/** One piece that JShell compiles: what its callbacks, which come on the same thread, are told. */
final class Evaluation {
    static final ScopedValue<Evaluation> CURRENT = ScopedValue.newInstance();

    private final List<Ready.Call> calls = new ArrayList<>();
    private final List<String> classes = new ArrayList<>();
    private final List<String> redefined = new ArrayList<>();

    /** JShell wants a method to be run. It is, when all of the cell is compiled. */
    void call(String className, String methodName) {
        calls.add(new Ready.Call(className, methodName, null));
    }

    List<Ready.Call> calls() {
        return calls;
    }

    /** JShell has compiled a class. */
    void loaded(String className) {
        classes.add(className);
    }

    /** JShell has compiled a class anew, and it has its new code already. */
    void redefined(String className) {
        redefined.add(className);
    }

    List<String> redefined() {
        return redefined;
    }

    List<String> classes() {
        return classes;
    }
}
