package greenloom;

import greenloom.internal.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * How a generator's body is run: resumed with a value, an exception or a close, it comes back with a value, its end or an error. The seam behind
 * which a body may be stackful or compiled; who calls makes sure that one resumes at a time and none after the end.
 *
 * <p>An engine never refers to its {@link Generator}: that one may be dropped while the body waits at a yield, and then the body is closed.
 */
interface GeneratorEngine {
    /** How a body came back. */
    enum Step {
        YIELDED,
        RETURNED,
        FAILED
    }

    /**
     * Resumes the body, or begins it.
     *
     * @param sent the value of its yield
     * @param thrown if not null, is thrown at its yield instead; never given to a body that has not begun
     */
    Step resume(@Nullable Object sent, @Nullable Throwable thrown);

    /** What the body yielded or returned, or what it failed with, once after each step. */
    @Nullable Object takeResult();

    /** Where the generator stands: each step says at once where it will stand at rest. */
    Standing standing();

    /** Where the generator stands, as everybody is told. */
    Generator.State state();

    /** If another runs the body as a part of its own and does not do so now: has that be over. Answers whether it was so. */
    boolean leaveChain();

    /** Whom the body delegates to, or null. Only while it is suspended. */
    @Nullable Generator<?, ?, ?> delegate();

    /** Whether something is left to be done, the body's {@code finally} blocks perhaps, if it never goes on. Only while it is suspended. */
    boolean isLeftUndone();

    /** The line at which the body is suspended, or 0 if that is not known. */
    int line();

    /** The loop on which the body ran last, or null. Only while it is suspended. */
    @Nullable Scheduler loop();

    /** How the body is run and why, for people. */
    String explain();
}
