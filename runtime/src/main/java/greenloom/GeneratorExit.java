package greenloom;

/**
 * Thrown at the yield of a generator that is being closed; an {@link Error}, so that {@code catch (Exception e)} does not swallow it. Python's
 * {@code GeneratorExit}.
 */
public final class GeneratorExit extends Error {
    private final boolean isOfClose;

    /** Makes one. */
    public GeneratorExit() {
        this(false);
    }

    private GeneratorExit(boolean isOfClose) {
        super("the generator is being closed");
        this.isOfClose = isOfClose;
    }

    /** What {@code close()} throws in. */
    static GeneratorExit ofClose() {
        return new GeneratorExit(true);
    }

    /** Whether nobody has thrown it but a {@code close()}: then its trace tells nothing. */
    static boolean isOfClose(Throwable thrown) {
        return thrown instanceof GeneratorExit exit && exit.isOfClose;
    }
}
