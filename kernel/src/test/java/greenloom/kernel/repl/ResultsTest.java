package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsTest {
    private static final Notebook NOTEBOOK = new Notebook();

    @AfterAll
    static void close() {
        NOTEBOOK.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
          1 + 1                                                | 2
          List.of(1, 2, 3)                                     | [1, 2, 3]
          "say \\"hi\\"\\n"                                    | "say \\"hi\\"\\n"
          'x'                                                  | 'x'
          new int[] {1, 2}                                     | [1, 2]
          new String[][] {{"a"}, {}}                           | [["a"], []]
          List.of(new int[] {1})                               | [[1]]
          Map.of("k", 1)                                       | {k=1}
          int a = 1; int b = 2; a + b                          | 3
          int x = 4; x                                         | 4
          int y; y = 7                                         | 7
          1 + 1 // a remark                                    | 2
          /* first */ 1 + 2 /* last */                         | 3
          Optional.empty()                                     | Optional.empty
          await(spawn(() -> 6 * 7))                            | 42
          """)
    void theLastExpressionIsTheResult(String code, String expected) {
        assertThat(NOTEBOOK.value(code)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
          1 + 1;
          1 + 1; // a remark
          int z = 3;
          String n = null; n
          Math.abs(1);
          List.of(1).forEach(e -> {})
          if (true) { }
          // nothing
          import java.util.zip.CRC32;
          """)
    void nothingIsShownFor(String code) {
        assertThat(NOTEBOOK.value(code)).isEmpty();
    }

    @Test
    void nothingIsShownForAnEmptyCell() {
        assertThat(NOTEBOOK.value("", "  \n\n")).isEmpty();
    }

    @Test
    void aTextBlockIsAResult() {
        assertThat(NOTEBOOK.value("\"\"\"\n  one\n   two\n  \"\"\"")).isEqualTo("\"one\\n two\\n\"");
    }

    @Test
    void aFailingToStringIsToldAndNotFatal() {
        String text = NOTEBOOK.value(
                "class Sulky { public String toString() { throw new IllegalStateException(\"no\"); } }\nnew Sulky()");
        assertThat(text).contains("Sulky").contains("IllegalStateException: no");
    }

    @Test
    void anArrayThatHoldsItselfHasAnEnd() {
        assertThat(NOTEBOOK.value("Object[] self = new Object[1]; self[0] = self; self")).isEqualTo("[[...]]");
    }

    @Test
    void windowsLineEndsAreLineEnds() {
        assertThat(NOTEBOOK.value("int w = 1;\r\nw + 1\r\n")).isEqualTo("2");
    }
}
