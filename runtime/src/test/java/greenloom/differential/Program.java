package greenloom.differential;

import greenloom.differential.Statement.Repeat;
import greenloom.differential.Statement.TryExcept;
import greenloom.differential.Statement.TryFinally;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A program: some bodies, some generators with them, and what is done to these.
 *
 * @param bodies each may delegate to new generators with later ones only, so that every program ends
 * @param generators which body each has
 * @param steps what is done, in order
 */
record Program(List<List<Statement>> bodies, List<Integer> generators, List<Step> steps) {
    /** All programs that are a little smaller than this one. */
    Stream<Program> smaller() {
        Stream<Program> fewerSteps = without(steps).map(fewer -> new Program(bodies, generators, fewer));
        Stream<Program> lesserBodies = Stream.iterate(0, i -> i < bodies.size(), i -> i + 1)
                .flatMap(
                        i -> smaller(bodies.get(i)).map(body -> new Program(with(bodies, i, body), generators, steps)));
        return Stream.concat(fewerSteps, lesserBodies);
    }

    private static <T> Stream<List<T>> without(List<T> all) {
        return Stream.iterate(0, i -> i < all.size(), i -> i + 1).map(i -> {
            List<T> fewer = new ArrayList<>(all);
            fewer.remove((int) i);
            return fewer;
        });
    }

    private static <T> List<T> with(List<T> all, int index, T element) {
        List<T> changed = new ArrayList<>(all);
        changed.set(index, element);
        return changed;
    }

    private static Stream<List<Statement>> smaller(List<Statement> block) {
        Stream<List<Statement>> within = Stream.iterate(0, i -> i < block.size(), i -> i + 1)
                .flatMap(i -> smaller(block.get(i)).map(lesser -> {
                    List<Statement> changed = new ArrayList<>(block.subList(0, i));
                    changed.addAll(lesser);
                    changed.addAll(block.subList(i + 1, block.size()));
                    return changed;
                }));
        return Stream.concat(without(block), within);
    }

    /** What may stand in place of a statement. A handler stays where it is: it may raise again. */
    private static Stream<List<Statement>> smaller(Statement statement) {
        return switch (statement) {
            case Repeat loop -> Stream.concat(Stream.of(loop.body()),
                    within(loop.body(), body -> new Repeat(loop.times(), body)));
            case TryFinally both -> Stream.of(Stream.of(both.body(), both.last()),
                    within(both.body(), body -> new TryFinally(body, both.last())),
                    within(both.last(), last -> new TryFinally(both.body(), last))).flatMap(s -> s);
            case TryExcept both -> Stream.of(Stream.of(both.body()),
                    within(both.body(), body -> new TryExcept(body, both.caught(), both.id(), both.handler())),
                    within(both.handler(), handler -> new TryExcept(both.body(), both.caught(), both.id(), handler)))
                    .flatMap(s -> s);
            default -> Stream.empty();
        };
    }

    private static Stream<List<Statement>> within(List<Statement> block, Function<List<Statement>, Statement> rebuild) {
        return smaller(block).map(lesser -> List.of(rebuild.apply(lesser)));
    }
}
