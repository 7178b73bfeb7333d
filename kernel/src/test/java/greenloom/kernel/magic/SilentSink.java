package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Sink;
import java.util.List;
import java.util.Optional;

/** Takes outputs and forgets them. */
final class SilentSink implements Sink {
    @Override
    public void stream(Cell cell, String name, String text) {}

    @Override
    public void display(Cell cell, MimeBundle bundle, Optional<String> id) {}

    @Override
    public void update(Cell cell, MimeBundle bundle, String id) {}

    @Override
    public void error(Cell cell, String name, String message, List<String> traceback) {}

    @Override
    public void clear(Cell cell, boolean atNextOutput) {}
}
