package greenloom.kernel.repl;

import greenloom.EventLoop;
import greenloom.Greenlet;
import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.output.Cell;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs Java cells: compiles them with JShell, each on a thread of its own, and runs them on greenlets of a loop. Cells
 * given while others run are run beside them, each on the loop of its shell; it is the session that makes the cells of one
 * shell wait for each other.
 */
public final class JavaEvaluator implements Evaluator {
    /** javac recurses deeply over long expressions. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Loops loops;
    private final Engine engine = new Engine();
    private final Set<Foreground> running = ConcurrentHashMap.newKeySet();
    private final ExecutorService compilers = Executors.newCachedThreadPool(JavaEvaluator::compilerThread);
    private final AtomicInteger repeats = new AtomicInteger();

    /** When the latest cell ended, or this was made, in {@link System#nanoTime()}. Any thread. */
    private volatile long busyUntil = System.nanoTime();

    private JavaEvaluator(Loops loops) {
        this.loops = loops;
    }

    /**
     * An evaluator whose cells run on greenlets.
     *
     * @param main the main shell's loop, which stays the caller's to close
     * @param subshells makes the loop of a subshell, whose id it is given
     */
    public static JavaEvaluator open(EventLoop main, Function<String, EventLoop> subshells) {
        JavaEvaluator evaluator = cold(main, subshells);
        WarmUp.start(evaluator.engine, evaluator::isBusy);
        return evaluator;
    }

    /** One that does nothing before it is asked. */
    static JavaEvaluator cold(EventLoop main, Function<String, EventLoop> subshells) {
        return new JavaEvaluator(new Loops(new GreenletThreads(main), subshells));
    }

    private static Thread compilerThread(Runnable work) {
        Thread thread = new Thread(null, work, "greenloom-evaluator", STACK);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(CellRequest request, Consumer<Outcome> onEnd) {
        Supplier<Outcome> cell = begin(request);
        compilers.execute(() -> onEnd.accept(cell.get()));
    }

    @Override
    public Outcome evaluate(CellRequest request) {
        return begin(request).get();
    }

    /** From now on an interrupt hits the cell; the rest of its run is what is returned. */
    private Supplier<Outcome> begin(CellRequest request) {
        Foreground foreground = foreground(request, request.cell().toString());
        CellRun run = run(request, foreground, () -> {});
        running.add(foreground);
        return () -> {
            Outcome outcome = run.run();
            busyUntil = System.nanoTime();
            running.remove(foreground);
            return outcome;
        };
    }

    @Override
    public void spawn(CellRequest request, String name, Runnable onCompiled, Consumer<Outcome> onEnd) {
        CellRun run = run(request, foreground(request, name), onCompiled);
        compilers.execute(() -> onEnd.accept(run.run()));
    }

    private Foreground foreground(CellRequest request, String name) {
        return new Foreground(loops.of(request.cell()), request.cell(), name, engine.loader());
    }

    private CellRun run(CellRequest request, Foreground foreground, Runnable onCompiled) {
        CellText text = CellText.part(label(request), request.code(), request.source());
        engine.places().begin(text);
        CellThreads.call(text.label(), request.cell());
        return new CellRun(engine, text, request.stops(), foreground, loops::others, onCompiled);
    }

    /** What stack frames call a cell. The parts of one share it; silent cells share their number with the next one. */
    private String label(CellRequest request) {
        String label = "Cell " + request.cell();
        CellText known = engine.places().cell(label);
        return known == null || known.isOf(request.source()) ? label : label + "'" + repeats.incrementAndGet();
    }

    /** Also for a while after a cell: who sends one after the other sends the next in no time. */
    private boolean isBusy() {
        return !running.isEmpty() || System.nanoTime() - busyUntil < QUIET_NANOS;
    }

    @Override
    public void endSubshell(String id) {
        running.stream().filter(each -> each.cell().subshell().equals(id)).forEach(Foreground::interrupt);
        loops.end(id);
    }

    @Override
    public void interrupt() {
        List<Foreground> now = List.copyOf(running); // not those that begin while it is looked who holds a loop
        loops.all().forEach(threads -> compilers.execute(
                () -> interrupt(threads, now.stream().filter(each -> each.isOn(threads)).toList())));
    }

    /** Interrupts cells of one loop; but a greenlet of an earlier one that does not let them run is what is to be stopped. */
    private static void interrupt(UserThreads threads, List<Foreground> cells) {
        try {
            if (!threads.stopHolder(cells.stream().flatMap(each -> each.running().stream()).toList())) {
                cells.forEach(Foreground::interrupt);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the evaluator is being closed
        }
    }

    @Override
    public List<LiveGreenlet> greenlets() {
        return loops.others().stream()
                .map(task -> new LiveGreenlet(task, running.stream()
                        .filter(each -> each.isTask(task)).findFirst().map(cell -> cell::interrupt)))
                .toList();
    }

    /** An exception of user code that has ended {@code greenlet}, as a cell's would be shown. */
    public Outcome.Failed explain(Throwable error, Greenlet<?> greenlet) {
        return new Tracebacks(engine.places(), greenlet).show(error);
    }

    @Override
    public Completeness isComplete(String code) {
        return engine.ask(analysis -> new Indents(analysis, engine::isJava).judge(code));
    }

    @Override
    public Completions complete(String code, int cursor) {
        return engine.complete(CellText.of("", code), Math.clamp(cursor, 0, code.length()));
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return engine.askOfNames(analysis -> new Inspector(analysis).inspect(CellText.of("", code), cursor, detail));
    }

    @Override
    public Workspace workspace() {
        return new EngineWorkspace(engine, loops);
    }

    @Override
    public void close() {
        compilers.shutdownNow();
        loops.close();
        engine.close();
    }
}
