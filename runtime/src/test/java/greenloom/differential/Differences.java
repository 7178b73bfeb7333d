package greenloom.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a program that two interpreters disagree about, and makes it small. */
final class Differences {
    /** Runs programs in another way. */
    @FunctionalInterface
    interface Peer {
        List<List<String>> run(List<Program> programs) throws Exception;
    }

    private static final int MOST_ROUNDS = 200;

    private final Peer peer;

    Differences(Peer peer) {
        this.peer = peer;
    }

    /** The first of {@code programs} that the peer runs differently. */
    Optional<Program> find(List<Program> programs) throws Exception {
        List<List<String>> theirs = peer.run(programs);
        for (int i = 0; i < programs.size(); i++) {
            if (!theirs.get(i).equals(Interpreter.run(programs.get(i)))) {
                return Optional.of(programs.get(i));
            }
        }
        return Optional.empty();
    }

    /** The smallest one found on the way down from {@code different}. */
    Program shrink(Program different) throws Exception {
        Program smallest = different;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Optional<Program> next = find(smallest.smaller().toList());
            if (next.isEmpty()) {
                break;
            }
            smallest = next.get();
        }
        return smallest;
    }

    /** A difference as people want to read it: both sources, both traces. */
    String tell(long seed, Program program) throws Exception {
        List<String> parts = new ArrayList<>();
        parts.add("Seed " + seed + " differs. Python:");
        parts.add(PythonSource.of(program, "program"));
        parts.add("Java:");
        parts.add(JavaSource.of(program, "Program", _ -> false));
        parts.add("The other trace: " + peer.run(List.of(program)).getFirst());
        parts.add("Java's trace:    " + Interpreter.run(program));
        return String.join("\n", parts);
    }
}
