package greenloom.kernel.output;

/**
 * One execution of one cell: what outputs, errors and questions to the user belong to. Lives as long as any greenlet or
 * thread that it spawned. Its identity counts: the same source executed twice is two cells.
 */
public final class Cell {
    private final int number;
    private final String id;
    private final boolean silent;
    private final boolean allowsInput;
    private final boolean showsLate;
    private final String subshell;
    private final Object origin;
    final CellOutput output = new CellOutput();

    /** A cell of the main shell about to run; see {@link #Cell(int, String, boolean, boolean, boolean, String, Object)}. */
    public Cell(int number, String id, boolean silent, boolean allowsInput, boolean showsLate, Object origin) {
        this(number, id, silent, allowsInput, showsLate, "", origin);
    }

    /**
     * A cell about to run.
     *
     * @param number the execution count, the n of {@code In [n]}
     * @param id the front end's id of the cell where it sends one, else the request's
     * @param silent whether nothing of it is to be published
     * @param allowsInput whether the front end answers input requests
     * @param showsLate whether the front end shows at the cell what comes after its end
     * @param subshell the id of the subshell that runs it, empty for the main shell
     * @param origin who asked; opaque to all but the session
     */
    public Cell(int number, String id, boolean silent, boolean allowsInput, boolean showsLate, String subshell,
            Object origin) {
        this.number = number;
        this.id = id;
        this.silent = silent;
        this.allowsInput = allowsInput;
        this.showsLate = showsLate;
        this.subshell = subshell;
        this.origin = origin;
    }

    /** A cell that no front end asked for: tests, training, start-up code. */
    public static Cell detached(int number) {
        return new Cell(number, "detached-" + number, false, false, true, "detached");
    }

    public int number() {
        return number;
    }

    public String id() {
        return id;
    }

    public boolean silent() {
        return silent;
    }

    public boolean allowsInput() {
        return allowsInput;
    }

    public boolean showsLate() {
        return showsLate;
    }

    public String subshell() {
        return subshell;
    }

    public Object origin() {
        return origin;
    }

    @Override
    public String toString() {
        return "In[" + number + "]";
    }
}
