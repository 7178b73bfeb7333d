package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.kernel.display.MimeBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServicesTest {
    private static final Notebook NOTEBOOK = new Notebook();

    @AfterAll
    static void close() {
        NOTEBOOK.close();
    }

    private static List<String> names(String code) {
        return NOTEBOOK.evaluator().complete(code, code.length()).matches().stream().map(Completions.Match::text)
                .toList();
    }

    private static String inspected(String code) {
        return NOTEBOOK.evaluator().inspect(code, code.length(), 0).map(MimeBundle::toString).orElse("");
    }

    @Test
    void methodsAreCompletedOnce() {
        assertThat(names("Math.floorM")).containsExactly("floorMod");
        assertThat(names("\"abc\".toUpp")).containsExactly("toUpperCase");
    }

    @Test
    void aVariableOfTheSameCellIsKnown() {
        Completions completions = NOTEBOOK.evaluator().complete("String word = \"x\"; word.toUpperC", 32);
        assertThat(completions.matches()).containsExactly(
                new Completions.Match("toUpperCase", "function", "() -> String | (Locale locale) -> String"));
        assertThat(completions.start()).isEqualTo(24);
        assertThat(completions.end()).isEqualTo(32);
    }

    @Test
    void variablesOfEarlierCellsAreKnown() {
        NOTEBOOK.value("int marmalade = 1;");
        assertThat(names("marma")).containsExactly("marmalade");
        assertThat(inspected("marmalade")).contains("marmalade").contains("int");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            Math.floorM#                           (int, int) -> int | (long, int) -> int | (long, long) -> long
            int i = foo("a(".substr#               (int) -> String | (int, int) -> String
            spoons.stream().map(s -> s + 1).limi#  (long) -> Stream<T>
            spoons.entr#
            new StringBuilder("x").reve#           () -> StringBuilder
            brew(2, spoons).lengt#                 () -> int
            new Spoon(1).siz#                      () -> int
            bre#                                   (int, List<Integer>) -> String
            gatherS#    (Awaitable<? extends T>... awaitables) -> List<Settled<T>> | (Collection<? extends Awaitable<? extends T>> awaitables) -> List<Settled<T>>
            int n = 1; foo(onSig#  (String name, Action handler) -> SignalHandle
            """)
    void methodsAreOfferedWithTheirSignatures(String code, @Nullable String signature) {
        NOTEBOOK.value("List<Integer> spoons = List.of(1, 2);", "record Spoon(int size) { }",
                "String brew(int cups, List<Integer> with) { return \"\"; }");
        assertThat(NOTEBOOK.evaluator().complete(code, code.length()).matches())
                .extracting(Completions.Match::signature)
                .isEqualTo(signature == null ? List.of() : List.of(signature));
    }

    @Test
    void nothingOfTheKernelIsCompleted() {
        assertThat(names("greenloom.")).doesNotContain("kernel", "internal");
        assertThat(names("org.zero")).isEmpty();
    }

    @Test
    void aMethodIsInspected() {
        assertThat(inspected("Math.max")).contains("int Math.max(int a, int b)");
        assertThat(inspected("int i = Math.max(1, 2);\nString.valueOf")).contains("String.valueOf");
        assertThat(inspected("noSuchThingAtAll")).isEmpty();
    }

    @Test
    void servicesAnswerWhileACellRuns() {
        CompletableFuture<Outcome> running = NOTEBOOK.start("while (true) {}");
        assertThat(names("Math.floorM")).containsExactly("floorMod");
        assertThat(inspected("Math.max")).isNotEmpty();
        assertThat(NOTEBOOK.evaluator().isComplete("1 + 1")).isEqualTo(new Completeness.Complete());
        assertThat(running).isNotDone();
        NOTEBOOK.evaluator().interrupt();
        Notebook.failure(running);
    }

    @ParameterizedTest
    @ValueSource(strings = {"int x = 1;", "1 + 1", "for (int i = 0; i < 3; i++) { }", "// just a remark", "class A { }",
            "", "int a = 1; int b", "void f() { }\nf()"})
    void isWhole(String code) {
        assertThat(NOTEBOOK.evaluator().isComplete(code)).isEqualTo(new Completeness.Complete());
    }

    @ParameterizedTest
    @ValueSource(strings = {"int int = 3;", "class 7up { }", "int a = ;"})
    void isInvalid(String code) {
        assertThat(NOTEBOOK.evaluator().isComplete(code)).isEqualTo(new Completeness.Invalid());
    }

    @Test
    void documentationIsPlainText() {
        String shown = NOTEBOOK.evaluator().inspect("Math.max", 8, 1).map(MimeBundle::toString).orElseThrow();
        // Where the JDK's sources are not installed there is only the signature.
        if (Files.exists(Path.of(System.getProperty("java.home"), "lib", "src.zip"))) {
            assertThat(shown).contains("Returns the greater of two int values.", "Parameters:\n    a   an argument.",
                    "Returns:\n    the larger of a and b.", "Integer.MAX_VALUE").doesNotContain("{@", "@param");
        }
    }

    private static String indent(String code) {
        return ((Completeness.Incomplete) NOTEBOOK.evaluator().isComplete(code)).indent();
    }

    @Test
    void unfinishedCodeHasAnIndent() {
        assertThat(indent("for (int i = 0; i < 3; i++) {")).isEqualTo("    ");
        assertThat(indent("spawn(() -> {")).isEqualTo("    ");
        assertThat(indent("class A {\n    void f() {")).isEqualTo("        ");
        assertThat(indent("1 +")).isEmpty();
        assertThat(indent("String s = \"\"\"\n  text")).isEqualTo("  ");
        assertThat(indent("/* a remark")).isEmpty();
        assertThat(indent("var x = list.stream().")).isEqualTo("    ");
        assertThat(indent("var x = list.stream()\n    .map(i ->")).isEqualTo("        ");
        assertThat(indent("var x = list.stream()\n    .map(i -> i).")).isEqualTo("    ");
        assertThat(indent("spawn(() -> {\n    foo(1,")).isEqualTo("        ");
        assertThat(indent("class A {\n  void f() {")).isEqualTo("      ");
    }
}
