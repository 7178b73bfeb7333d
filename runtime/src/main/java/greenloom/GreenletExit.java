package greenloom;

/**
 * Ends a greenlet quietly: thrown into it by {@link Greenlet#kill()}; an {@link Error}, so that {@code catch (Exception e)} does not swallow it.
 * {@code greenlet.GreenletExit}.
 */
public class GreenletExit extends Error {
    /** Makes one without a message. */
    public GreenletExit() {}

    /**
     * Makes one that says why.
     *
     * @param message why the greenlet shall end
     */
    public GreenletExit(String message) {
        super(message);
    }
}
