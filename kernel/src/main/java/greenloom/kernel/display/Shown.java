package greenloom.kernel.display;

/**
 * Something that is shown, and may become something else.
 *
 * @param id by which the front end knows it
 */
public record Shown(String id) {

    /** Shows {@code value} instead. */
    public void update(Object value) {
        Display.updateDisplay(id, value);
    }
}
