package greenloom.kernel.repl;

import greenloom.kernel.display.MimeBundle;
import java.util.function.Consumer;

/**
 * A value that is under way: a greenlet, a generator, a future. It is asked whether it has ended and does not tell by
 * itself: futures cannot, and a greenlet that someone listens to counts as one whose failure will be heard of.
 */
public interface Live {
    /** Where the value stands. */
    enum State {
        /** It may still end. */
        UNDER_WAY,
        /** It has ended. */
        ENDED,
        /** Nobody has it any more: it will never end. */
        GONE
    }

    /** Where it stands now. Any thread. */
    State state();

    /** Gives {@code to} what to show of it now: user code says what that is, so on a greenlet of its cell, soon. Any thread. */
    void render(Consumer<MimeBundle> to);
}
