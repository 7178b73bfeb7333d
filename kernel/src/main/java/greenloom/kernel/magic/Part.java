package greenloom.kernel.magic;

/** A stretch of a cell. */
sealed interface Part {

    /** Java, at its own lines: all else of the cell is blanked. */
    record Java(String code) implements Part {}

    /**
     * A magic on a line of its own.
     *
     * @param at where its first percent sign stands in the cell
     */
    record Line(int at, String name, String arguments) implements Part {}

    /**
     * A magic on the first line.
     *
     * @param body the cell with that line blanked
     */
    record Whole(int at, String name, String arguments, String body) implements Part {}
}
