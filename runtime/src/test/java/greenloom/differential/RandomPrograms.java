package greenloom.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Draws programs: each seed gives the same one for ever. */
final class RandomPrograms {
    private static final int BODIES = 4;
    private static final int GENERATORS = 3;
    private static final int DEEPEST = 3;

    private final SplittableRandom random;
    private int ids;

    private RandomPrograms(long seed) {
        random = new SplittableRandom(seed);
    }

    static Program draw(long seed) {
        return new RandomPrograms(seed).program();
    }

    private Program program() {
        List<List<Statement>> bodies = new ArrayList<>();
        for (int i = 0; i < BODIES; i++) {
            bodies.add(block(i, DEEPEST, List.of()));
        }
        List<Integer> generators = new ArrayList<>(List.of(0));
        while (generators.size() < GENERATORS) {
            generators.add(random.nextInt(BODIES));
        }
        List<Step> steps = new ArrayList<>();
        for (int i = random.nextInt(4, 14); i > 0; i--) {
            steps.add(step(random.nextInt(4) == 0 ? random.nextInt(GENERATORS) : 0));
        }
        return new Program(bodies, generators, steps);
    }

    private Step step(int generator) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> new Step.Throw(generator, raised());
            case 2 -> new Step.Close(generator);
            case 3, 4, 5 -> new Step.Send(generator, value());
            default -> new Step.Next(generator);
        };
    }

    private Kind raised() {
        return anyOf(Kind.RAISED);
    }

    private Kind anyOf(List<Kind> kinds) {
        return kinds.get(random.nextInt(kinds.size()));
    }

    private @Nullable Integer value() {
        return random.nextInt(4) == 0 ? null : (Integer) random.nextInt(100);
    }

    /** Statements for a body, inside the handlers with these ids. */
    private List<Statement> block(int body, int depth, List<Integer> handlers) {
        List<Statement> block = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            block.add(
                    depth > 0 && random.nextInt(5) < 3 ? compound(body, depth - 1, handlers) : simple(body, handlers));
        }
        return block;
    }

    private Statement compound(int body, int depth, List<Integer> handlers) {
        return switch (random.nextInt(5)) {
            case 0 -> new Statement.Repeat(random.nextInt(1, 4), block(body, depth, handlers));
            case 1, 2 -> new Statement.TryFinally(block(body, depth, handlers), block(body, depth, handlers));
            default -> {
                int id = ids++;
                List<Integer> inside = new ArrayList<>(handlers);
                inside.add(id);
                yield new Statement.TryExcept(block(body, depth, handlers),
                        anyOf(Kind.CAUGHT), id, block(body, depth, inside));
            }
        };
    }

    private Statement simple(int body, List<Integer> handlers) {
        return switch (random.nextInt(16)) {
            case 0 -> new Statement.Say(ids++);
            case 1 -> new Statement.Return(value());
            case 2 -> new Statement.Raise(raised());
            case 3 -> new Statement.NextShared(random.nextInt(GENERATORS));
            case 4 -> new Statement.DelegateShared(random.nextInt(GENERATORS));
            case 5 -> handlers.isEmpty() ? new Statement.Raise(raised())
                    : new Statement.Reraise(handlers.get(random.nextInt(handlers.size())));
            case 6, 7, 8 -> body + 1 < BODIES ? new Statement.Delegate(random.nextInt(body + 1, BODIES))
                    : new Statement.Yield(value());
            default -> new Statement.Yield(value());
        };
    }
}
