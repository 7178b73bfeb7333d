package greenloom.kernel.display;

import java.util.Optional;

/** Where the current cell shows things and asks its user; what the kernel gives to {@link Screens}. */
public interface Screen {

    /** Shows {@code bundle}; with an id it can be updated later. */
    void show(MimeBundle bundle, Optional<String> id);

    /** Shows {@code bundle} instead, wherever {@code id} is shown. */
    void update(MimeBundle bundle, String id);

    /** Takes away what the cell shows: at once, or when its next output comes. */
    void clear(boolean atNextOutput);

    /** Asks the user for a line. */
    String ask(String prompt, boolean password) throws InterruptedException;
}
