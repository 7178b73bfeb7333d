package greenloom.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Which of the turns that are ready comes next: the one place that decides the order of a run. Carrier only. */
sealed interface RunOrder {
    void add(Turn turn);

    @Nullable Turn poll();

    int size();

    /** First come, first served: what asyncio, gevent and users expect. */
    static RunOrder fifo() {
        return new Fifo();
    }

    /** Any ready turn, chosen by a generator that the seed determines: shows races and repeats them. */
    static RunOrder seeded(long seed) {
        return new Seeded(seed);
    }

    /** A linked list through the turns themselves, so that queueing allocates nothing. */
    final class Fifo implements RunOrder {
        private @Nullable Turn first;
        private @Nullable Turn last;
        private int size;

        @Override
        public void add(Turn turn) {
            turn.next = null;
            if (last == null) {
                first = turn;
            } else {
                last.next = turn;
            }
            last = turn;
            size++;
        }

        @Override
        public @Nullable Turn poll() {
            Turn turn = first;
            if (turn != null) {
                first = turn.next;
                turn.next = null;
                if (first == null) {
                    last = null;
                }
                size--;
            }
            return turn;
        }

        @Override
        public int size() {
            return size;
        }
    }

    /** The turns of greenlets in no order, one taken at random; before them those of nobody. */
    final class Seeded implements RunOrder {
        private final SplittableRandom random;
        private final List<Turn> turns = new ArrayList<>();

        /** The loop's own, whose time depends on the machine: they are never drawn, so that the others are drawn the same each time. */
        private final Fifo ownTurns = new Fifo();

        Seeded(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        public void add(Turn turn) {
            if (turn.strand() == null) {
                ownTurns.add(turn);
            } else {
                turn.next = null;
                turns.add(turn);
            }
        }

        @Override
        public @Nullable Turn poll() {
            Turn own = ownTurns.poll();
            if (own != null || turns.isEmpty()) {
                return own;
            }
            // One that is alone is not drawn: where the JVM makes it wait, to load a class, its extra turn changes nothing for the others.
            int chosen = turns.size() == 1 ? 0 : random.nextInt(turns.size());
            Turn last = turns.removeLast();
            return chosen == turns.size() ? last : turns.set(chosen, last);
        }

        @Override
        public int size() {
            return ownTurns.size() + turns.size();
        }
    }
}
