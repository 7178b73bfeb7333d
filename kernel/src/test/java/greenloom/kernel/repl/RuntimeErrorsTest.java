package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RuntimeErrorsTest {
    private static final Notebook NOTEBOOK = new Notebook();

    @AfterAll
    static void close() {
        NOTEBOOK.close();
    }

    private static String cell(int number) {
        return "Cell In[" + number + "], line ";
    }

    @Test
    void anErrorHasItsNameMessageLineAndSource() {
        Outcome.Failed failed = NOTEBOOK
                .failure("int before = 1;\n\nthrow new IllegalStateException(\"the kettle is empty\");");
        assertThat(failed.name()).isEqualTo("IllegalStateException");
        assertThat(failed.message()).isEqualTo("the kettle is empty");
        assertThat(Notebook.shown(failed)).contains(cell(NOTEBOOK.number()) + "3", "3 throw new IllegalStateException");
    }

    @Test
    void anErrorInAMethodOfAnEarlierCellNamesBothCells() {
        NOTEBOOK.value("\n\nint divide(int cups) {\n    return 10 / cups;\n}");
        int declared = NOTEBOOK.number();
        String shown = Notebook.shown(NOTEBOOK.failure("// a remark\n  divide(0)"));
        assertThat(shown).containsSubsequence(cell(declared) + "4, in divide", "return 10 / cups;",
                cell(NOTEBOOK.number()) + "2", "divide(0)");
    }

    @Test
    void anErrorInALambdaPointsAtTheLambda() {
        NOTEBOOK.value(
                "int k = 0;\nRunnable r = () -> {\n    int i = 1;\n    throw new IllegalStateException(\"in a lambda\");\n};");
        int declared = NOTEBOOK.number();
        assertThat(Notebook.shown(NOTEBOOK.failure("r.run()"))).contains(cell(declared) + "4");
    }

    @Test
    void anErrorInALaterSnippetPointsAtItsOwnLine() {
        String shown = Notebook
                .shown(NOTEBOOK.failure(
                        "int p = 1; int q = 0;\n/* over\n   lines */\nint r2 =\n   Math.floorDiv(\n     p, q);"));
        assertThat(shown).contains(cell(NOTEBOOK.number()) + "5");
    }

    @Test
    void anErrorInAClassNamesClassAndMethod() {
        NOTEBOOK.value(
                "class Tap {\n  // open\n  void run() {\n    throw new UnsupportedOperationException(\"dry\");\n  }\n}");
        assertThat(Notebook.shown(NOTEBOOK.failure("new Tap().run();"))).contains("4, in Tap.run");
    }

    @Test
    void causesAreShownToo() {
        String shown = Notebook
                .shown(NOTEBOOK.failure("throw new RuntimeException(\"outside\", new IOException(\"inside\"));"));
        assertThat(shown).containsSubsequence("RuntimeException: outside", "caused by java.io.IOException: inside");
    }

    @Test
    void onlyTheUsersFramesAreShown() {
        String shown = Notebook.shown(NOTEBOOK.failure("List.of(1).forEach(e -> Integer.parseInt(\"x\"));"));
        assertThat(shown).contains("NumberFormatException").doesNotContain("java.base", "jdk.internal",
                "greenloom.kernel", "REPL", "do_it$", "reflect");
    }

    @Test
    void endlessRecursionIsSurvivedAndFolded() {
        NOTEBOOK.value("int deep(int n) { return 1 + deep(n + 1); }");
        Outcome.Failed failed = NOTEBOOK.failure("deep(0)");
        assertThat(failed.name()).isEqualTo("StackOverflowError");
        assertThat(failed.traceback()).hasSizeLessThan(100);
        assertThat(NOTEBOOK.value("1 + 1")).isEqualTo("2");
    }

    @Test
    void anErrorClassOfTheNotebookHasItsOwnName() {
        NOTEBOOK.value("class Spilled extends RuntimeException { Spilled(String m) { super(m); } }");
        Outcome.Failed failed = NOTEBOOK.failure("throw new Spilled(\"milk\");");
        assertThat(failed.name()).isEqualTo("Spilled");
        assertThat(Notebook.shown(failed)).startsWith("Spilled: milk");
    }

    @Test
    void aClassThatCannotBeInitializedIsAnErrorOfTheCell() {
        NOTEBOOK.value("class Broken { static int v = 1 / Integer.parseInt(\"0\"); }");
        assertThat(NOTEBOOK.failure("Broken.v").name()).isEqualTo("ExceptionInInitializerError");
    }

    @Test
    void aMethodThatNeedsWhatIsNotDeclaredSaysSo() {
        NOTEBOOK.value("int needs() { return missing(1); }");
        Outcome.Failed failed = NOTEBOOK.failure("needs()");
        assertThat(failed.message()).contains("needs").contains("missing");
    }

    @Test
    void systemExitIsRefused() {
        Outcome.Failed failed = NOTEBOOK.failure("int one = 1;\nSystem.exit(3);");
        assertThat(failed.message()).contains("exit");
        assertThat(Notebook.shown(failed)).contains(cell(NOTEBOOK.number()) + "2");
    }
}
