package greenloom.differential;

import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A program in Java, for people and for javac: a class within another one. */
final class JavaSource {
    private final Lines lines = new Lines();
    private final IntPredicate stackful;

    private JavaSource(IntPredicate stackful) {
        this.stackful = stackful;
    }

    /** The class {@code name}; {@code stackful} tells which bodies give their yielder away. */
    static String of(Program program, String name, IntPredicate stackful) {
        JavaSource source = new JavaSource(stackful);
        source.type(program, name);
        return source.lines.toString();
    }

    private void type(Program program, String name) {
        block("public static final class " + name + " extends greenloom.differential.JavaProgram {", () -> {
            for (int i = 0; i < program.bodies().size(); i++) {
                body(i, program.bodies().get(i));
            }
            block("@Override protected void run() {", () -> {
                program.generators().forEach(body -> lines.add("add(body" + body + "());"));
                program.steps().forEach(step -> lines.add("tell(() -> " + step(step) + ");"));
            });
        });
    }

    private void body(int index, List<Statement> body) {
        lines.add("Generator<Integer, Integer, Integer> body" + index + "() { return made(Generator.returning("
                + (stackful.test(index) ? "given -> { var co = stackful(given);" : "co -> {"));
        lines.inside(() -> {
            body.forEach(this::statement);
            lines.add("return null;");
        });
        lines.add("})); }");
    }

    private static String step(Step step) {
        int generator = step.generator();
        return switch (step) {
            case Step.Next _ -> "g(" + generator + ").next()";
            case Step.Send send -> "g(" + generator + ").send(" + value(send.value()) + ")";
            case Step.Throw thrown -> "g(" + generator + ").throwInto(make(\"" + thrown.kind() + "\"))";
            case Step.Close _ -> "closed(" + generator + ")";
        };
    }

    private static String value(@Nullable Integer value) {
        return String.valueOf(value);
    }

    private void block(String head, Runnable inside) {
        lines.add(head);
        lines.inside(inside);
        lines.add("}");
    }

    private void block(String head, List<Statement> block) {
        block(head, () -> block.forEach(this::statement));
    }

    /** What leaves a block is conditional: what follows would not be reachable. */
    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Say say -> lines.add("say(" + say.id() + ");");
            case Statement.Yield yield -> lines.add("got(co.yield(" + value(yield.value()) + "));");
            case Statement.Delegate inner -> lines.add("value(co.yieldFrom(body" + inner.body() + "()));");
            case Statement.DelegateShared inner -> lines.add("value(co.yieldFrom(g(" + inner.generator() + ")));");
            case Statement.NextShared other -> lines.add("tell(() -> g(" + other.generator() + ").next());");
            case Statement.Raise raise -> lines.add("if (true) throw raise(\"" + raise.kind() + "\");");
            case Statement.Reraise raise -> lines.add("if (true) throw e" + raise.id() + ";");
            case Statement.Return end -> lines.add("if (true) return " + value(end.value()) + ";");
            case Statement.Repeat loop ->
                block("for (int i" + lines.depth() + " = 0; i" + lines.depth() + " < " + loop.times() + "; i"
                        + lines.depth() + "++) {", loop.body());
            case Statement.TryExcept both -> {
                lines.add("try {");
                lines.inside(() -> both.body().forEach(this::statement));
                block("} catch (Throwable e" + both.id() + ") {", () -> {
                    lines.add("if (!caught(\"" + both.caught() + "\", e" + both.id() + ")) throw e" + both.id() + ";");
                    both.handler().forEach(this::statement);
                });
            }
            case Statement.TryFinally both -> {
                lines.add("try {");
                lines.inside(() -> both.body().forEach(this::statement));
                block("} finally {", both.last());
            }
        }
    }
}
