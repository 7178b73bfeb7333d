package greenloom.kernel.repl;

import greenloom.internal.Trails;
import greenloom.internal.Trails.Trail;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows an exception of user code: what it is, each line of the notebook that it came through, and what is behind it. */
final class Tracebacks {
    private static final int SHOWN_AT_TOP = 16;
    private static final int SHOWN_AT_BOTTOM = 6;
    private static final int SHOWN_OF_WAY = 6;
    private static final String STEP = "  ";

    private final Places places;
    private final @Nullable Object who;
    private final StackView view;
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<String> lines = new ArrayList<>();

    /** @param who the thread or the greenlet that the exception has ended, if that is known */
    Tracebacks(Places places, @Nullable Object who) {
        this.places = places;
        this.who = who;
        this.view = new StackView(this::isUsers);
    }

    /** Shows {@code error}; an instance shows one and no more. */
    Outcome.Failed show(Throwable error) {
        addAll(error, "", "");
        return new Outcome.Failed(simpleName(error), message(error), lines);
    }

    private void addAll(Throwable first, String introduction, String indent) {
        String relation = introduction;
        List<StackTraceElement> around = List.of();
        for (Throwable each = first; each != null && seen.add(each); each = causeOf(each)) {
            List<StackTraceElement> stack = Arrays.asList(each.getStackTrace());
            add(each, beyond(stack, around), relation, indent);
            if (each instanceof EngineFailure failure) {
                failure.trace().forEach(frame -> lines.add(STEP + Ansi.faint("at " + frame)));
            }
            for (Throwable suppressed : each.getSuppressed()) {
                addAll(suppressed, "suppressed: ", indent + STEP);
            }
            relation = "caused by ";
            around = stack;
        }
    }

    private static @Nullable Throwable causeOf(Throwable error) {
        return error instanceof EngineFailure ? null : error.getCause();
    }

    /** What a cause's stack has beyond the one of the exception around it: the rest has just been shown. */
    private List<StackTraceElement> beyond(List<StackTraceElement> stack, List<StackTraceElement> around) {
        int own = stack.size();
        for (int i = around.size(); own > 0 && i > 0 && stack.get(own - 1).equals(around.get(i - 1)); i--) {
            own--;
        }
        List<StackTraceElement> rest = stack.subList(0, own);
        return rest.stream().anyMatch(this::isUsers) ? rest : stack;
    }

    private void add(Throwable error, List<StackTraceElement> stack, String relation, String indent) {
        String message = message(error);
        lines.add(indent + relation + Ansi.red(name(error)) + (message.isEmpty() ? "" : ": " + message));
        add(view.of(stack), indent);
        add(Trails.of(error, who), indent + STEP);
    }

    private void add(List<StackView.Line> shown, String indent) {
        int cut = shown.size() - SHOWN_AT_TOP - SHOWN_AT_BOTTOM;
        for (int i = 0; i < shown.size(); i++) {
            if (cut <= 1 || i < SHOWN_AT_TOP || i >= SHOWN_AT_TOP + cut) {
                add(shown.get(i), indent + STEP);
            } else if (i == SHOWN_AT_TOP) {
                lines.add(indent + STEP + Ansi.faint("... " + cut + " more ..."));
            }
        }
    }

    /** How it came here from the greenlet that it was thrown in. */
    private void add(@Nullable Trail last, String indent) {
        Deque<Trail> way = new ArrayDeque<>();
        for (Trail each = last; each != null; each = each.before()) {
            way.push(each);
        }
        int from = way.size() - SHOWN_OF_WAY;
        int at = 0;
        for (Trail each : way) {
            if (at < SHOWN_OF_WAY || at >= from) {
                addStep(each, indent);
            } else if (at == SHOWN_OF_WAY) {
                lines.add(indent + Ansi.faint("... through " + (from - at) + " more ..."));
            }
            at++;
        }
    }

    private void addStep(Trail step, String indent) {
        switch (step) {
            // What it was asked with, such as await, stands in the line itself.
            case Trail.Awaited(var stack, _) ->
                view.of(stack.stream().dropWhile(frame -> !isUsers(frame)).toList()).forEach(line -> add(line, indent));
            case Trail.Ended(var greenlet, var site, _) when site != null && isUsers(site) ->
                add(site, "of greenlet \"" + greenlet + "\", spawned at ", "", indent);
            case Trail.Ended(var greenlet, var site, _) ->
                lines.add(indent + "of greenlet \"" + greenlet + "\""
                        + (site == null ? "" : ", spawned in " + site.getClassName() + "." + site.getMethodName()));
        }
    }

    private boolean isUsers(StackTraceElement frame) {
        return Names.isUsers(frame.getClassName()) && places.cell(frame.getFileName()) != null;
    }

    private void add(StackView.Line line, String indent) {
        switch (line) {
            case StackView.Line.Own(var frame) -> add(frame, "", where(frame), indent);
            case StackView.Line.Library(var called, int frames) ->
                lines.add(indent + Ansi.faint("in " + called.getClassName() + "." + called.getMethodName()
                        + (frames == 1 ? "" : " (" + frames + " frames)")));
            case StackView.Line.Again(int before, int times) ->
                lines.add(indent + Ansi.faint("... " + (before == 1 ? "the same" : "these " + before + " lines") + " "
                        + times + " times more ..."));
        }
    }

    private void add(StackTraceElement compiled, String introduction, String where, String indent) {
        StackTraceElement frame = places.now(compiled);
        CellText cell = places.cell(frame.getFileName());
        if (cell != null) {
            int line = frame.getLineNumber();
            lines.add(indent + introduction + Ansi.green(cell.label()) + ", line " + line + where);
            lines.add(indent.substring(STEP.length()) + Ansi.red("----> " + line) + " "
                    + cell.line(line).stripTrailing());
        }
    }

    private static String where(StackTraceElement frame) {
        String type = Names.clean(frame.getClassName()).replace('$', '.');
        String method = Names.method(frame.getMethodName());
        return type.isEmpty() && method.isEmpty() ? ""
                : ", in " + type + (type.isEmpty() || method.isEmpty() ? "" : ".") + method;
    }

    /** The kernel's own exceptions have no package that a user could name. */
    private static String name(Throwable error) {
        String name = Names.clean(error.getClass().getName());
        return name.startsWith("greenloom.kernel.repl.")
                ? simpleName(error)
                : name.replaceFirst("^java\\.lang\\.(?=[^.]+$)", "").replace('$', '.');
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
