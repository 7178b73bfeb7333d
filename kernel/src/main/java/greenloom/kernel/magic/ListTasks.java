package greenloom.kernel.magic;

import greenloom.Tasks;
import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.LiveGreenlet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code %tasks}: a table of the greenlets that live. */
public record ListTasks(Evaluator evaluator) implements LineMagic {
    private static final List<String> HEADING = List.of("Id", "Name", "State", "Cell", "Age", "Waits for");

    @Override
    public String name() {
        return "tasks";
    }

    @Override
    public String arguments() {
        return "";
    }

    @Override
    public String summary() {
        return "Shows a table of the greenlets that live: by which cell, for how long, and what they wait for.";
    }

    @Override
    public Optional<MimeBundle> run(MagicCall call) {
        List<LiveGreenlet> all = evaluator.greenlets();
        call.out().accept(all.isEmpty() ? "No greenlet lives.\n"
                : Table.of(Stream.concat(Stream.of(HEADING), all.stream().map(ListTasks::row)).toList()));
        return Optional.empty();
    }

    private static List<String> row(LiveGreenlet greenlet) {
        Tasks.Task task = greenlet.task();
        return List.of(String.valueOf(task.id()), task.name(), task.state().name().toLowerCase(Locale.ROOT),
                text(task.cell()), String.format(Locale.ROOT, "%.1f s", task.age()), text(task.waitsFor()));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
