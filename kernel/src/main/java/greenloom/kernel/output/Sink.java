package greenloom.kernel.output;

import greenloom.kernel.display.MimeBundle;
import java.util.List;
import java.util.Optional;

/** Where outputs go, in order, called by the output thread alone. May wait while the way is full. */
public interface Sink {

    /** Text of {@code stdout} or {@code stderr}. */
    void stream(Cell cell, String name, String text);

    /** Something to show; with an id it can be updated later. */
    void display(Cell cell, MimeBundle bundle, Optional<String> id);

    /** Shows something else wherever {@code id} is shown. */
    void update(Cell cell, MimeBundle bundle, String id);

    /** An error that the cell's code ended with after the cell itself. */
    void error(Cell cell, String name, String message, List<String> traceback);

    /** Takes away what the cell shows: at once, or when its next output comes. */
    void clear(Cell cell, boolean atNextOutput);
}
