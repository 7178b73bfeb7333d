package greenloom.kernel.repl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows an exception of user code: what it is, and each line of the notebook that it came through. */
final class Tracebacks {
    private static final int SHOWN_AT_TOP = 10;
    private static final int SHOWN_AT_BOTTOM = 4;

    private final Places places;

    Tracebacks(Places places) {
        this.places = places;
    }

    Outcome.Failed show(Throwable error) {
        List<String> lines = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        String introduction = "";
        for (Throwable each = error; each != null && seen.add(each); each = each.getCause()) {
            lines.addAll(show(each, introduction));
            introduction = "caused by ";
        }
        return new Outcome.Failed(simpleName(error), message(error), lines);
    }

    private List<String> show(Throwable error, String introduction) {
        String message = message(error);
        List<String> lines = new ArrayList<>();
        lines.add(introduction + Ansi.red(name(error)) + (message.isEmpty() ? "" : ": " + message));
        List<StackTraceElement> frames = Arrays.stream(error.getStackTrace()).filter(this::isUsers).toList();
        int cut = frames.size() - SHOWN_AT_TOP - SHOWN_AT_BOTTOM;
        if (cut > 1) {
            frames.subList(0, SHOWN_AT_TOP).forEach(frame -> show(frame, lines));
            lines.add(Ansi.faint("  ... " + cut + " more ..."));
            frames.subList(SHOWN_AT_TOP + cut, frames.size()).forEach(frame -> show(frame, lines));
        } else {
            frames.forEach(frame -> show(frame, lines));
        }
        return lines;
    }

    private boolean isUsers(StackTraceElement frame) {
        return Names.isUsers(frame.getClassName()) && places.cell(frame.getFileName()) != null;
    }

    private void show(StackTraceElement frame, List<String> lines) {
        CellText cell = places.cell(frame.getFileName());
        if (cell != null) {
            int line = frame.getLineNumber();
            lines.add("  " + Ansi.green(cell.label()) + ", line " + line + where(frame));
            lines.add(Ansi.red("----> " + line) + " " + cell.line(line).stripTrailing());
        }
    }

    private static String where(StackTraceElement frame) {
        String type = Names.clean(frame.getClassName()).replace('$', '.');
        String method = Names.method(frame.getMethodName());
        return type.isEmpty() && method.isEmpty() ? ""
                : ", in " + type + (type.isEmpty() || method.isEmpty() ? "" : ".") + method;
    }

    private static String name(Throwable error) {
        String name = error instanceof Interrupted ? simpleName(error) : Names.clean(error.getClass().getName());
        return name.replaceFirst("^java\\.lang\\.(?=[^.]+$)", "").replace('$', '.');
    }

    private static String simpleName(Throwable error) {
        String name = error.getClass().getSimpleName();
        return name.isEmpty() ? Names.clean(error.getClass().getName()) : name;
    }

    /** An exception's message may be user code, which may fail in its turn. */
    private static String message(Throwable error) {
        try {
            @Nullable String message = error.getLocalizedMessage();
            return message == null ? "" : Names.clean(message);
        } catch (Exception | StackOverflowError | LinkageError e) {
            return "(its getMessage() failed with " + e.getClass().getSimpleName() + ")";
        }
    }
}
