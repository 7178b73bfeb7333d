package greenloom.differential;

import java.util.List;

/** A program in Python. */
final class PythonSource {
    /** What all programs share. */
    static final String PRELUDE = """
            import inspect

            def told(e):
                if isinstance(e, StopIteration):
                    return 'StopIteration(%s)' % (e.value,)
                return type(e).__name__ + (': ' + str(e) if str(e) else '')

            def tell(trace, action):
                try:
                    trace.append('= %s' % (action(),))
                except BaseException as e:
                    trace.append('! ' + told(e))

            def closed(g):
                g.close()
                return 'closed'

            """;

    private final Lines lines = new Lines();

    private PythonSource() {}

    /** A function {@code name()} that runs the program and returns its trace. */
    static String of(Program program, String name) {
        PythonSource source = new PythonSource();
        source.function(program, name);
        return source.lines.toString();
    }

    private void function(Program program, String name) {
        lines.add("def " + name + "():");
        lines.inside(() -> {
            // Held until the trace is complete: reference counting would close what is dropped.
            lines.add("trace, g, held = [], [], []");
            lines.add("def new(body):");
            lines.inside(() -> {
                lines.add("held.append(body())");
                lines.add("return held[-1]");
            });
            for (int i = 0; i < program.bodies().size(); i++) {
                body(i, program.bodies().get(i));
            }
            program.generators().forEach(body -> lines.add("g.append(new(body" + body + "))"));
            program.steps().forEach(step -> lines.add("tell(trace, lambda: " + step(step) + ")"));
            lines.add("return list(trace) + [inspect.getgeneratorstate(x)[4:] for x in g]");
        });
    }

    private static String step(Step step) {
        String generator = "g[" + step.generator() + "]";
        return switch (step) {
            case Step.Next _ -> "next(" + generator + ")";
            case Step.Send send -> generator + ".send(" + Kind.told((Object) send.value()) + ")";
            case Step.Throw thrown -> generator + ".throw(" + thrown.kind() + "())";
            case Step.Close _ -> "closed(" + generator + ")";
        };
    }

    private void body(int index, List<Statement> body) {
        lines.add("def body" + index + "():");
        lines.inside(() -> {
            lines.add("if False: yield");
            body.forEach(this::statement);
        });
    }

    private void block(String head, List<Statement> block) {
        lines.add(head);
        lines.inside(() -> {
            lines.add("pass");
            block.forEach(this::statement);
        });
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Say say -> lines.add("trace.append('say " + say.id() + "')");
            case Statement.Yield yield ->
                lines.add("trace.append('got %s' % ((yield " + Kind.told((Object) yield.value()) + "),))");
            case Statement.Delegate inner ->
                lines.add("trace.append('value %s' % ((yield from new(body" + inner.body() + ")),))");
            case Statement.DelegateShared inner ->
                lines.add("trace.append('value %s' % ((yield from g[" + inner.generator() + "]),))");
            case Statement.NextShared other -> lines.add("tell(trace, lambda: next(g[" + other.generator() + "]))");
            case Statement.Raise raise -> lines.add("raise " + raise.kind());
            case Statement.Reraise raise -> lines.add("raise e" + raise.id());
            case Statement.Return end -> lines.add("return " + Kind.told((Object) end.value()));
            case Statement.Repeat loop -> block("for _ in range(" + loop.times() + "):", loop.body());
            case Statement.TryExcept both -> {
                block("try:", both.body());
                lines.add("except " + both.caught() + " as e" + both.id() + ":");
                lines.inside(() -> {
                    lines.add("trace.append('caught ' + told(e" + both.id() + "))");
                    both.handler().forEach(this::statement);
                });
            }
            case Statement.TryFinally both -> {
                block("try:", both.body());
                block("finally:", both.last());
            }
        }
    }
}
