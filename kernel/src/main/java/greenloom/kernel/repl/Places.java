package greenloom.kernel.repl;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Where in the notebook each snippet, and each line of the class that JShell wrapped it in, comes from. Written under
 * the engine's lock; {@link #of} is asked by whatever thread first needs a class.
 */
final class Places {
    private final Map<Snippet, Piece> pieces = Collections.synchronizedMap(new WeakHashMap<>());
    private final Map<String, LineMap> byClass = new ConcurrentHashMap<>();
    private final Map<String, CellText> cells = new ConcurrentHashMap<>();
    private final Map<String, List<Moved>> moved = new ConcurrentHashMap<>();
    private final Set<String> unsettled = new LinkedHashSet<>();

    /** Code that was compiled as {@code from}, and is now {@code to}: a later cell has declared it again, word for word. */
    private record Moved(Piece from, Piece to) {
        boolean has(StackTraceElement frame) {
            return from.cell().label().equals(frame.getFileName()) && frame.getLineNumber() >= from.firstLine()
                    && frame.getLineNumber() < from.firstLine() + from.lines();
        }

        StackTraceElement now(StackTraceElement frame) {
            return new StackTraceElement(frame.getClassName(), frame.getMethodName(), to.cell().label(),
                    frame.getLineNumber() - from.firstLineOfCode() + to.firstLineOfCode());
        }
    }

    /** A cell begins: later errors may name it. */
    void begin(CellText cell) {
        cells.put(cell.label(), cell);
    }

    /** The cell that stack frames call {@code label}. */
    @Nullable CellText cell(@Nullable String label) {
        return label == null ? null : cells.get(label);
    }

    /** JShell has compiled a class of whose snippet it tells nothing before its own book-keeping is done. */
    void loaded(String className) {
        unsettled.add(Names.outermost(className));
    }

    /** Finds out where the classes loaded since last time come from; what is not known of earlier pieces is of {@code latest}. */
    void settle(JShell shell, SourceCodeAnalysis analysis, Piece latest) {
        for (String name : unsettled) {
            shell.snippets()
                    .filter(snippet -> Names.belongs(snippet, name)
                            && analysis.wrapper(snippet).fullClassName().equals(name))
                    .forEach(snippet -> settle(name, analysis.wrapper(snippet),
                            pieces.computeIfAbsent(snippet, s -> latest)));
        }
        unsettled.clear();
    }

    private void settle(String className, SnippetWrapper wrapper, Piece piece) {
        moved.remove(className);
        byClass.put(className, new WrapperLines(wrapper, piece).map());
    }

    /** A class that the kernel itself has wrapped. */
    void settle(String className, LineMap map) {
        byClass.put(className, map);
    }

    /** What the class {@code className} has from the piece {@code before} stands in {@code now} from now on. */
    void move(String className, Piece before, Piece now) {
        List<Moved> known = moved.getOrDefault(className, List.of());
        Piece from = known.stream().filter(each -> each.to() == before).map(Moved::from).findFirst().orElse(before);
        Stream<Moved> others = known.stream().filter(each -> each.from() != from);
        moved.put(className, Stream.concat(others, Stream.of(new Moved(from, now))).toList());
    }

    /** The frame, with the line that its code has now. */
    StackTraceElement now(StackTraceElement frame) {
        return moved.getOrDefault(Names.outermost(frame.getClassName()), List.of()).stream()
                .filter(each -> each.has(frame)).findFirst().map(each -> each.now(frame)).orElse(frame);
    }

    Optional<LineMap> of(String className) {
        return Optional.ofNullable(byClass.get(Names.outermost(className)));
    }

    Optional<Piece> piece(Snippet snippet) {
        return Optional.ofNullable(pieces.get(snippet));
    }

    void put(Snippet snippet, Piece piece) {
        pieces.put(snippet, piece);
    }

    /** The snippets of {@code cell}, each with its piece. */
    Map<Snippet, Piece> of(CellText cell) {
        synchronized (pieces) {
            return pieces.entrySet().stream()
                    .filter(entry -> entry.getValue().cell() == cell)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }
}
