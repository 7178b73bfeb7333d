package greenloom.kernel.magic;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of text below each other, the columns aligned. */
final class Table {
    private static final int WIDEST = 60;

    private Table() {}

    /** The rows, all of one length, the heading first; the last column may be of any width. */
    static String of(List<List<String>> rows) {
        List<Integer> widths = IntStream.range(0, rows.getFirst().size())
                .mapToObj(column -> 2
                        + rows.stream().mapToInt(row -> shortened(row.get(column)).length()).max().orElse(0))
                .toList();
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
    }

    private static String line(List<String> row, List<Integer> widths) {
        return IntStream.range(0, row.size()).mapToObj(column -> padded(row.get(column), widths.get(column)))
                .collect(Collectors.joining()).stripTrailing() + "\n";
    }

    private static String padded(String text, int width) {
        String shown = shortened(text);
        return shown + " ".repeat(width - shown.length());
    }

    private static String shortened(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 3) + "...";
    }
}
