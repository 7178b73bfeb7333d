package greenloom;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All errors of a {@link TaskGroup}, in the order in which they happened. Thrown in the group's body as soon as the first child fails, and at its
 * end. {@code ExceptionGroup}.
 */
public final class TaskGroupException extends AsyncException {
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();

    TaskGroupException() {
        super("unhandled errors in a TaskGroup", null);
    }

    void add(Throwable error) {
        errors.add(error);
        addSuppressed(error);
    }

    /** Another one with the same errors. */
    TaskGroupException copy() {
        TaskGroupException same = new TaskGroupException();
        errors.forEach(same::add);
        return same;
    }

    /** The errors; complete once the group is closed. */
    public List<Throwable> errors() {
        return List.copyOf(errors);
    }

    @Override
    public String getMessage() {
        return super.getMessage() + " (" + errors.size() + (errors.size() == 1 ? " error: " : " errors: ")
                + String.join(", ", errors.stream().map(Throwable::toString).toList()) + ")";
    }
}
