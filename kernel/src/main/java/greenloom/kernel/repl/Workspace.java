package greenloom.kernel.repl;

import greenloom.kernel.output.Cell;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What a notebook has declared, and its class path. Every method may be called by any thread, while no cell runs. */
public interface Workspace {

    /** What something declared is. */
    enum Kind {
        VARIABLE, METHOD, TYPE
    }

    /**
     * Something declared.
     *
     * @param name of a method with its parameters' types
     * @param type of a variable, or what a method returns; empty for a type
     * @param value of a variable, as a result would be shown; empty for all else
     */
    record Declaration(Kind kind, String name, String type, String value) {
    }

    /** All that counts now, by their names; what values print is shown at the cell that asks. */
    List<Declaration> declarations(Cell asking) throws InterruptedException;

    /** Forgets what these names stand for: variables, methods and types alike. Returns the names that stand for nothing. */
    Set<String> forget(Collection<String> names);

    /** Forgets all that is declared. Imports and the class path stay. */
    void forgetAll();

    /** What was added to the class path, in its order. */
    List<Path> classPath();

    /** Adds jars and directories of classes. Variables keep their values. */
    void addToClassPath(Collection<Path> entries);
}
