package greenloom.differential;

import greenloom.Generator;
import greenloom.Yielder;
import greenloom.internal.Sneaky;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Runs a program over {@link Generator} and tells what happens. */
final class Interpreter {
    /** A body has returned. */
    private record Returned(@Nullable Integer value) {}

    private final Program program;
    private final List<String> trace = new ArrayList<>();
    private final List<Generator<@Nullable Integer, @Nullable Integer, @Nullable Integer>> generators = new ArrayList<>();

    /** Whatever was made: what is dropped would be closed while the program still runs. */
    private final List<Generator<?, ?, ?>> held = new ArrayList<>();

    private Interpreter(Program program) {
        this.program = program;
        program.generators().forEach(body -> generators.add(generator(body)));
    }

    static List<String> run(Program program) {
        Interpreter interpreter = new Interpreter(program);
        program.steps().forEach(interpreter::take);
        interpreter.generators.forEach(generator -> interpreter.trace.add(generator.state().name()));
        List<String> trace = List.copyOf(interpreter.trace);
        // What runs now may make more of them.
        for (int i = 0; i < interpreter.held.size(); i++) {
            end(interpreter.held.get(i));
        }
        return trace;
    }

    /** Closes it until it gives in. */
    static void end(Generator<?, ?, ?> generator) {
        while (generator.state() != Generator.State.CLOSED) {
            try {
                generator.close();
            } catch (RuntimeException _) {
                // The trace is complete: what happens now is of no interest.
            }
        }
    }

    private void take(Step step) {
        var generator = generators.get(step.generator());
        tell(switch (step) {
            case Step.Next _ -> generator::next;
            case Step.Send send -> () -> generator.send(send.value());
            case Step.Throw thrown -> () -> generator.throwInto(thrown.kind().make());
            case Step.Close _ -> () -> {
                generator.close();
                return "closed";
            };
        });
    }

    private void tell(Callable<@Nullable Object> action) {
        try {
            trace.add("= " + Kind.told(action.call()));
        } catch (Throwable thrown) {
            trace.add("! " + Kind.told(thrown));
        }
    }

    private Generator<@Nullable Integer, @Nullable Integer, @Nullable Integer> generator(int body) {
        Generator<@Nullable Integer, @Nullable Integer, @Nullable Integer> made = Generator.returning(co -> {
            Returned end = new Body(co).run(program.bodies().get(body));
            return end == null ? null : end.value();
        });
        held.add(made);
        return made;
    }

    /** One run of a body. */
    private final class Body {
        private final Yielder<@Nullable Integer, @Nullable Integer> co;

        /** What each handler that is running has caught, by its id. */
        private final Map<Integer, Throwable> caught = new HashMap<>();

        Body(Yielder<@Nullable Integer, @Nullable Integer> co) {
            this.co = co;
        }

        @Nullable Returned run(List<Statement> block) {
            for (Statement statement : block) {
                Returned end = run(statement);
                if (end != null) {
                    return end;
                }
            }
            return null;
        }

        private @Nullable Returned run(Statement statement) {
            switch (statement) {
                case Statement.Say say -> trace.add("say " + say.id());
                case Statement.Yield yield -> trace.add("got " + Kind.told((Object) co.yield(yield.value())));
                case Statement.Delegate inner -> delegate(generator(inner.body()));
                case Statement.DelegateShared inner -> delegate(generators.get(inner.generator()));
                case Statement.NextShared other -> tell(generators.get(other.generator())::next);
                case Statement.Raise raise -> throw Sneaky.rethrow(raise.kind().make());
                case Statement.Reraise raise -> throw Sneaky.rethrow(caught.get(raise.id()));
                case Statement.Return end -> {
                    return new Returned(end.value());
                }
                case Statement.Repeat loop -> {
                    return repeat(loop);
                }
                case Statement.TryExcept both -> {
                    return tryExcept(both);
                }
                case Statement.TryFinally both -> {
                    return tryFinally(both);
                }
            }
            return null;
        }

        private void delegate(Generator<@Nullable Integer, @Nullable Integer, @Nullable Integer> inner) {
            trace.add("value " + Kind.told((Object) co.yieldFrom(inner)));
        }

        private @Nullable Returned repeat(Statement.Repeat loop) {
            Returned end = null;
            for (int i = 0; i < loop.times() && end == null; i++) {
                end = run(loop.body());
            }
            return end;
        }

        private @Nullable Returned tryExcept(Statement.TryExcept both) {
            try {
                return run(both.body());
            } catch (Throwable thrown) {
                if (!both.caught().catches(thrown)) {
                    throw thrown;
                }
                trace.add("caught " + Kind.told(thrown));
                caught.put(both.id(), thrown);
                return run(both.handler());
            }
        }

        private @Nullable Returned tryFinally(Statement.TryFinally both) {
            Returned end;
            try {
                end = run(both.body());
            } catch (Throwable thrown) {
                // In Python, too, a return in a finally block swallows what is on its way.
                Returned last = run(both.last());
                if (last == null) {
                    throw thrown;
                }
                return last;
            }
            Returned last = run(both.last());
            return last == null ? end : last;
        }
    }
}
