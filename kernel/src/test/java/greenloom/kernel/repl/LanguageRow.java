package greenloom.kernel.repl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One row of a table of cells; what its lines mean stands at the table's top.
 *
 * @param cells run one after the other
 * @param expected what the last one ends with, with the arrow before it
 * @param told what the last one says on the standard error stream, with the arrow before it; empty where it matters not
 */
record LanguageRow(String name, List<String> cells, String expected, String told) {

    /** The rows of {@code name}.txt beside this class. */
    static List<LanguageRow> read(String name) {
        try (InputStream in = LanguageRow.class.getResourceAsStream(name + ".txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return Pattern.compile("^## ", Pattern.MULTILINE).splitAsStream(text.replaceAll("(?m)^# .*\n", "")).skip(1)
                    .map(LanguageRow::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LanguageRow parse(String row) {
        List<String> cells = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        String expected = "";
        String told = "";
        for (String line : row.lines().skip(1).toList()) {
            if (line.startsWith("=>") || line.startsWith("=!")) {
                expected = line;
            } else if (line.startsWith("~>")) {
                told = line;
            } else if (line.equals("--")) {
                cells.add(String.join("\n", lines));
                lines.clear();
            } else if (expected.isEmpty()) {
                lines.add(line);
            }
        }
        cells.add(String.join("\n", lines));
        return new LanguageRow(row.lines().findFirst().orElseThrow(), cells, expected, told);
    }

    @Override
    public String toString() {
        return name;
    }
}
