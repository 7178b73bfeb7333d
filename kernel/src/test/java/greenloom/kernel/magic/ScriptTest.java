package greenloom.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

    @Test
    void aMagicOnALineOfItsOwnCutsTheJavaAroundIt() {
        assertThat(new Script("int a = 1;\n%who all \na + 1").parts()).containsExactly(
                new Part.Java("int a = 1;\n"),
                new Part.Line(11, "who", "all"),
                new Part.Java("          \n         \na + 1"));
    }

    @Test
    void aMagicOnTheFirstLineTakesTheRest() {
        assertThat(new Script("\n%%spawn kettle\nsleep(1);\n%late home").parts()).containsExactly(
                new Part.Whole(1, "spawn", "kettle", "\n              \nsleep(1);\n%late home"));
    }

    @Test
    void javaKeepsItsPlaces() {
        String code = "%late home\nint a = 1;\n%who\na + 1";
        assertThat(new Script(code).java()).isEqualTo("          \nint a = 1;\n    \na + 1");
        assertThat(new Script("%%spawn\na").java()).isEqualTo("       \na");
    }

    @Test
    void aMagicOfCellsElsewhereIsALine() {
        assertThat(new Script("1;\n%%spawn").parts().getLast()).isEqualTo(new Part.Line(3, "%spawn", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "int r = 7\n  %x;", // indented, as one breaks long lines
            "int r = 7\n% x;", // a space before the operand
            "int r = (7\n%x);", // inside brackets
            "/*\n%who\n*/", // a comment
            "var s = \"\"\"\n%who\n\"\"\";", // a text block
            "String.format(\n\"%d\", 1)",
            "1 %2"})
    void whatLooksLikeAMagicInsideJavaIsJava(String code) {
        assertThat(new Script(code).parts()).containsExactly(new Part.Java(code));
        assertThat(new Script(code).java()).isEqualTo(code);
    }

    @Test
    void nothingButMagicsIsNoJava() {
        assertThat(new Script("%late home\n\n%lsmagic\n").parts()).containsExactly(
                new Part.Line(0, "late", "home"), new Part.Line(12, "lsmagic", ""));
    }
}
