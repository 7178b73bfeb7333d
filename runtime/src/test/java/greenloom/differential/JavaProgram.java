package greenloom.differential;

import greenloom.Generator;
import greenloom.Yielder;
import greenloom.internal.Sneaky;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What programs that have been written in Java are made of; see {@link JavaSource}. */
public abstract class JavaProgram {
    private final List<String> trace = new ArrayList<>();
    private final List<Generator<@Nullable Integer, @Nullable Integer, @Nullable Integer>> generators = new ArrayList<>();

    /** Whatever was made: what is dropped would be closed while the program still runs. */
    private final List<Generator<?, ?, ?>> held = new ArrayList<>();

    /** Makes the program's generators and takes its steps. */
    protected abstract void run();

    /** Runs the program and answers its trace. */
    final List<String> trace() {
        run();
        generators.forEach(generator -> trace.add(generator.state().name()));
        List<String> told = List.copyOf(trace);
        // What runs now may make more of them.
        for (int i = 0; i < held.size(); i++) {
            Interpreter.end(held.get(i));
        }
        return told;
    }

    /** How many of the bodies that have begun were compiled. */
    final long compiled() {
        return held.stream().filter(generator -> generator.explain().contains("is compiled")).count();
    }

    final long stackful() {
        return held.size() - compiled();
    }

    protected final Generator<@Nullable Integer, @Nullable Integer, @Nullable Integer> made(
            Generator<@Nullable Integer, @Nullable Integer, @Nullable Integer> generator) {
        held.add(generator);
        return generator;
    }

    protected final void add(Generator<@Nullable Integer, @Nullable Integer, @Nullable Integer> generator) {
        generators.add(generator);
    }

    protected final Generator<@Nullable Integer, @Nullable Integer, @Nullable Integer> g(int index) {
        return generators.get(index);
    }

    /** Takes the yielder of a body away from the weaver. */
    protected final Yielder<@Nullable Integer, @Nullable Integer> stackful(
            Yielder<@Nullable Integer, @Nullable Integer> co) {
        return co;
    }

    protected final void tell(Callable<@Nullable Object> action) {
        try {
            trace.add("= " + Kind.told(action.call()));
        } catch (Throwable thrown) {
            trace.add("! " + Kind.told(thrown));
        }
    }

    protected final @Nullable Object closed(int index) {
        g(index).close();
        return "closed";
    }

    protected final void say(int id) {
        trace.add("say " + id);
    }

    protected final void got(@Nullable Integer sent) {
        trace.add("got " + Kind.told((Object) sent));
    }

    protected final void value(@Nullable Integer result) {
        trace.add("value " + Kind.told((Object) result));
    }

    protected final Throwable make(String kind) {
        return Kind.valueOf(kind).make();
    }

    protected final RuntimeException raise(String kind) {
        return Sneaky.rethrow(make(kind));
    }

    /** Tells of it if {@code kind} catches it. */
    protected final boolean caught(String kind, Throwable thrown) {
        boolean catches = Kind.valueOf(kind).catches(thrown);
        if (catches) {
            trace.add("caught " + Kind.told(thrown));
        }
        return catches;
    }
}
