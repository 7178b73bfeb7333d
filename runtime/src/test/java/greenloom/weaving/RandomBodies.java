package greenloom.weaving;

import java.util.Random;

/** Draws the bodies of generators: statements in statements, with yields at any place of an expression. All of them end. */
final class RandomBodies {
    private static final int DEPTH = 3;

    private final Random random;
    private int names;

    /** Whether a statement that is drawn now stands in a loop. */
    private int loops;

    RandomBodies(long seed) {
        this.random = new Random(seed);
    }

    /** A class with that many methods {@code body0...}, each of which makes a generator. */
    String source(String name, int count) {
        StringBuilder text = new StringBuilder("""
                package greenloom.weaving;
                import greenloom.*;
                import java.util.*;
                public final class %s {
                    static int n(Object o) { return o instanceof Integer i ? i : o == null ? 1 : o.toString().length(); }
                    static Object f(int a, long b, Object c) { return a + ":" + b + ":" + c; }
                    record P(Object left, int right) {}
                    static final class E extends RuntimeException { E(Object o) { super("E" + o); } }
                """.formatted(name));
        for (int i = 0; i < count; i++) {
            text.append(method(i));
        }
        return text.append("}\n").toString();
    }

    private String method(int number) {
        names = 0;
        loops = 0;
        int captured = random.nextInt(5);
        String body = """
                { int a = %d; long l = 7L; double d = 0.5; String s = "s"; Object o = null; int fuel = 40;
                %s
                return "" + a + l + d + s + o; }""".formatted(random.nextInt(3), block(DEPTH));
        String maker = switch (random.nextInt(3)) {
            case 0 -> "final int c = %d; return Generator.returning(co -> %s);".formatted(captured, body);
            case 1 -> """
                    final int c = %d; return Generator.returning(new Generator.ReturningBody<Object, Object, Object>() {
                    @Override public Object run(Yielder<Object, Object> co) throws Exception %s });"""
                    .formatted(captured, body);
            default -> "return Generator.returning(co -> r%d(co, log, %d));".formatted(number, captured);
        };
        // The last one gives the yielder away, so its helper is what another kind of body becomes: a reference.
        String helper = "static Object r%d(Yielder<Object, Object> co, List<Object> log, int c) throws Exception %s%n"
                .formatted(number, maker.contains("r" + number + "(") ? body : "{ return null; }");
        return helper + "static Generator<Object, Object, Object> body%d(List<Object> log) { %s }%n".formatted(number,
                maker);
    }

    private String block(int depth) {
        StringBuilder text = new StringBuilder();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            text.append(statement(depth)).append('\n');
        }
        return text.toString();
    }

    private String statement(int depth) {
        return switch (random.nextInt(depth > 0 ? 16 : 8)) {
            case 0 -> "co.yield(" + value() + ");";
            case 1 -> "log.add(" + value() + ");";
            case 2 -> "a " + pick("=", "+=", "-=", "^=") + " " + number() + ";";
            case 3 -> "l " + pick("=", "+=", "*=") + " " + number() + ";";
            case 4 -> "s = \"t\" + " + value() + "; if (s.length() > 20) s = \"cut\";";
            case 5 -> "o = " + value() + ";";
            case 6 -> "d += " + number() + ";";
            case 7 -> loops > 0 ? "if (" + condition() + ") " + pick("break;", "continue;") : "log.add(co.yield(s));";
            case 8, 9 -> "if (" + condition() + ") { " + block(depth - 1) + " } else { " + block(depth - 1) + " }";
            case 10, 11 -> loop(depth);
            case 12 ->
                "try { " + block(depth - 1) + " } catch (" + pick("RuntimeException", "IllegalStateException", "E")
                        + " e" + names + ") { log.add(e" + names++ + ".getMessage()); " + block(depth - 1) + " }";
            case 13 -> "try { " + block(depth - 1) + " } finally { log.add(\"f\" + a); " + statement(0) + " }";
            case 14 -> "switch (" + number() + " & 3) { case 0 -> { " + block(depth - 1) + " } case 1 -> { "
                    + block(depth - 1) + " } default -> log.add(\"d\"); }";
            default -> scoped(depth);
        };
    }

    private String scoped(int depth) {
        String name = "v" + names++;
        return switch (random.nextInt(4)) {
            case 0 ->
                "{ String " + name + " = \"\" + " + value() + "; " + block(depth - 1) + " log.add(" + name + "); }";
            case 1 -> "{ long " + name + " = " + number() + "; " + block(depth - 1) + " l += " + name + "; }";
            case 2 -> "if (" + condition() + ") throw new E(" + value() + ");";
            default ->
                "log.add(co.yieldFrom(Generator.<Object, Object, Object>returning(co" + names + " -> { log.add(co"
                        + names++ + ".yield(log.size())); return 3; })));";
        };
    }

    private String loop(int depth) {
        loops++;
        String body = block(depth - 1);
        loops--;
        String name = "i" + names++;
        return switch (random.nextInt(3)) {
            case 0 -> "for (int " + name + " = 0; " + name + " < 3 && fuel-- > 0; " + name + "++) { " + body + " }";
            case 1 -> "while (fuel-- > 0 && " + condition() + ") { " + body + " }";
            default -> "for (Object " + name + " : List.of(1, \"x\")) { if (fuel-- < 0) break; o = " + name + "; "
                    + body + " }";
        };
    }

    private String value() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> "co.yield(" + simple() + ")";
            case 2 -> "f(" + number() + ", l + " + number() + ", " + simple() + ")";
            case 3 -> "new P(" + simple() + ", " + number() + ")";
            case 4 -> "(" + condition() + " ? " + simple() + " : " + simple() + ")";
            case 5 -> "Arrays.toString(new int[] {" + number() + ", " + number() + "})";
            case 6 ->
                "switch (a & 1) { case 0 -> " + simple() + "; default -> { int q = " + number() + "; yield q; } }";
            case 7 -> "co.yield(co.yield(" + simple() + "))";
            default -> simple();
        };
    }

    private String simple() {
        return pick("a", "l", "s", "o", "c", "\"k\"", "a + s", "n(co.yield(a))", "co.yield(\"y\")",
                "new E(a).getMessage()");
    }

    private String number() {
        return pick("a", "c", "2", "n(co.yield(a))", "n(o)", "(a + n(co.yield(s)))", "s.length()",
                "n(co.yield(l)) * 2");
    }

    private String condition() {
        return switch (random.nextInt(4)) {
            case 0 -> number() + " > " + number();
            case 1 -> "o == null";
            case 2 -> "(" + number() + " & 1) == 0 && n(co.yield(\"and\")) > 1";
            default -> "co.yield(\"c\") != null || a > 3";
        };
    }

    private String pick(String... all) {
        return all[random.nextInt(all.length)];
    }
}
