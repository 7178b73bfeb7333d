package greenloom.differential;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program in Java, for people: cells of a notebook. */
final class JavaSource {
    private final Lines lines = new Lines();

    private JavaSource() {}

    static String of(Program program) {
        JavaSource source = new JavaSource();
        source.cells(program);
        return source.lines.toString();
    }

    private void cells(Program program) {
        lines.add("Generator<Integer, Integer, Integer>[] g = new Generator[" + program.generators().size() + "];");
        for (int i = 0; i < program.bodies().size(); i++) {
            List<Statement> body = program.bodies().get(i);
            block("Generator<Integer, Integer, Integer> body" + i + "() { return Generator.returning(co -> {", body);
            lines.add(endsBefore(body) ? "}); }" : "    return null; }); }");
        }
        for (int i = 0; i < program.generators().size(); i++) {
            lines.add("g[" + i + "] = body" + program.generators().get(i) + "();");
        }
        program.steps().forEach(step -> lines.add(step(step)));
    }

    /** Whether javac would call a statement after these unreachable. */
    private static boolean endsBefore(List<Statement> block) {
        return !block.isEmpty() && switch (block.getLast()) {
            case Statement.Raise _,Statement.Reraise _,Statement.Return _ -> true;
            default -> false;
        };
    }

    private static String step(Step step) {
        String generator = "g[" + step.generator() + "]";
        return switch (step) {
            case Step.Next _ -> generator + ".next();";
            case Step.Send send -> generator + ".send(" + value(send.value()) + ");";
            case Step.Throw thrown -> generator + ".throwInto(" + make(thrown.kind()) + ");";
            case Step.Close _ -> generator + ".close();";
        };
    }

    private static String value(@Nullable Integer value) {
        return String.valueOf(value);
    }

    private static String make(Kind kind) {
        return "new " + kind.java + (kind == Kind.StopIteration ? "(null)" : "()");
    }

    private void block(String head, List<Statement> block) {
        lines.add(head);
        lines.inside(() -> block.forEach(this::statement));
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Say say -> lines.add("print(\"say " + say.id() + "\");");
            case Statement.Yield yield -> lines.add("print(\"got \" + co.yield(" + value(yield.value()) + "));");
            case Statement.Delegate inner ->
                lines.add("print(\"value \" + co.yieldFrom(body" + inner.body() + "()));");
            case Statement.DelegateShared inner ->
                lines.add("print(\"value \" + co.yieldFrom(g[" + inner.generator() + "]));");
            case Statement.NextShared other ->
                lines.add("try { print(g[" + other.generator() + "].next()); } catch (Throwable e) { print(e); }");
            case Statement.Raise raise -> lines.add("throw " + make(raise.kind()) + ";");
            case Statement.Reraise raise -> lines.add("throw e" + raise.id() + ";");
            case Statement.Return end -> lines.add("return " + value(end.value()) + ";");
            case Statement.Repeat loop -> {
                block("for (int i = 0; i < " + loop.times() + "; i++) {", loop.body());
                lines.add("}");
            }
            case Statement.TryExcept both -> {
                block("try {", both.body());
                lines.add("} catch (" + both.caught().java + " e" + both.id() + ") {");
                lines.inside(() -> {
                    lines.add("print(\"caught \" + e" + both.id() + ");");
                    both.handler().forEach(this::statement);
                });
                lines.add("}");
            }
            case Statement.TryFinally both -> {
                block("try {", both.body());
                block("} finally {", both.last());
                lines.add("}");
            }
        }
    }
}
