package greenloom.kernel.repl;

import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;

/** A method was called that needs what no cell has declared yet. */
final class Undeclared extends Error {

    Undeclared(String message, StackTraceElement[] where) {
        super(message, null, false, true);
        setStackTrace(where);
    }

    static Undeclared of(JShell shell, DeclarationSnippet caller, Throwable original) {
        String missing = shell.unresolvedDependencies(caller).collect(Collectors.joining(", "));
        return new Undeclared(caller.name() + " needs what is not declared yet: " + missing, original.getStackTrace());
    }
}
