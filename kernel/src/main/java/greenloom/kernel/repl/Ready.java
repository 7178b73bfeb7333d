package greenloom.kernel.repl;

import java.util.List;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/** What a piece was compiled to. */
sealed interface Ready {

    /**
     * Something to run; nothing of it has run yet.
     *
     * @param calls in their order; none for an import, a method, a type
     * @param result the call that computes the piece's value, null if it has none
     * @param classes what it was compiled to
     * @param redefined the classes that got new code while their instances live
     * @param declared what JShell keeps of it
     */
    record Program(Piece piece, List<Call> calls, @Nullable Call result, List<String> classes, List<String> redefined,
            List<Declared> declared) implements Ready {
        /** The classes of JShell's that hold variables, to take over the values of those before them. */
        List<String> holders() {
            return classes.stream().filter(name -> name.startsWith(Names.WRAPPER) && !Names.isInner(name)).toList();
        }
    }

    /** It cannot be compiled. */
    record Rejected(List<Problem> problems) implements Ready {
    }

    /**
     * A static method without parameters.
     *
     * @param field where it leaves its value; null if it returns it
     */
    record Call(String className, String methodName, @Nullable String field) {
    }

    /** A variable that a piece declares, and the one of the same name that it takes the place of. */
    record Declared(Snippet variable, @Nullable Snippet before) {
    }
}
