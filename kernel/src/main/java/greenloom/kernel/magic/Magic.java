package greenloom.kernel.magic;

/** A command to the kernel, as IPython's magics. One class each; {@link Magics} knows them all. */
public sealed interface Magic permits LineMagic, CellMagic {

    /** What follows the percent signs: letters, digits and underscores. */
    String name();

    /** The arguments, as a usage line shows them: {@code home|running|both|auto}; empty if there are none. */
    String arguments();

    /** What it does, in one sentence. */
    String summary();
}
