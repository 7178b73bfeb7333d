package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CompileErrorsTest {
    private static final Notebook NOTEBOOK = new Notebook();

    @AfterAll
    static void close() {
        NOTEBOOK.close();
    }

    /** Asserts that the first error is at {@code line} and that its caret stands below {@code marked}. */
    private static void assertMarked(String code, int line, String marked) {
        Outcome.Failed failed = NOTEBOOK.failure(code);
        assertThat(failed.name()).isEqualTo("CompileError");
        String[] shown = Notebook.shown(failed).split("\n");
        int caret = 0;
        while (!shown[caret].strip().startsWith("^")) {
            caret++;
        }
        assertThat(shown[caret - 2]).startsWith("Cell In[" + NOTEBOOK.number() + "], line " + line + ",");
        assertThat(shown[caret - 1].substring(shown[caret].indexOf('^'))).startsWith(marked);
    }

    @Test
    void aSyntaxErrorIsMarked() {
        assertMarked("int fine = 1;\nint broken = ;\n", 2, ";");
    }

    @Test
    void aTypeErrorIsMarkedBehindBlankLinesAndRemarks() {
        assertMarked("\n\n  // first\n  int ok = 3;\n\n  String text = 4;", 6, "4");
    }

    @Test
    void anUnknownNameIsMarked() {
        assertMarked("1 + noSuchThing", 1, "noSuchThing");
    }

    @Test
    void anErrorDeepInAMethodIsMarked() {
        assertMarked("int fine() { return 1; }\n\nint wrong() {\n  // a remark\n  int a = 1;\n  return \"text\";\n}", 6,
                "\"text\"");
    }

    @Test
    void anErrorInALambdaIsMarked() {
        assertMarked("Runnable r = () -> {\n\tint i = 1;\n\tstop it;\n};", 3, "stop");
    }

    @Test
    void anUnfinishedCellIsAnError() {
        assertThat(NOTEBOOK.failure("foo(1,\n").name()).isEqualTo("CompileError");
    }

    @Test
    void allErrorsOfASnippetAreShown() {
        String shown = Notebook.shown(NOTEBOOK.failure("void f() {\n  int a = \"a\";\n  int b = \"b\";\n}"));
        assertThat(shown).contains("line 2", "line 3");
    }

    @Test
    void nothingRunsOfACellThatIsNotJavaLaterOn() {
        NOTEBOOK.value("int touched = 0;");
        NOTEBOOK.failure("touched = 1;\nint broken = ;");
        assertThat(NOTEBOOK.value("touched")).isEqualTo("0");
    }

    @Test
    void aClassThatExtendsAnUnknownOneIsAnErrorAndBecomesWholeLater() {
        Outcome.Failed failed = NOTEBOOK.failure("int other = 0;\nclass Child extends Parent { }");
        assertThat(failed.message()).contains("Parent");
        assertThat(Notebook.shown(failed)).contains("line 2");
        NOTEBOOK.value("class Parent { int size() { return 3; } }");
        assertThat(NOTEBOOK.value("new Child().size()")).isEqualTo("3");
    }

    @Test
    void wrapperNamesAreNotShown() {
        NOTEBOOK.value("class Mine { }");
        String shown = Notebook.shown(NOTEBOOK.failure("int i = new Mine();"));
        assertThat(shown).contains("Mine cannot be converted to int").doesNotContain("REPL", "$JShell");
    }

    @Test
    void nothingRunsOfACellThatDoesNotCompileLaterOn() {
        NOTEBOOK.value("int count = 1; String word = \"old\";");
        NOTEBOOK.failure("count = 2;\nint word = 7;\nint created = 3;\nnoSuchThing(count);");
        assertThat(NOTEBOOK.value("count + word")).isEqualTo("\"1old\"");
        assertThat(NOTEBOOK.failure("created").name()).isEqualTo("CompileError");
    }

    @Test
    void theErrorsOfAllPiecesAreShownButNotWhatFollowsFromThem() {
        String shown = Notebook
                .shown(NOTEBOOK.failure("int first = \"a\";\nint good = 1;\nfirst + 1;\nint last = \"b\";"));
        assertThat(shown).contains("line 1,", "line 4,").doesNotContain("line 3,", "line 2,");
    }
}
