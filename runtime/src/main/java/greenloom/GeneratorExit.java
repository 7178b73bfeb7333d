package greenloom;

/**
 * Thrown at the yield of a generator that is being closed; an {@link Error}, so that {@code catch (Exception e)} does not swallow it. Python's
 * {@code GeneratorExit}.
 */
public final class GeneratorExit extends Error {
    /** Makes one. */
    public GeneratorExit() {
        super("the generator is being closed");
    }
}
