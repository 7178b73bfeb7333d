package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static final Notebook NOTEBOOK = new Notebook();

    @AfterAll
    static void close() {
        NOTEBOOK.close();
    }

    @Test
    void aGeneratorIsMadeSentToAndClosedInThreeCells() {
        String made = NOTEBOOK.value(
                "Generator<Integer, String, Void> echo = generator(co -> {\n  int n = 0;\n  while (true) { heard.add(co.yield(++n)); }\n});"
                        .replace("heard", "HEARD")
                        .replace("Generator<Integer", "var HEARD = new ArrayList<String>();\nGenerator<Integer"),
                "echo.next()");
        assertThat(made).isEqualTo("1");
        assertThat(NOTEBOOK.value("echo.send(\"a word\")")).isEqualTo("2");
        assertThat(NOTEBOOK.value("echo.close(); echo.state()")).isEqualTo("CLOSED");
        assertThat(NOTEBOOK.value("HEARD")).isEqualTo("[a word]");
    }

    @Test
    void aGreenletSpawnedInOneCellIsAwaitedInAThird() {
        NOTEBOOK.value("var log = new ArrayList<String>(); var go = new Event();",
                "var slow = spawn(() -> { go.await(); log.add(\"woken\"); return 42; });",
                "log.add(\"next cell\"); go.set();");
        assertThat(NOTEBOOK.value("await(slow)")).isEqualTo("42");
        assertThat(NOTEBOOK.value("log")).isEqualTo("[next cell, woken]");
    }

    @Test
    void theSnippetsOfACellRunOnOneGreenlet() {
        assertThat(NOTEBOOK.value("var first = current();\nint gap = 1;\nfirst == current()")).isEqualTo("true");
    }

    @Test
    void aTimeoutBegunInOneSnippetReachesIntoTheNext() {
        Outcome.Failed failed = NOTEBOOK.failure("Timeout limit = Timeout.start(0.05);\nint gap2 = 1;\nsleep(30);");
        assertThat(failed.name()).isEqualTo("Timeout");
    }

    @Test
    void aCellRunsWhileAnotherWaits() {
        NOTEBOOK.value("var gate = new Event();");
        CompletableFuture<Outcome> waiting = NOTEBOOK.start("gate.await(); \"opened\"");
        assertThat(NOTEBOOK.value("1 + 1")).isEqualTo("2");
        assertThat(waiting).isNotDone();
        NOTEBOOK.value("gate.set();");
        assertThat(Notebook.text(Notebook.outcome(waiting))).isEqualTo("\"opened\"");
    }

    @Test
    void anUncaughtErrorOfAGreenletIsExplainedWithItsLine() {
        NOTEBOOK.value(
                "var failing = spawn(() -> {\n  sleep(0.01);\n  throw new IOException(\"late\");\n});\nwhile (!failing.ready()) sleep(0.01);");
        int cell = NOTEBOOK.number();
        Outcome.Failed failed = NOTEBOOK.failure("await(failing)");
        assertThat(Notebook.shown(failed)).contains("Cell In[" + cell + "], line 3");
    }

    @Test
    void aTryBlockThatFailsEndsTheGreenletsThatItHolds() {
        NOTEBOOK.value("""
                var ends = new ArrayList<String>();
                void failing() throws Exception {
                    try (TaskGroup group = TaskGroup.open()) {
                        group.spawn(() -> { try { new Event().await(); } finally { ends.add("child"); } });
                        yieldNow();
                        throw new IOException("method");
                    }
                }
                """);
        NOTEBOOK.value("try { failing(); } catch (IOException e) { ends.add(e.getMessage()); }", """
                try (var one = spawn(() -> new Event().await())) {
                    yieldNow();
                    throw new IOException("cell");
                } catch (IOException e) {
                    ends.add(e.getMessage());
                }
                """);
        assertThat(NOTEBOOK.value("ends")).isEqualTo("[child, method, cell]");
    }

    @Test
    void betweenTheLinesOfACellNobodyElseRuns() {
        String taken = NOTEBOOK.value("""
                var turns = new ArrayList<String>();
                var ping = spawn(() -> { for (int i = 0; i < 3; i++) { turns.add("a" + i); yieldNow(); } return null; });
                var pong = spawn(() -> { for (int i = 0; i < 3; i++) { turns.add("b" + i); yieldNow(); } return null; });
                joinAll(ping, pong);
                String.join(" ", turns)
                """);
        assertThat(taken).isEqualTo("\"a0 b0 a1 b1 a2 b2\"");
    }
}
