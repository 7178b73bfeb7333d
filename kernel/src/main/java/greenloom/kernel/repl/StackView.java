package greenloom.kernel.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A stack as whoever reads it wants it, the innermost frame first: the notebook's own lines one by one, each stretch of a
 * library's as one, the kernel's not at all, and what repeats told once with a count.
 */
final class StackView {
    /** Of how many lines a repetition may be: methods that call each other in turn. */
    private static final int LONGEST_CYCLE = 6;
    private static final int FEWEST_TIMES = 3;

    private final Predicate<StackTraceElement> isUsers;

    /** @param isUsers whether a frame is of a cell */
    StackView(Predicate<StackTraceElement> isUsers) {
        this.isUsers = isUsers;
    }

    sealed interface Line {
        /** One of the notebook's. */
        record Own(StackTraceElement frame) implements Line {
        }

        /** So many frames of libraries, and the one of them that the notebook called. */
        record Library(StackTraceElement called, int frames) implements Line {
        }

        /** The {@code lines} before, so many times more. */
        record Again(int lines, int times) implements Line {
        }
    }

    List<Line> of(List<StackTraceElement> stack) {
        return fold(group(stack));
    }

    private List<Line> group(List<StackTraceElement> stack) {
        List<Line> lines = new ArrayList<>();
        List<StackTraceElement> foreign = new ArrayList<>();
        for (StackTraceElement frame : stack) {
            if (isUsers.test(frame)) {
                addLibrary(lines, foreign);
                lines.add(new Line.Own(frame));
            } else if (isMachinery(frame)) {
                foreign.clear(); // it is the kernel that called them
            } else {
                foreign.add(frame);
            }
        }
        if (lines.isEmpty()) {
            // A library's own thread: the best there is to see is where it was.
            addLibrary(lines, new ArrayList<>(foreign.reversed()));
        }
        return lines;
    }

    private static void addLibrary(List<Line> lines, List<StackTraceElement> frames) {
        if (!frames.isEmpty()) {
            lines.add(new Line.Library(frames.getLast(), frames.size()));
            frames.clear();
        }
    }

    private static boolean isMachinery(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("greenloom.internal.") || name.startsWith("greenloom.kernel.")
                || name.startsWith("jdk.internal.") || name.startsWith("java.lang.reflect.")
                || name.startsWith("java.lang.invoke.");
    }

    private static List<Line> fold(List<Line> all) {
        List<Line> folded = new ArrayList<>();
        int at = 0;
        while (at < all.size()) {
            int cycle = 1;
            while (cycle <= LONGEST_CYCLE && times(all, at, cycle) < FEWEST_TIMES) {
                cycle++;
            }
            if (cycle > LONGEST_CYCLE) {
                folded.add(all.get(at++));
            } else {
                int times = times(all, at, cycle);
                folded.addAll(all.subList(at, at + cycle));
                folded.add(new Line.Again(cycle, times - 1));
                at += cycle * times;
            }
        }
        return folded;
    }

    /** How often the {@code length} lines from {@code at} on stand there one after the other. */
    private static int times(List<Line> all, int at, int length) {
        if (at + length > all.size()) {
            return 0;
        }
        List<Line> first = all.subList(at, at + length);
        int times = 1;
        int next = at + length;
        while (next + length <= all.size() && all.subList(next, next + length).equals(first)) {
            times++;
            next += length;
        }
        return times;
    }
}
