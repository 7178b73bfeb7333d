package greenloom.kernel.repl;

import greenloom.kernel.output.Cell;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the first cells quick: runs some in a hidden engine of its own, while the user has none running, so that the
 * JVM has loaded and compiled javac and JShell by the time they matter.
 */
final class WarmUp {
    private static final int ROUNDS = 6;
    private static final int PAUSE_MILLIS = 2;
    private static final List<String> CELLS = List.of(
            "1 + 1",
            "int a = 1;",
            "a + 1",
            "int f(int i) { return i + a; }\nf(2)",
            "for (int i = 0; i < 3; i++) { a += i; }",
            "record R(int x, String s) { }\nnew R(1, \"s\")",
            "IntStream.range(0, 3).map(i -> i * 2).boxed().toList()",
            "generator(co -> { for (int i = 0; i < 3; i++) { co.yield(i); } }).next()",
            "var list = new ArrayList<String>();\nlist.add(\"x\");\nlist",
            "noSuchName + 1",
            "throw new IllegalStateException(\"x\");");

    private final Engine engine;
    private final BooleanSupplier busy;

    private WarmUp(Engine engine, BooleanSupplier busy) {
        this.engine = engine;
        this.busy = busy;
    }

    /** Begins, on a thread of its own. {@code -Dgreenloom.warmup=off} does without it. */
    static void start(Engine engine, BooleanSupplier busy) {
        if (!"off".equals(System.getProperty("greenloom.warmup"))) {
            Thread thread = new Thread(new WarmUp(engine, busy)::run, "greenloom-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        try {
            do {
                pause();
            } while (engine.prepareOne());
            runHidden();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runHidden() throws InterruptedException {
        try (Engine hidden = new Engine()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (String code : CELLS) {
                    pause();
                    Foreground foreground = new Foreground(new PlainThreads(), Cell.detached(0), "warm-up",
                            hidden.loader());
                    new CellRun(hidden, CellText.of("warm-up", code), List.of(), foreground, List::of,
                            () -> {}).run();
                }
                pause();
                hidden.complete(CellText.of("", "list.siz"), 8);
                hidden.askOfNames(analysis -> new Inspector(analysis).inspect(CellText.of("", "list.size"), 9, 0));
            }
        }
    }

    /** A cell of the user's comes first. */
    private void pause() throws InterruptedException {
        do {
            Thread.sleep(PAUSE_MILLIS);
        } while (busy.getAsBoolean());
    }

    /** Away from the notebook's loop. */
    private static final class PlainThreads implements UserThreads {
        @Override
        public Running start(String name, @Nullable Object attachment, Runnable body) {
            Thread thread = Thread.ofVirtual().name(name).start(body);
            return _ -> thread.interrupt();
        }

        @Override
        public boolean isInterruption(Throwable thrown) {
            return false;
        }
    }
}
