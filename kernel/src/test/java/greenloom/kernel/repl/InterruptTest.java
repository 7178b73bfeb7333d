package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptTest {
    private static final Notebook NOTEBOOK = new Notebook();

    @AfterAll
    static void close() {
        NOTEBOOK.close();
    }

    private static final String BEGUN = "greenloom.test.begun";

    /** Asked for without running a cell: an endless loop would let none run. */
    private static Outcome.Failed interrupted(String code) throws InterruptedException {
        System.clearProperty(BEGUN);
        NOTEBOOK.value("int kept = 99;");
        CompletableFuture<Outcome> running = NOTEBOOK.start("System.setProperty(\"" + BEGUN + "\", \"\");\n" + code);
        while (System.getProperty(BEGUN) == null) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        TimeUnit.MILLISECONDS.sleep(100);
        assertThat(running).isNotDone();
        NOTEBOOK.evaluator().interrupt();
        return Notebook.failure(running);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "while (true) {}",
            "for (;;) { kept++; kept--; }",
            "do { } while (kept > 0);",
            "while (true) { try { sleep(1); } catch (Exception e) { } }",
            "sleep(600);",
            "Thread.sleep(600_000);",
            "await(new AsyncResult<Integer>());",
            "new LinkedBlockingQueue<String>().take();",
            "int spin(int n) { for (;;) { n += n % 7; } }\nspin(1);",
            "Runnable busy = () -> { while (true) { } }; busy.run();",
            "int down(int n) { try { return down(n + 1); } catch (StackOverflowError e) { return down(n + 1); } }\ndown(0);",
            "Stream.generate(() -> 1).filter(n -> n > 1).findFirst();",
            "new ProcessBuilder(\"sleep\", \"600\").start().getInputStream().read();"
    })
    void isStopped(String code) throws InterruptedException {
        Outcome.Failed failed = interrupted(code);
        assertThat(failed.name()).isEqualTo("Interrupted");
        assertThat(Notebook.shown(failed)).contains("Cell In[");
        assertThat(NOTEBOOK.value("kept")).isEqualTo("99");
    }

    @Test
    void theLineWhereTheCodeWasIsShown() throws InterruptedException {
        assertThat(Notebook.shown(interrupted("int a = 1;\nint b = 2;\nsleep(600);"))).contains("line 4",
                "sleep(600);");
    }

    @Test
    void greenletsOfOtherCellsLiveOn() throws InterruptedException {
        NOTEBOOK.value("var other = spawn(() -> { sleep(0.5); return \"alive\"; });");
        interrupted("sleep(600);");
        assertThat(NOTEBOOK.value("await(other)")).isEqualTo("\"alive\"");
    }

    @Test
    void anInterruptWithNothingRunningHarmsNothing() {
        NOTEBOOK.evaluator().interrupt();
        assertThat(NOTEBOOK.value("2 + 2")).isEqualTo("4");
    }
}
