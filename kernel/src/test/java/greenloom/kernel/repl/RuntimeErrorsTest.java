package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.kernel.output.Cell;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            int rerun(int n) { return n / 0; }                  # rerun(1)       # 3, in rerun
            class Rerun { int f() { return 1 / 0; } }           # new Rerun().f() # 3, in Rerun.f
            Supplier<Integer> rerun2 = () -> 1 / 0;             # rerun2.get()   # 3
            """)
    void codeOfACellThatWasRunAgainIsOfItsLatestRun(String declaration, String use, String place) {
        NOTEBOOK.value(declaration, "int before = 1;\n" + declaration, "// moved\n\n" + declaration);
        int latest = NOTEBOOK.number();
        assertThat(Notebook.shown(NOTEBOOK.failure(use))).contains(cell(latest) + place, "3 " + declaration)
                .doesNotContain(cell(latest - 1), cell(latest - 2));
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
    void aRecursionIsShownOnceAndCounted() {
        NOTEBOOK.value("int sink(int n) {\n  return 1 + sink(n + 1);\n}");
        String shown = Notebook.shown(NOTEBOOK.failure("sink(0)"));
        assertThat(shown).containsOnlyOnce("return 1 + sink(n + 1);").containsPattern("the same \\d{3,} times more");
    }

    @Test
    void methodsThatCallEachOtherInTurnAreFoldedTogether() {
        NOTEBOOK.value(
                "void ping(int n) {\n  if (n == 0) throw new IllegalStateException(\"end\");\n  pong(n - 1);\n}\n"
                        + "void pong(int n) {\n  ping(n);\n}");
        assertThat(Notebook.shown(NOTEBOOK.failure("ping(50)"))).contains("these 2 lines 49 times more")
                .containsOnlyOnce("pong(n - 1);").contains("ping(50)");
    }

    @Test
    void framesOfLibrariesAreFoldedToWhatTheCellCalled() {
        String shown = Notebook.shown(NOTEBOOK.failure("List.of(1, 0).stream().map(i -> 1 / i).toList()"));
        assertThat(shown).containsPattern("in java.util.stream.ReferencePipeline.toList \\(\\d+ frames\\)")
                .contains("ArithmeticException: / by zero");
    }

    @Test
    void suppressedExceptionsAreShownToo() {
        NOTEBOOK.value("class Lid implements AutoCloseable {\n"
                + "  public void close() throws Exception { throw new IOException(\"stuck\"); }\n}");
        String shown = Notebook
                .shown(NOTEBOOK.failure("try (var lid = new Lid()) {\n  throw new Exception(\"hot\");\n}"));
        assertThat(shown).containsSubsequence("Exception: hot", "suppressed: java.io.IOException: stuck",
                "2, in Lid.close");
    }

    @Test
    void exceptionsThatCauseEachOtherHaveAnEnd() {
        String shown = Notebook.shown(
                NOTEBOOK.failure(
                        "var a1 = new Exception(\"a\"); var b1 = new Exception(\"b\", a1); a1.initCause(b1); throw a1;"));
        assertThat(shown).containsOnlyOnce("Exception: a").containsOnlyOnce("Exception: b");
    }

    @Test
    void errorsHaveColours() {
        assertThat(String.join("", NOTEBOOK.failure("throw new Exception(\"x\");").traceback()))
                .contains("\u001b[31;1m");
    }

    @Test
    void anErrorInAGreenletHasTheLinesOfItsBody() {
        String shown = Notebook.shown(NOTEBOOK
                .failure(
                        "var boiler = spawn(\"boiler\", () -> {\n  throw new IOException(\"dry\");\n});\nboiler.get()"));
        assertThat(shown).contains("java.io.IOException: dry", cell(NOTEBOOK.number()) + "2", "throw new IOException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"boiler.get()", "await(boiler)", "gather(boiler, boiler)", "joinAll(List.of(boiler), true)",
            "withTimeout(9, boiler)", "for (var g : asCompleted(List.of(boiler))) g.get();", "shield(boiler).get()"})
    void theErrorOfAGreenletNamesItAndWhereItWasSpawnedAndWhoAsked(String ask) {
        NOTEBOOK.value("\nGreenlet<Object> boiler = spawn(\"boiler\", () -> {\n  throw new IOException(\"dry\");\n});");
        int spawned = NOTEBOOK.number();
        String shown = Notebook.shown(NOTEBOOK.failure("int before = 1;\n" + ask));
        assertThat(shown).containsSubsequence("java.io.IOException: dry", cell(spawned) + "3", "throw new IOException",
                "of greenlet \"boiler\", spawned at " + cell(spawned) + "2", "Greenlet<Object> boiler = spawn",
                cell(NOTEBOOK.number()) + "2", "2 " + ask);
        assertThat(shown).containsOnlyOnce("of greenlet").doesNotContain("greenloom.internal", "greenloom.kernel");
    }

    @Test
    void anErrorThatGoesThroughSeveralGreenletsShowsItsWay() {
        String shown = Notebook.shown(NOTEBOOK.failure("""
                var inner = spawn("inner", () -> {
                    throw new IOException("dry");
                });
                var outer = spawn("outer", () -> {
                    inner.get();
                });
                try { inner.get(); } catch (Exception e) { }
                outer.get();
                """));
        String here = cell(NOTEBOOK.number());
        assertThat(shown).containsSubsequence(here + "2", "of greenlet \"inner\", spawned at " + here + "1", here + "5",
                "of greenlet \"outer\", spawned at " + here + "4", here + "8").doesNotContain(here + "7");
    }

    @Test
    void anErrorInAGeneratorHasTheLinesOfItsBodyAndOfItsConsumer() {
        NOTEBOOK.value(
                "var cups = generator(co -> {\n  co.yield(1);\n  throw new IllegalStateException(\"empty\");\n});");
        int declared = NOTEBOOK.number();
        String shown = Notebook.shown(NOTEBOOK.failure("cups.next();\ncups.next();"));
        assertThat(shown).containsSubsequence(cell(declared) + "3", cell(NOTEBOOK.number()) + "2");
    }

    @Test
    void anExceptionOfALibrarysOwnThreadSaysWhereItWas() {
        String shown = Notebook.shown(NOTEBOOK.failure(
                "CompletableFuture.supplyAsync(() -> 1).thenApply(Object::toString).thenApply(Integer::valueOf)"
                        + ".thenApply(i -> 1 / (i - 1)).get()"));
        assertThat(shown).containsSubsequence("ExecutionException", "caused by ArithmeticException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw new StackOverflowError();", "throw new OutOfMemoryError(\"full\");",
            "throw new VerifyError(\"bad\");", "throw new AbstractMethodError();", "throw new InternalError(\"x\");",
            "throw new NoSuchMethodError(\"m\");",
            "int[] more = new int[Integer.MAX_VALUE];"})
    void anyErrorIsSurvivedAndShown(String code) {
        Outcome.Failed failed = NOTEBOOK.failure(code);
        assertThat(failed.name()).endsWith("Error").isNotEqualTo("CompileError");
        assertThat(Notebook.shown(failed)).contains(cell(NOTEBOOK.number()) + "1");
        assertThat(NOTEBOOK.value("6 * 7")).isEqualTo("42");
    }

    @Test
    void anAssertionThatDoesNotHoldFails() {
        assertThat(NOTEBOOK.failure("assert 1 > 2 : \"order\";").name()).isEqualTo("AssertionError");
    }

    @Test
    void aFailureOfTheEngineIsShownAsOne() {
        Engine closed = new Engine();
        closed.close();
        Foreground foreground = new Foreground(new NoThreads(), Cell.detached(1), "cell", closed.loader());
        Outcome outcome = new CellRun(closed, CellText.of("Cell In[1]", "int i = 1;"), List.of(), foreground,
                List::of, () -> {})
                .run();
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.name()).isEqualTo("EngineFailure");
            assertThat(Notebook.shown(failed)).contains("by a fault of its own", "at ");
        });
    }

    /** For cells of which nothing is to run. */
    private static final class NoThreads implements UserThreads {
        @Override
        public Running start(String name, Object attachment, Runnable body) {
            throw new AssertionError("started " + name);
        }

        @Override
        public boolean isInterruption(Throwable thrown) {
            return false;
        }
    }

    @Test
    void classesThatTheJvmRefusesAreSurvivedAndSaid() {
        Outcome.Failed failed = NOTEBOOK.failure("""
                import java.lang.classfile.ClassFile;
                import java.lang.constant.*;
                byte[] broken = ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS).build(ClassDesc.of("Broken"),
                    type -> type.withMethodBody("run", MethodTypeDesc.of(ConstantDescs.CD_String), ClassFile.ACC_STATIC,
                        code -> code.iconst_0().areturn()));
                class Definer extends ClassLoader {
                    Class<?> define() { return defineClass("Broken", broken, 0, broken.length); }
                }
                Class.forName("Broken", true, new Definer().define().getClassLoader())
                """);
        assertThat(failed.name()).isEqualTo("VerifyError");
        assertThat(Notebook.shown(failed)).contains("Bad type on operand stack", cell(NOTEBOOK.number()) + "9");
        assertThat(NOTEBOOK.value("6 * 7")).isEqualTo("42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"System.exit(3);", "Runtime.getRuntime().exit(3);", "Runtime.getRuntime().halt(3);",
            "IntConsumer end = System::exit; end.accept(3);",
            "Stream.of(3).forEach(Runtime.getRuntime()::halt);",
            "Thread end = new Thread(() -> System.exit(3)); System.exit(3);"})
    void systemExitIsRefused(String code) {
        Outcome.Failed failed = NOTEBOOK.failure("int one = 1;\n" + code);
        assertThat(failed.message()).contains("exit(3) would end the kernel");
        assertThat(Notebook.shown(failed)).contains(cell(NOTEBOOK.number()) + "2");
    }
}
