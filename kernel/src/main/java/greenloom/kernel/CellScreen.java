package greenloom.kernel;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.display.Screen;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.output.Prompter;
import java.util.Optional;

/** The screen of whatever cell the caller works for. */
record CellScreen(Outputs outputs, Prompter prompter) implements Screen {

    private Cell cell() {
        Cell cell = outputs.current();
        if (cell == null) {
            throw new IllegalStateException("There is no cell yet to show this at");
        }
        return cell;
    }

    @Override
    public void show(MimeBundle bundle, Optional<String> id) {
        outputs.display(cell(), bundle, id);
    }

    @Override
    public void update(MimeBundle bundle, String id) {
        outputs.update(cell(), bundle, id);
    }

    @Override
    public void clear(boolean atNextOutput) {
        outputs.clear(cell(), atNextOutput);
    }

    @Override
    public String ask(String prompt, boolean password) throws InterruptedException {
        return prompter.ask(cell(), prompt, password);
    }
}
