package greenloom.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Code that is to end and was told so before: each {@link Checkpoint} in it throws, as often as it takes, so that catching what is thrown does not
 * keep it running. By the strand that runs it, or by the plain virtual thread that no strand is. Any thread.
 */
final class Condemned {
    private record Sentence(Throwable error, long since) {}

    private static final Map<Object, Sentence> SENTENCES = new ConcurrentHashMap<>();

    private Condemned() {}

    /** From now on {@code error} is thrown at each check of {@code who}, until it is forgotten. */
    static void add(Object who, Throwable error) {
        if (SENTENCES.put(who, new Sentence(error, System.nanoTime())) == null) {
            Checkpoint.arm();
        }
    }

    /** {@code who} has ended. */
    static void forget(Object who) {
        if (!SENTENCES.isEmpty() && SENTENCES.remove(who) != null) {
            Checkpoint.disarm();
        }
    }

    /** Throws if {@code who} is to end. */
    static void check(Object who) {
        Sentence sentence = SENTENCES.get(who);
        if (sentence != null) {
            throw Sneaky.rethrow(sentence.error);
        }
    }

    /** Whether {@code who} was to end that long ago. */
    static boolean isSince(Object who, long nanos) {
        Sentence sentence = SENTENCES.get(who);
        return sentence != null && System.nanoTime() - sentence.since > nanos;
    }
}
