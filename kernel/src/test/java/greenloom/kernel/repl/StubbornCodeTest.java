package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupts of code that does not end at the first word, and of greenlets that let no cell run. */
class StubbornCodeTest {
    private static final String COUNT = "greenloom.test.count";

    /** What stands for TELL in cells: says once more that they are there, also from a loop on which nobody else gets a turn. */
    private static final String TELL = "System.setProperty(\"COUNT\", \"\" + (Integer.getInteger(\"COUNT\", 0) + 1));"
            .replace("COUNT", COUNT);

    private final Notebook notebook = new Notebook();

    @BeforeEach
    void begin() {
        System.clearProperty(COUNT);
    }

    @AfterEach
    void close() {
        notebook.close();
    }

    private void run(String... cells) {
        for (String cell : cells) {
            notebook.value(cell.replace("TELL", TELL));
        }
    }

    private CompletableFuture<Outcome> start(String cell) {
        return notebook.start(cell.replace("TELL", TELL));
    }

    private static void awaitCount(int count) throws InterruptedException {
        long begun = System.nanoTime();
        while (Integer.getInteger(COUNT, 0) < count) {
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(60);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void interrupt() {
        notebook.evaluator().interrupt();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "while (true) { try { TELL new LinkedBlockingQueue<String>().take(); } catch (InterruptedException e) { } }",
            "while (true) { try { TELL sleep(600); } catch (Throwable e) { } }",
            "while (true) { try { TELL while (true) { } } catch (Throwable e) { } }",
            "for (;;) { try { TELL Thread.sleep(600_000); } catch (Exception e) { } finally { continue; } }"
    })
    void theSecondInterruptInsists(String code) throws InterruptedException {
        CompletableFuture<Outcome> running = start(code);
        awaitCount(1);
        interrupt();
        awaitCount(2);
        assertThat(running).isNotDone();
        interrupt();
        assertThat(Notebook.failure(running).name()).isEqualTo("Interrupted");
        assertThat(notebook.value("1 + 1")).isEqualTo("2");
    }

    @Test
    void aLoopOfAnEarlierCellIsStoppedAndUsesTheProcessorNoMore() throws InterruptedException {
        run("long spin() { TELL long n = 0; while (true) n++; }\nSupplier<Long> spinning = () -> spin();");
        CompletableFuture<Outcome> running = notebook.start("spinning.get()");
        awaitCount(1);
        interrupt();
        assertThat(Notebook.shown(Notebook.failure(running))).contains("spin", "line 1");
        assertThat(notebook.value("1 + 1")).isEqualTo("2");
        long before = loopNanos();
        TimeUnit.SECONDS.sleep(1);
        assertThat(TimeUnit.NANOSECONDS.toMillis(loopNanos() - before)).isLessThan(500);
    }

    /** What the threads that carry loops have used of the processor. */
    private static long loopNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("main"))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.threadId()))).sum();
    }

    @Test
    void aGreenletThatHoldsTheLoopIsStoppedAndNotTheCellBehindIt() throws InterruptedException {
        run("var log = new ArrayList<String>(); var go = new Event();",
                "var other = spawn(() -> { go.await(); log.add(\"other\"); });",
                "var hog = spawn(() -> { TELL while (true) { } });");
        awaitCount(1);
        CompletableFuture<Outcome> behind = notebook.start("go.set(); other.join(); log.add(\"behind\"); log");
        interrupt();
        assertThat(Notebook.text(Notebook.outcome(behind))).isEqualTo("[other, behind]");
        Outcome.Failed failed = notebook.failure("await(hog)");
        assertThat(failed.name()).isEqualTo("Interrupted");
        assertThat(Notebook.shown(failed)).contains("held the loop", "while (true)");
    }

    @Test
    void aGreenletThatHoldsTheLoopWhateverItCatchesIsStoppedByTheSecondInterrupt() throws InterruptedException {
        run("var hog = spawn(() -> { while (true) { try { TELL while (true) { } } catch (Throwable e) { } } });");
        awaitCount(1);
        CompletableFuture<Outcome> behind = notebook.start("1 + 1");
        interrupt();
        awaitCount(2);
        interrupt();
        assertThat(Notebook.text(Notebook.outcome(behind))).isEqualTo("2");
        assertThat(notebook.value("hog.join(60); hog.ready()")).isEqualTo("true");
    }

    @Test
    void aPlainVirtualThreadThatHoldsTheLoopIsStopped() throws InterruptedException {
        run("var hog = Thread.ofVirtual().start(() -> { TELL while (true) { } });");
        awaitCount(1);
        CompletableFuture<Outcome> behind = notebook.start("hog.join(); hog.getState()");
        interrupt();
        assertThat(Notebook.text(Notebook.outcome(behind))).isEqualTo("TERMINATED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lock.lock();", "synchronized (door) { }", "permits.acquireUninterruptibly();"})
    void aWaitThatTheJdkDoesNotInterruptIsLeftBehindAndItsCodeEndsWhenItReturns(String wait)
            throws InterruptedException {
        run("""
                var lock = new java.util.concurrent.locks.ReentrantLock(); var door = new Object();
                var permits = new Semaphore(0); var held = new CountDownLatch(1); var gate = new CountDownLatch(1);
                Thread.ofPlatform().daemon().start(() -> {
                    lock.lock();
                    synchronized (door) {
                        held.countDown();
                        try { gate.await(); } catch (InterruptedException e) { }
                    }
                    lock.unlock();
                    permits.release();
                });
                held.await();""",
                "var log = new ArrayList<String>(); Greenlet<?> waiting;",
                "void after() { log.add(\"after\"); }");
        CompletableFuture<Outcome> running = start("waiting = current(); TELL\n" + wait + "\nafter();");
        awaitCount(1);
        TimeUnit.MILLISECONDS.sleep(100);
        interrupt();
        assertThat(Notebook.shown(Notebook.failure(running))).contains("Interrupted", "line 2");
        assertThat(notebook.value("waiting.ready()")).isEqualTo("false");
        run("gate.countDown();");
        assertThat(notebook.value("waiting.join(60); waiting.ready() + \" \" + log")).isEqualTo("\"true []\"");
    }

    @Test
    void aNativeCallIsLeftBehindAndItsCodeEndsWhenItReturns() throws InterruptedException {
        run("import java.lang.foreign.*;",
                """
                        var linker = Linker.nativeLinker();
                        var nap = linker.downcallHandle(linker.defaultLookup().find("sleep").orElseThrow(),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));""",
                "var log = new ArrayList<String>(); Greenlet<?> napping;",
                "void after() { log.add(\"after\"); }",
                "var other = spawn(() -> { while (true) sleep(0.01); });");
        CompletableFuture<Outcome> running = start(
                "napping = current(); TELL\nint slept = (int) nap.invokeExact(5);\nafter();");
        awaitCount(1);
        TimeUnit.MILLISECONDS.sleep(100);
        interrupt();
        Outcome.Failed failed = Notebook.failure(running);
        assertThat(failed.name()).isEqualTo("Interrupted");
        assertThat(Notebook.shown(failed)).contains("this call cannot be", "line 2");
        assertThat(notebook.value("napping.ready() + \" \" + other.ready()")).isEqualTo("\"false false\"");
        assertThat(notebook.value("napping.join(60); napping.ready() + \" \" + log")).isEqualTo("\"true []\"");
    }
}
