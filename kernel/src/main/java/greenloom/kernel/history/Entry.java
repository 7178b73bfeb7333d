package greenloom.kernel.history;

import java.util.Optional;

/**
 * One cell that was run.
 *
 * @param session the number of its session
 * @param line its execution count there
 * @param output the plain text of its result
 */
public record Entry(int session, int line, String input, Optional<String> output) {

    Entry in(int otherSession) {
        return new Entry(otherSession, line, input, output);
    }
}
