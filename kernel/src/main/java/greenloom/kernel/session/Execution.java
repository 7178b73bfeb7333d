package greenloom.kernel.session;

import com.google.gson.JsonArray;
import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.history.History;
import greenloom.kernel.magic.CellRunner;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.repl.Live;
import greenloom.kernel.repl.LiveResults;
import greenloom.kernel.repl.Outcome;
import greenloom.kernel.wire.InvalidField;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs one cell for its request, from {@code execute_input} to the reply. */
final class Execution {
    private final CodeServices code;
    private final CellRunner runner;
    private final Outputs outputs;
    private final LiveResults results;
    private final History history;
    private final AtomicInteger count = new AtomicInteger(); // of stored cells; set by the cells' threads

    Execution(CodeServices code, CellRunner runner, Outputs outputs, LiveResults results, History history) {
        this.code = code;
        this.runner = runner;
        this.outputs = outputs;
        this.results = results;
        this.history = history;
    }

    /**
     * How a request ended.
     *
     * @param reply what is to be answered
     * @param abortsOthers whether the cells that wait behind it are not to run
     */
    record Ended(Content reply, boolean abortsOthers) {}

    /** Runs the cell and publishes all of it but its reply. */
    Ended run(Request request) throws InvalidField, InterruptedException {
        ExecuteRequest asked = ExecuteRequest.of(request);
        int number = asked.stored() ? count.incrementAndGet() : count.get();
        Cell cell = asked.cell(number, request);
        announce(request, cell, "execute_input",
                Content.empty().with("code", asked.code()).with("execution_count", number));
        outputs.begin(cell);
        Optional<String> topic = Help.topic(asked.code());
        if (topic.isPresent()) {
            outputs.end(cell);
            return help(topic.get(), number);
        }
        Outcome outcome = evaluate(cell, asked.code());
        Content expressions = outcome instanceof Outcome.Value ? expressions(cell, asked.expressions())
                : Content.empty();
        if (outcome instanceof Outcome.Value(_, Optional<Live> live) && live.isPresent()) {
            results.show(cell, (Outcome.Value) outcome); // what is to be updated must be a display, by the protocol
        }
        outputs.end(cell); // all that the cell printed is on its way before its result and its idle
        remember(asked, number, outcome);
        Content reply = tell(request, cell, outcome);
        return new Ended(
                reply.with("execution_count", number).with("user_expressions", expressions),
                outcome instanceof Outcome.Failed && asked.stopOnError());
    }

    /** Answers a cell that asks what {@code topic} is: in the pager of the front end. */
    private Ended help(String topic, int number) {
        MimeBundle page = code.inspect(topic, topic.length(), 1)
                .orElseGet(() -> MimeBundle.text("Nothing is known of " + topic + "."));
        Content reply = Content.ok().with("payload", Help.payload(page)).with("execution_count", number);
        return new Ended(reply.with("user_expressions", Content.empty()), false);
    }

    private Outcome evaluate(Cell cell, String code) throws InterruptedException {
        try {
            return runner.run(cell, code);
        } catch (RuntimeException | Error e) {
            outputs.end(cell);
            throw e;
        }
    }

    /** Publishes the outcome; the reply's content. */
    private static Content tell(Request request, Cell cell, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Value(Optional<MimeBundle> result, Optional<Live> live) -> {
                result.filter(bundle -> !bundle.data().isEmpty() && live.isEmpty()).ifPresent(
                        bundle -> announce(
                                request, cell, "execute_result",
                                Bundles.content(bundle).with("execution_count", cell.number())));
                yield Content.ok().with("payload", new JsonArray());
            }
            case Outcome.Failed(var name, var message, var traceback) -> {
                announce(request, cell, "error", Content.empty().withError(name, message, traceback));
                yield Content.error(name, message, traceback);
            }
        };
    }

    private static void announce(Request request, Cell cell, String type, Content content) {
        if (!cell.silent()) {
            request.outlet().announce(request.origin(), type, content);
        }
    }

    private Content expressions(Cell cell, Map<String, String> asked) throws InterruptedException {
        Content answers = Content.empty();
        for (Map.Entry<String, String> expression : asked.entrySet()) {
            answers.with(expression.getKey(), answer(runner.run(cell, expression.getValue())));
        }
        return answers;
    }

    private static Content answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Value(Optional<MimeBundle> result, _) ->
                Bundles.content(result.orElse(MimeBundle.text(""))).with("status", "ok");
            case Outcome.Failed(var name, var message, var traceback) -> Content.error(name, message, traceback);
        };
    }

    private void remember(ExecuteRequest asked, int number, Outcome outcome) {
        if (asked.stored()) {
            Optional<String> output = outcome instanceof Outcome.Value(Optional<MimeBundle> result, _)
                    ? result.flatMap(Bundles::text)
                    : Optional.empty();
            history.add(number, asked.code(), output);
        }
    }
}
