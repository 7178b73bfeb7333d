package greenloom;

import org.jspecify.annotations.Nullable;

/**
 * How a generator's body is run: resumed with a value or an exception, it comes back with a value, its end or an error. The seam behind which a
 * body may be stackful or compiled; who calls makes sure that one resumes at a time and none after the end.
 */
interface GeneratorEngine {
    /** How a body came back. */
    enum Step {
        YIELDED,
        RETURNED,
        FAILED
    }

    /** Resumes the body, or begins it; {@code sent} is the value of its yield. */
    Step send(@Nullable Object sent);

    /** Resumes the body by throwing {@code thrown} at its yield. Never called on a body that has not begun. */
    Step throwInto(Throwable thrown);

    /** What the body yielded or returned, once, after a step that says so. */
    @Nullable Object takeValue();

    /** What the body failed with, once, after a step that says so. */
    Throwable takeError();

    /** Whom the body delegates to now, or null. */
    @Nullable Generator<?, ?, ?> delegate();
}
