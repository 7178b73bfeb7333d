package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What survives from cell to cell, and what a cell may hold: {@code language.txt}, row by row. */
class LanguageTest {
    private static final PrintStream ERR = System.err;
    private static final ByteArrayOutputStream TOLD = new ByteArrayOutputStream();

    @BeforeAll
    static void listen() throws Exception {
        SelfAttached.agent();
        System.setErr(new PrintStream(TOLD, true, StandardCharsets.UTF_8));
    }

    @AfterAll
    static void restore() {
        System.setErr(ERR);
    }

    static List<LanguageRow> rows() {
        return LanguageRow.read("language");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void row(LanguageRow row) {
        try (Notebook notebook = new Notebook()) {
            for (String code : row.cells().subList(0, row.cells().size() - 1)) {
                notebook.run(code);
            }
            TOLD.reset();
            Outcome outcome = notebook.run(row.cells().getLast());
            ensureExpected(row.expected(), outcome);
            ensureTold(row.told(), TOLD.toString(StandardCharsets.UTF_8));
        }
    }

    private static void ensureExpected(String expected, Outcome outcome) {
        if (expected.startsWith("=!")) {
            String[] parts = expected.substring(2).strip().split(": ?", 2);
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.name()).isEqualTo(parts[0]);
                assertThat(failed.message()).contains(parts[1]);
            });
        } else {
            String text = outcome instanceof Outcome.Failed failed ? Notebook.shown(failed) : Notebook.text(outcome);
            assertThat(text).isEqualTo(expected.substring(2).strip());
        }
    }

    private static void ensureTold(String told, String said) {
        switch (told) {
            case "" -> {}
            case "~> -" -> assertThat(said).isEmpty();
            default -> assertThat(said).contains(told.substring(3));
        }
    }
}
