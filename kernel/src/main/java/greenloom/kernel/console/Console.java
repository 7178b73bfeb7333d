package greenloom.kernel.console;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.magic.CellRunner;
import greenloom.kernel.magic.Magics;
import greenloom.kernel.magic.Written;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.output.Prompter;
import greenloom.kernel.repl.Evaluator;
import greenloom.kernel.repl.LiveResults;
import greenloom.kernel.repl.Outcome;
import greenloom.kernel.session.Help;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Reads cells from a terminal and runs them, one after the other. What they leave running goes on meanwhile. All but
 * {@link #prompter} is one thread's.
 */
public final class Console implements AutoCloseable {
    private final TerminalSink screen;
    private final Outputs outputs;
    private final Evaluator evaluator;
    private final LiveResults results;
    private final CellRunner runner;
    private final Written written;
    private final Questions questions;
    private final Terminal terminal;
    private final CellParser parser;
    private final LineReader reader;
    private int count;

    /**
     * A console on this process's terminal, or on its standard input and output where they are none.
     *
     * @param screen where {@code outputs} lead
     * @param history the file that keeps what is typed, if any is to
     * @throws IOException with a sentence, if the terminal cannot be had
     */
    public Console(TerminalSink screen, Outputs outputs, Evaluator evaluator, LiveResults results, Magics magics,
            Optional<Path> history) throws IOException {
        this.screen = screen;
        this.outputs = outputs;
        this.evaluator = evaluator;
        this.results = results;
        runner = new CellRunner(evaluator, outputs, magics);
        written = new Written(evaluator, magics);
        questions = new Questions(outputs, screen);
        terminal = TerminalBuilder.builder().dumb(true).build();
        terminal.handle(Terminal.Signal.INT, _ -> evaluator.interrupt()); // while the reader reads, it has its own
        parser = new CellParser(written);
        LineReaderBuilder builder = LineReaderBuilder.builder().terminal(terminal).appName("greenloom").parser(parser)
                .completer(new CellCompleter(written, parser))
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P ...: ")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true); // "!" is Java's
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        reader = builder.build();
        screen.connect(reader);
    }

    /** Where cells ask the user. */
    public Prompter prompter() {
        return questions;
    }

    /** Greets, and runs cells until the user ends it. */
    public void run(String greeting) throws InterruptedException {
        screen.tell(greeting);
        for (Optional<String> typed = read(); typed.isPresent(); typed = read()) {
            answer(CompletableFuture.completedFuture(typed));
            if (!typed.get().isBlank()) {
                execute(typed.get().stripTrailing());
            }
        }
    }

    /** The next cell; empty when there will be none. */
    private Optional<String> read() {
        while (true) {
            try {
                return Optional.of(reader.readLine("In [" + (count + 1) + "]: "));
            } catch (UserInterruptException e) {
                // Ctrl-C gives up what was typed, and nothing else.
            } catch (EndOfFileException e) {
                return Optional.empty();
            }
        }
    }

    private void execute(String source) throws InterruptedException {
        Optional<String> topic = Help.topic(source);
        if (topic.isPresent()) {
            screen.tell(help(topic.get()));
            return;
        }
        count++;
        Cell cell = new Cell(count, "console-" + count, false, true, true, this);
        screen.begin(cell);
        outputs.begin(cell);
        Outcome outcome = run(cell, source);
        if (outcome instanceof Outcome.Value value && value.live().isPresent()) {
            results.show(cell, value);
        }
        outputs.end(cell); // all that it printed is on the screen before its result
        screen.end();
        tell(outcome);
    }

    private String help(String topic) {
        return written.inspect(topic, topic.length(), 1).map(TerminalSink::text)
                .orElse("Nothing is known of " + topic + ".");
    }

    /** Runs the cell on a thread of its own; this one has the terminal, for what the cell asks. */
    private Outcome run(Cell cell, String source) throws InterruptedException {
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        Thread.ofPlatform().daemon().stackSize(Evaluator.STACK).name("greenloom-cell").start(() -> {
            try {
                end.complete(runner.run(cell, source));
            } catch (InterruptedException | RuntimeException | Error e) {
                end.completeExceptionally(e);
            }
            questions.wake();
        });
        answer(end);
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(cell + " could not be run: " + e.getMessage(), e);
        }
    }

    /** Puts questions to the user as they come, until {@code ended} is. */
    private void answer(CompletableFuture<?> ended) throws InterruptedException {
        Questions.Question question = questions.next(ended);
        while (!question.answer().isDone()) {
            put(question);
            question = questions.next(ended);
        }
    }

    private void put(Questions.Question question) {
        screen.endLine();
        parser.takeAnyLine(true);
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        try {
            question.answer()
                    .complete(question.password() ? reader.readLine(question.prompt(), '\0')
                            : reader.readLine(question.prompt()));
        } catch (UserInterruptException e) {
            evaluator.interrupt();
            question.answer().cancel(false);
        } catch (EndOfFileException e) {
            question.answer().complete("\u0004"); // as front ends send it
        } finally {
            reader.setVariable(LineReader.DISABLE_HISTORY, false);
            parser.takeAnyLine(false);
        }
    }

    private void tell(Outcome outcome) {
        switch (outcome) {
            case Outcome.Value(Optional<MimeBundle> result, var live) ->
                result.filter(bundle -> !bundle.data().isEmpty() && live.isEmpty()).map(TerminalSink::text)
                        .ifPresent(
                                text -> screen.tell("Out[" + count + "]:" + (text.contains("\n") ? "\n" : " ") + text));
            case Outcome.Failed failed -> screen.tell(String.join("\n", failed.traceback()));
        }
    }

    /** Gives the terminal back as it was. */
    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
