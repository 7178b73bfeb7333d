package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavadocTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
          {@code int} values                         | int values
          {@code List<String>} and {@literal a < b}  | List<String> and a < b
          {@code {a}}                                | {a}
          {@link Integer#MAX_VALUE}                  | Integer.MAX_VALUE
          {@link #subList(int, int) subList} views   | subList views
          {@linkplain #equals(Object) equal}         | equal
          <b>bold</b> &lt;x&gt; &amp; &#64;          | bold <x> & @
          see <a href="x.html#y"><i>there</i></a>    | see there
          {@docRoot}/here                            | /here
          a $1 \\ sign                               | a $1 \\ sign
          """)
    void tagsBecomeText(String comment, String text) {
        assertThat(JavadocText.of(comment)).isEqualTo(text);
    }

    @Test
    void paragraphsAndListsKeepTheirShape() {
        assertThat(JavadocText.of(" One.<p>\n Two\n lines.\n\n <ul>\n <li>first\n <li>second\n </ul>\n"))
                .isEqualTo("One.\n\nTwo\nlines.\n\n  - first\n\n  - second");
    }

    @Test
    void codeKeepsItsLines() {
        assertThat(JavadocText.of(" Such:\n {@snippet :\n   if (a < b) {\n       run();\n   }\n }\n")).isEqualTo(
                "Such:\n\n    if (a < b) {\n        run();\n    }");
        assertThat(JavadocText.of("<pre>\n a &lt; b\n   c\n</pre>")).isEqualTo("a < b\n      c");
    }

    @Test
    void sectionsHaveHeadings() {
        assertThat(JavadocText.of("""
             What.
             @param   a   the first
             @param   b   the
                      second
             @return  a sum
             @throws  ArithmeticException  if {@code b} is 0
             @author  Nobody
             @since 1.2
            """)).isEqualTo("""
            What.

            Parameters:
                a   the first
                b   the
                    second

            Returns:
                a sum

            Throws:
                ArithmeticException  if b is 0

            Since:
                1.2""");
    }
}
