package greenloom.weaving;

import greenloom.Async;
import greenloom.Generator;
import greenloom.GeneratorExit;
import greenloom.Yielder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Bodies of all shapes, each in a method that makes its generator; what they do on the way goes to {@code log}. */
@SuppressWarnings("all") // Odd code is the point.
public final class Shapes {
    private Shapes() {}

    interface Body extends Generator.Body<Object, Object> {}

    private static Generator<Object, Object, ?> gen(Body body) {
        return Async.generator(body);
    }

    private static Generator<Object, Object, ?> ret(Generator.ReturningBody<Object, Object, Object> body) {
        return Generator.returning(body);
    }

    static int n(Object o) {
        return o instanceof Integer i ? i : o == null ? 1 : o.toString().length();
    }

    // Straight code and loops.

    static Generator<Object, Object, ?> straight(List<Object> log) {
        return gen(co -> { log.add(co.yield(1)); log.add(co.yield("two")); });
    }

    static Generator<Object, Object, ?> noYield(List<Object> log) {
        return gen(co -> log.add("ran"));
    }

    static Generator<Object, Object, ?> expression(List<Object> log) {
        return gen(co -> co.yield(7));
    }

    static Generator<Object, Object, ?> returns(List<Object> log) {
        return ret(co -> { Object a = co.yield(1); return "got " + a; });
    }

    static Generator<Object, Object, ?> returnsYield(List<Object> log) {
        return ret(co -> co.yield(1));
    }

    static Generator<Object, Object, ?> forLoop(List<Object> log) {
        return gen(co -> { for (int i = 0; i < 4; i++) log.add(co.yield(i)); });
    }

    static Generator<Object, Object, ?> whileTrue(List<Object> log) {
        return gen(co -> { int i = 0; while (true) { i += n(co.yield(i)); } });
    }

    static Generator<Object, Object, ?> doWhile(List<Object> log) {
        return gen(co -> { int i = 3; do { co.yield(i); } while (--i > 0); });
    }

    static Generator<Object, Object, ?> loopAtStart(List<Object> log) {
        return gen(co -> { while (n(co.yield("again")) < 100) { } });
    }

    static Generator<Object, Object, ?> labelled(List<Object> log) {
        return gen(co -> {
            outer: for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    int got = n(co.yield(i * 10 + j));
                    if (got == 2) continue outer;
                    if (got == 3) break outer;
                }
            }
            log.add("end");
        });
    }

    static Generator<Object, Object, ?> forEachList(List<Object> log) {
        return gen(co -> { for (String s : List.of("a", "b", "c")) log.add(s + co.yield(s)); });
    }

    static Generator<Object, Object, ?> forEachArray(List<Object> log) {
        return gen(co -> { for (long s : new long[]{1, 2, 3L << 40}) log.add(s + n(co.yield(s))); });
    }

    static Generator<Object, Object, ?> forEachEntries(List<Object> log) {
        return gen(co -> {
            for (Map.Entry<String, Integer> e : new TreeMap<>(Map.of("a", 1, "b", 2)).entrySet())
                log.add(e.getKey() + e.getValue() + co.yield(e.getKey()));
        });
    }

    static Generator<Object, Object, ?> nestedLoops(List<Object> log) {
        return gen(co -> {
            int sum = 0;
            for (int i = 0; i < 3; i++) { int j = i; while (j-- > 0) { sum += n(co.yield(sum)); } co.yield("row"); }
        });
    }

    // Exceptions.

    static Generator<Object, Object, ?> tryCatch(List<Object> log) {
        return gen(co -> {
            for (int i = 0; i < 5; i++) {
                try { log.add(co.yield(i)); } catch (RuntimeException e) { log.add("caught " + e.getMessage() + i); }
            }
        });
    }

    static Generator<Object, Object, ?> tryFinally(List<Object> log) {
        return gen(co -> { int i = 5; try { co.yield(i); i = 6; co.yield(i); } finally { log.add("finally " + i); } });
    }

    static Generator<Object, Object, ?> nestedTries(List<Object> log) {
        return gen(co -> {
            try {
                try { co.yield(1); } catch (IllegalStateException e) { log.add("inner"); co.yield(2); } finally { log.add("f1"); co.yield(3); }
            } catch (Exception e) { log.add("outer " + e.getMessage()); co.yield(4); } finally { log.add("f2"); }
        });
    }

    static Generator<Object, Object, ?> yieldInCatch(List<Object> log) {
        return gen(co -> {
            int kept = 1;
            while (kept < 50) {
                try { kept += n(co.yield(kept)); if (kept % 3 == 0) throw new IllegalArgumentException("three"); }
                catch (Exception e) { log.add(co.yield(e.getClass().getSimpleName()) + e.getMessage()); }
            }
        });
    }

    static Generator<Object, Object, ?> yieldInFinally(List<Object> log) {
        return ret(co -> { try { return co.yield(1); } finally { log.add(co.yield("finally")); } });
    }

    static Generator<Object, Object, ?> finallyReturns(List<Object> log) {
        return ret(co -> { try { co.yield(1); throw new IllegalStateException("x"); } finally { return "swallowed"; } });
    }

    static Generator<Object, Object, ?> swallowsExit(List<Object> log) {
        return gen(co -> { for (int i = 0; i < 3; i++) try { co.yield(i); } catch (GeneratorExit e) { log.add("no"); } });
    }

    static Generator<Object, Object, ?> exitReturns(List<Object> log) {
        return ret(co -> { try { co.yield(1); } catch (GeneratorExit e) { return "closed"; } return "open"; });
    }

    record Resource(String name, List<Object> log) implements AutoCloseable {
        @Override public void close() throws IOException { log.add("close " + name); if (name.equals("bad")) throw new IOException("bad close"); }
    }

    static Generator<Object, Object, ?> withResources(List<Object> log) {
        return gen(co -> { try (Resource a = new Resource("a", log); Resource b = new Resource("b", log)) { co.yield(a.name()); co.yield(b.name()); } });
    }

    static Generator<Object, Object, ?> suppressed(List<Object> log) {
        return gen(co -> {
            try (Resource a = new Resource("bad", log)) { co.yield(a.name()); }
            catch (Exception e) { log.add(e.getMessage() + e.getSuppressed().length); co.yield("after"); }
        });
    }

    static Generator<Object, Object, ?> multiCatch(List<Object> log) {
        return gen(co -> {
            try { co.yield(1); } catch (IllegalStateException | IllegalArgumentException e) { log.add(e.getMessage()); throw new IOException(e); }
        });
    }

    static Generator<Object, Object, ?> throwsAfter(List<Object> log) {
        return gen(co -> { Object o = co.yield(1); if (o == null) throw new IOException("null"); o.getClass(); throw new IllegalStateException("end"); });
    }

    static Generator<Object, Object, ?> handlerNeedsLocal(List<Object> log) {
        return gen(co -> { int a = 1; try { a = 2; co.yield(a); a = 3; co.yield(a); } catch (RuntimeException e) { log.add("a=" + a); } });
    }

    static Generator<Object, Object, ?> rethrows(List<Object> log) {
        return gen(co -> { try { co.yield(1); } catch (Throwable t) { log.add("saw"); throw t; } });
    }

    // Yields in the midst of expressions.

    static Generator<Object, Object, ?> sum(List<Object> log) {
        return gen(co -> log.add(n(co.yield(1)) + 10 * n(co.yield(2)) + 100 * n(co.yield(3))));
    }

    static Generator<Object, Object, ?> longsOnStack(List<Object> log) {
        return gen(co -> { long l = 1L << 40; log.add(l + n(co.yield(1)) * (l - n(co.yield(2)))); });
    }

    static Generator<Object, Object, ?> doublesOnStack(List<Object> log) {
        return gen(co -> { double d = 0.5; float f = 2f; log.add(d + n(co.yield(d)) / (f + n(co.yield(f)))); });
    }

    static Generator<Object, Object, ?> arguments(List<Object> log) {
        return gen(co -> log.add(String.format("%s %s %s", "a", co.yield(1), List.of(n(co.yield(2)), 3))));
    }

    static String join(int a, long b, Object c, double d) {
        return a + "," + b + "," + c + "," + d;
    }

    static Generator<Object, Object, ?> mixedArguments(List<Object> log) {
        return gen(co -> log.add(join(1, 2L, co.yield("x"), n(co.yield("y")))));
    }

    static Generator<Object, Object, ?> nestedYields(List<Object> log) {
        return gen(co -> log.add(co.yield(co.yield(co.yield(1)))));
    }

    static Generator<Object, Object, ?> constructor(List<Object> log) {
        return gen(co -> log.add(new StringBuilder("x" + co.yield(1)).append(co.yield(2)).toString()));
    }

    static Generator<Object, Object, ?> nestedConstructors(List<Object> log) {
        return gen(co -> log.add(new Resource(new String("n" + co.yield(1)), new ArrayList<>(List.of(new Object[]{n(co.yield(2))}))).toString()));
    }

    static Generator<Object, Object, ?> conditionalConstructor(List<Object> log) {
        return gen(co -> { for (int i = 0; i < 3; i++) log.add(new StringBuilder(i % 2 == 0 ? "e" + co.yield(i) : "odd").toString()); });
    }

    static Generator<Object, Object, ?> thrownConstruction(List<Object> log) {
        return gen(co -> { throw new IllegalStateException("because " + co.yield(1)); });
    }

    static final class Loud {
        static final List<String> SEEN = new ArrayList<>();
        static { SEEN.add("initialised"); }
        final Object what;
        Loud(Object what) { this.what = what; }
    }

    static Generator<Object, Object, ?> initialisation(List<Object> log) {
        return gen(co -> { Loud l = new Loud(co.yield("before")); log.add(Loud.SEEN + "" + l.what); });
    }

    static Generator<Object, Object, ?> ternary(List<Object> log) {
        return gen(co -> { for (int i = 0; i < 4; i++) log.add(i % 2 == 0 ? co.yield(i) : "odd" + i); });
    }

    static Generator<Object, Object, ?> ternaryArgument(List<Object> log) {
        return gen(co -> { for (int i = 0; i < 4; i++) co.yield(i > 1 ? "big" : i); });
    }

    static Generator<Object, Object, ?> shortCircuit(List<Object> log) {
        return gen(co -> { for (int i = 0; i < 3; i++) log.add(co.yield("l" + i) != null && n(co.yield("r" + i)) > 1 || i == 2); });
    }

    static Generator<Object, Object, ?> arrayInitialiser(List<Object> log) {
        return gen(co -> { int[] a = {1, n(co.yield("a")), 3, n(co.yield("b"))}; log.add(a[1] + a[3] + a.length); });
    }

    static Generator<Object, Object, ?> objectArray(List<Object> log) {
        return gen(co -> log.add(List.of(new Object[]{"x", "" + co.yield(1), new int[][]{{n(co.yield(2))}, {}}.length})));
    }

    static Generator<Object, Object, ?> compoundArray(List<Object> log) {
        return gen(co -> { int[] a = {1, 2, 3}; int i = 0; a[i++] += n(co.yield(a[0])); a[i] <<= n(co.yield(a[1])); log.add(a[0] + "," + a[1] + i); });
    }

    static Generator<Object, Object, ?> compoundLocal(List<Object> log) {
        return gen(co -> { long x = 5; x *= n(co.yield(x)); String s = "s"; s += co.yield(x); log.add(s); });
    }

    static int counter;
    static Generator<Object, Object, ?> compoundField(List<Object> log) {
        return gen(co -> { counter = 1; counter += n(co.yield("f")); log.add(counter++ + counter); });
    }

    static Generator<Object, Object, ?> chain(List<Object> log) {
        return gen(co -> { Object a, b; a = b = co.yield(1); log.add(a + "" + b); });
    }

    static Generator<Object, Object, ?> condition(List<Object> log) {
        return gen(co -> { if (n(co.yield("if")) > 1) log.add("yes"); else log.add(co.yield("no")); });
    }

    static Generator<Object, Object, ?> caste(List<Object> log) {
        return gen(co -> { Integer i = (Integer) (Object) co.yield("int"); log.add(i == null ? "none" : i + 1); });
    }

    static Generator<Object, Object, ?> instance(List<Object> log) {
        return gen(co -> { if (co.yield(1) instanceof Integer i && i > 1) log.add("i" + i); });
    }

    // Switches.

    static Generator<Object, Object, ?> oldSwitch(List<Object> log) {
        return gen(co -> { for (int i = 0; i < 4; i++) switch (n(co.yield(i))) { case 1: log.add("one"); case 2: co.yield("fall"); break; default: log.add("d"); } });
    }

    static Generator<Object, Object, ?> sparseSwitch(List<Object> log) {
        return gen(co -> { for (int i : new int[]{1, 1000, -5}) switch (i) { case 1 -> co.yield("1"); case 1000 -> { int x = 2; co.yield(x); log.add(x); } default -> co.yield("d"); } });
    }

    static Generator<Object, Object, ?> stringSwitch(List<Object> log) {
        return gen(co -> { for (String s : List.of("a", "b")) switch (s) { case "a" -> log.add(co.yield("A")); default -> log.add(co.yield("?")); } });
    }

    enum Colour { RED, GREEN }
    static Generator<Object, Object, ?> enumSwitch(List<Object> log) {
        return gen(co -> { for (Colour c : Colour.values()) log.add(switch (c) { case RED -> co.yield("r"); case GREEN -> 5; }); });
    }

    static Generator<Object, Object, ?> switchExpression(List<Object> log) {
        return gen(co -> { for (int i = 0; i < 3; i++) log.add("v" + switch (i) { case 0 -> n(co.yield("zero")); case 1 -> { int t = n(co.yield("one")); yield t * 2; } default -> 9; }); });
    }

    record Pair(Object left, Object right) {}
    sealed interface Shape permits Circle, Square {}
    record Circle(int r) implements Shape {}
    record Square(int s) implements Shape {}

    static Generator<Object, Object, ?> patterns(List<Object> log) {
        return gen(co -> {
            for (Object o : new Object[]{new Pair(1, "x"), new Pair("y", 2), 5, "s"})
                switch (o) {
                    case Pair(Integer l, var r) when n(co.yield("guard")) > 1 -> log.add("p" + l + co.yield(r));
                    case Pair(var l, var r) -> log.add(co.yield(l) + "q" + r);
                    case Integer i -> co.yield(i);
                    default -> log.add(o);
                }
        });
    }

    static Generator<Object, Object, ?> sealedSwitch(List<Object> log) {
        return gen(co -> { for (Shape s : new Shape[]{new Circle(1), new Square(2)}) log.add(switch (s) { case Circle(int r) -> r + n(co.yield(r)); case Square(int q) -> q; }); });
    }

    // Locals.

    static Generator<Object, Object, ?> primitives(List<Object> log) {
        return gen(co -> {
            boolean z = true; byte b = -1; short s = -2; char c = 'c'; int i = -3; long l = Long.MIN_VALUE; float f = Float.intBitsToFloat(0x7fc12345); double d = Double.longBitsToDouble(0x7ff8000000001234L);
            co.yield(1);
            log.add(z + "" + b + s + c + i + l + Float.floatToRawIntBits(f) + Double.doubleToRawLongBits(d));
        });
    }

    static Generator<Object, Object, ?> manyLocals(List<Object> log) {
        return gen(co -> {
            String a = "a", b = "b", c = "c", d = "d", e = "e", f = "f", g = "g", h = "h"; int i = 1, j = 2, k = 3, l = 4; long m = 5; double q = 6;
            co.yield(a);
            log.add(a + b + c + d + e + f + g + h + i + j + k + l + m + q);
            g = "G"; l = 40; co.yield(b);
            log.add(g + h + i + l + m + q);
        });
    }

    static Generator<Object, Object, ?> reusedSlots(List<Object> log) {
        return gen(co -> { { int x = 1; co.yield(x); } { String x = "s"; co.yield(x); log.add(x); } { double x = 2; co.yield(x); log.add(x); } { long x = 3; co.yield(x); } co.yield(null); });
    }

    static Generator<Object, Object, ?> unassigned(List<Object> log) {
        return gen(co -> { int x; String s; if (co.yield(1) == null) { x = 1; s = "n"; } else { co.yield("mid"); x = 2; s = "v"; } co.yield(x); log.add(s + x); });
    }

    static Generator<Object, Object, ?> nullLocal(List<Object> log) {
        return gen(co -> { String s = null; co.yield(1); log.add(s); s = "x"; co.yield(2); log.add(s); });
    }

    static Generator<Object, Object, ?> merges(List<Object> log) {
        return gen(co -> { var x = co.yield(1) == null ? new ArrayList<Object>() : List.<Object>of(1); co.yield(x.size()); log.add(x); });
    }

    static Generator<Object, Object, ?> arraysInLocals(List<Object> log) {
        return gen(co -> { int[][] a = {{1}, {2, 3}}; String[] s = {"q"}; Object o = a; co.yield(a[1][0]); log.add(a[0][0] + s[0] + (o == a)); });
    }

    // Captures, references, classes.

    static Generator<Object, Object, ?> captures(List<Object> log) {
        int a = 3; long b = 4; String c = "c"; double d = 0.25;
        return gen(co -> { for (int i = 0; i < a; i++) log.add(co.yield(c + b + d + i)); });
    }

    private static void reference(Yielder<Object, Object> co) { co.yield("ref"); co.yield("again"); }
    static Generator<Object, Object, ?> staticReference(List<Object> log) { return gen(Shapes::reference); }

    private static int intReference(Yielder<Object, Object> co) { return n(co.yield("int")); }
    static Generator<Object, Object, ?> intReturningReference(List<Object> log) { return ret(Shapes::intReference); }

    private static final class Holder {
        private final List<Object> log; private int field = 1;
        Holder(List<Object> log) { this.log = log; }
        void body(Yielder<Object, Object> co) { while (field < 9) { field += n(co.yield(field)); } log.add(this.field); }
        Generator<Object, Object, ?> reference() { return gen(this::body); }
        Generator<Object, Object, ?> lambda() { return gen(co -> { field++; co.yield(field); log.add(field); }); }
    }
    static Generator<Object, Object, ?> stackful_boundReferenceToAnotherClass(List<Object> log) { return gen(new Holder(log)::body); }
    static Generator<Object, Object, ?> boundReference(List<Object> log) { return new Holder(log).reference(); }
    static Generator<Object, Object, ?> capturesThis(List<Object> log) { return new Holder(log).lambda(); }

    static Generator<Object, Object, ?> anonymous(List<Object> log) {
        return gen(new Body() { int i = 2; @Override public void run(Yielder<Object, Object> co) { while (i-- > 0) log.add(co.yield(i)); } });
    }

    record RecordBody(int times, List<Object> log) implements Body {
        @Override public void run(Yielder<Object, Object> co) { for (int i = 0; i < times; i++) log.add(co.yield(this)); }
        @Override public String toString() { return "RecordBody"; }
    }
    static Generator<Object, Object, ?> recordBody(List<Object> log) { return gen(new RecordBody(2, log)); }

    static final class Bridged implements Generator.ReturningBody<Object, Object, Object> {
        @Override public String run(Yielder<Object, Object> co) { return "r" + co.yield("bridged"); }
    }
    static Generator<Object, Object, ?> bridged(List<Object> log) { return ret(new Bridged()); }

    static class Base implements Body { final List<Object> log; Base(List<Object> log) { this.log = log; } @Override public void run(Yielder<Object, Object> co) throws Exception { log.add(co.yield("base")); } }
    static final class Inherits extends Base { Inherits(List<Object> log) { super(log); } }
    static Generator<Object, Object, ?> inherited(List<Object> log) { return gen(new Inherits(log)); }

    static Generator<Object, Object, ?> nestedLambda(List<Object> log) {
        return gen(co -> { Function<Object, Object> f = x -> "f" + x; log.add(f.apply(co.yield(1))); Supplier<Object> s = () -> log.size(); co.yield(s.get()); });
    }

    static Generator<Object, Object, ?> nestedGenerator(List<Object> log) {
        return gen(co -> { for (Object o : gen(inner -> { inner.yield("i1"); inner.yield("i2"); })) log.add(co.yield(o)); });
    }

    static Generator<Object, Object, ?> resumesItself(List<Object> log) {
        Generator<Object, Object, ?>[] self = new Generator[1];
        self[0] = gen(co -> { try { self[0].next(); } catch (IllegalStateException e) { log.add("running"); } co.yield(self[0].state()); });
        return self[0];
    }

    static Generator<Object, Object, ?> synchronizedBeside(List<Object> log) {
        return gen(co -> { synchronized (log) { log.add("in"); } co.yield(1); synchronized (log) { log.add("again"); } co.yield(2); });
    }

    static Generator<Object, Object, ?> concatenation(List<Object> log) {
        return gen(co -> log.add("a" + co.yield(1) + 'b' + n(co.yield(2)) + 1.5 + co.yield(3)));
    }

    static Generator<Object, Object, ?> assertion(List<Object> log) {
        return gen(co -> { assert co.yield("assert") != null : "message " + co.yield("why"); co.yield("after"); });
    }

    // Delegation.

    static Generator<Object, Object, ?> delegates(List<Object> log) {
        return ret(co -> { Object v = co.yieldFrom(ret(inner -> { log.add(inner.yield("i1")); log.add(inner.yield("i2")); return "inner"; })); log.add(v); return co.yield("own"); });
    }

    static Generator<Object, Object, ?> delegatesInTry(List<Object> log) {
        return gen(co -> {
            for (int i = 0; i < 3; i++)
                try { log.add(co.yieldFrom(tryFinally(log))); } catch (RuntimeException e) { log.add("outer caught"); } finally { log.add("outer finally"); }
        });
    }

    static Generator<Object, Object, ?> delegatesDeep(List<Object> log) {
        return gen(co -> log.add(co.yieldFrom(gen(two -> log.add(two.yieldFrom(gen(three -> log.add(three.yieldFrom(tryCatch(log)))))))))); 
    }

    static Generator<Object, Object, ?> delegatesToStubborn(List<Object> log) {
        return gen(co -> log.add(co.yieldFrom(swallowsExit(log))));
    }

    static Generator<Object, Object, ?> delegatesToStackful(List<Object> log) {
        return gen(co -> { co.yieldFrom(stackful_captured(log)); co.yieldFrom(stackful_held(log)); });
    }

    static Generator<Object, Object, ?> delegatesToEnded(List<Object> log) {
        return gen(co -> { Generator<Object, Object, ?> g = expression(log); g.next(); g.close(); log.add(co.yieldFrom(g)); co.yield("end"); });
    }

    static Generator<Object, Object, ?> delegatesToNull(List<Object> log) {
        return gen(co -> { try { co.yieldFrom(null); } catch (NullPointerException e) { log.add("npe"); } co.yield("end"); });
    }

    static Generator<Object, Object, ?> delegatesTwice(List<Object> log) {
        return gen(co -> { Generator<Object, Object, ?> g = forLoop(log); co.yield(g.next()); log.add("" + co.yieldFrom(g) + co.yieldFrom(g)); });
    }

    static Generator<Object, Object, ?> delegatesInExpression(List<Object> log) {
        return gen(co -> log.add(1 + n(co.yieldFrom(straight(log))) + "x" + co.yieldFrom(returns(log))));
    }

    // What stays stackful.

    static Generator<Object, Object, ?> stackful_captured(List<Object> log) {
        return gen(co -> { Runnable r = () -> log.add(co.yield("captured")); r.run(); co.yield("own"); });
    }

    private static void help(Yielder<Object, Object> co, Object what) { co.yield(what); }
    static Generator<Object, Object, ?> stackful_helper(List<Object> log) {
        return gen(co -> { help(co, 1); log.add(co.yield(2)); help(co, 3); });
    }

    static Generator<Object, Object, ?> stackful_copied(List<Object> log) {
        return gen(co -> { var other = co; log.add(other.yield(1)); log.add(co.yield(2)); });
    }

    static Generator<Object, Object, ?> stackful_held(List<Object> log) {
        return gen(co -> { synchronized (new Object()) { log.add(co.yield("held")); } });
    }

    static Generator<Object, Object, ?> stackful_methodReference(List<Object> log) {
        return gen(co -> List.of(1, 2).forEach(co::yield));
    }

    static synchronized void locked(Yielder<Object, Object> co) { co.yield("locked"); }
    static Generator<Object, Object, ?> stackful_synchronizedMethod(List<Object> log) { return gen(Shapes::locked); }

    static Generator<Object, Object, ?> stackful_yieldAll(List<Object> log) {
        return gen(co -> co.yieldAll(List.of(1, 2, 3)));
    }

    static final class Overrides extends Base {
        Overrides(List<Object> log) { super(log); }
        @Override public void run(Yielder<Object, Object> co) throws Exception { super.run(co); co.yield("more"); }
    }
    static Generator<Object, Object, ?> stackful_overridden(List<Object> log) { return gen(new Overrides(log)); }

    static Generator<Object, Object, ?> stackful_assigned(List<Object> log) {
        return gen(co -> { co.yield(1); co = null; log.add("assigned"); });
    }
}
