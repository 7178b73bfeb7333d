package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StateTest {
    private static final Notebook NOTEBOOK = new Notebook();

    @AfterAll
    static void close() {
        NOTEBOOK.close();
    }

    @Test
    void variablesMethodsClassesAndImportsLastOverCells() {
        NOTEBOOK.value("int n = 5;", "int twice(int i) { return 2 * i; }", "record Point(int x, int y) { }",
                "import java.text.MessageFormat;");
        assertThat(NOTEBOOK.value("MessageFormat.format(\"{0} {1}\", twice(n), new Point(1, 2))"))
                .isEqualTo("\"10 Point[x=1, y=2]\"");
    }

    @Test
    void aCellMayHoldDeclarationsAndStatementsInAnyOrder() {
        assertThat(NOTEBOOK.value(
                "int sum = 0;\nint plus(int i) { return sum + i; }\nfor (int i = 0; i < 3; i++) sum += i;\nplus(10)"))
                .isEqualTo("13");
    }

    @Test
    void aLaterImportKeepsVariables() {
        NOTEBOOK.value("var kept = new ArrayList<>(List.of(1));", "import java.util.zip.*;", "kept.add(2);");
        assertThat(NOTEBOOK.value("kept")).isEqualTo("[1, 2]");
    }

    @Test
    void aRedefinedMethodKeepsVariables() {
        NOTEBOOK.value("int m() { return 1; }", "int fromM = m();", "int m() { return 2; }");
        assertThat(NOTEBOOK.value("fromM + m()")).isEqualTo("3");
    }

    @Test
    void aVariableMayChangeItsType() {
        NOTEBOOK.value("int shape = 1;", "String shape = \"round\";");
        assertThat(NOTEBOOK.value("shape.length()")).isEqualTo("5");
    }

    @Test
    void aFailedCellKeepsWhatItDidBefore() {
        NOTEBOOK.failure("int done = 1;\ndone = 2;\nthrow new Exception(\"x\")");
        assertThat(NOTEBOOK.value("done")).isEqualTo("2");
    }

    @Test
    void aMethodMayCallOneThatALaterCellDeclares() {
        NOTEBOOK.value("int outer() { return inner() + 1; }", "int inner() { return 1; }");
        assertThat(NOTEBOOK.value("outer()")).isEqualTo("2");
    }

    @Test
    void lambdasSeeLaterValuesOfVariables() {
        NOTEBOOK.value("int seen = 1; Supplier<Integer> look = () -> seen;", "seen = 2;");
        assertThat(NOTEBOOK.value("look.get()")).isEqualTo("2");
    }

    @Test
    void theKernelsOwnLibrariesCannotBeSeen() {
        assertThat(NOTEBOOK.failure("org.zeromq.ZMQ z = null;").name()).isEqualTo("CompileError");
        assertThat(NOTEBOOK.failure("greenloom.kernel.repl.Evaluator e = null;").name()).isEqualTo("CompileError");
        assertThat(NOTEBOOK.failure("Class.forName(\"com.google.gson.Gson\")").name())
                .isEqualTo("ClassNotFoundException");
    }

    @Test
    void whatAFailedCellDidNotReachIsAsItWas() {
        NOTEBOOK.value("String later = \"as it was\"; int same = 1;");
        NOTEBOOK.failure(
                "int reached = 1;\nif (reached == 1) throw new Exception();\nint later = 2;\nint same = 2;\nint fresh = 3;");
        assertThat(NOTEBOOK.value("later + same + reached")).isEqualTo("\"as it was11\"");
        assertThat(NOTEBOOK.failure("fresh").name()).isEqualTo("CompileError");
    }

    @Test
    void aVariableOfAChangedClassIsKeptWhereItCanBe() {
        NOTEBOOK.value("class Cup { int size() { return 1; } }",
                "List<Cup> cups = new ArrayList<>(List.of(new Cup()));", "int n = 5;");
        NOTEBOOK.value("class Cup { int size() { return 2; } int height() { return 3; } }");
        assertThat(NOTEBOOK.value("cups.size() + n")).isEqualTo("6");
    }

    @Test
    void theInferredTypeOfAnActionsGreenletCanBeDeclared() {
        assertThat(NOTEBOOK.value("var quiet = spawn(() -> { sleep(0.001); });", "quiet.join(); quiet.ready()"))
                .isEqualTo("true");
    }

    @Test
    void aVarOfAChangedClassStaysDeclared() {
        NOTEBOOK.value("class Jar { int lids() { return 1; } }", "var jar = new Jar();",
                "var jars = new ArrayList<>(List.of(jar)); var n2 = 6;");
        NOTEBOOK.value("class Jar { int lids; }");
        assertThat(NOTEBOOK.value("(jar == null) + \" \" + jars.size() + n2")).isEqualTo("\"true 16\"");
    }
}
