package greenloom.differential;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of a generator's body, in a small language that can be written in Python as well as in Java. */
sealed interface Statement {
    /** Tells that it was here. */
    record Say(int id) implements Statement {}

    /** Yields a value and tells what it is sent. */
    record Yield(@Nullable Integer value) implements Statement {}

    /** Delegates to a new generator with a body of the program's, and tells its value. */
    record Delegate(int body) implements Statement {}

    /** Delegates to one of the program's generators, perhaps itself, and tells its value. */
    record DelegateShared(int generator) implements Statement {}

    /** Resumes one of the program's generators, perhaps itself, and tells what comes of it. */
    record NextShared(int generator) implements Statement {}

    record Raise(Kind kind) implements Statement {}

    record Return(@Nullable Integer value) implements Statement {}

    record Repeat(int times, List<Statement> body) implements Statement {}

    /** Tells what it catches. */
    record TryExcept(List<Statement> body, Kind caught, int id, List<Statement> handler) implements Statement {}

    /** Raises again what the enclosing handler with that id has caught. */
    record Reraise(int id) implements Statement {}

    record TryFinally(List<Statement> body, List<Statement> last) implements Statement {}
}
