package greenloom.kernel.repl;

import greenloom.EventLoop;
import greenloom.Tasks;
import greenloom.kernel.output.Cell;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where the cells of each shell run: the main shell's loop, and one for each subshell, so that a cell which holds the one
 * holds none of the others. A subshell's is made when its first cell runs: most subshells of front ends never have one.
 */
final class Loops {
    private final UserThreads main;
    private final Function<String, EventLoop> opener;
    private final Map<String, GreenletThreads> subshells = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    /** @param opener makes the loop of a subshell, whose id it is given */
    Loops(UserThreads main, Function<String, EventLoop> opener) {
        this.main = main;
        this.opener = opener;
    }

    /** Where {@code cell} runs. */
    UserThreads of(Cell cell) {
        return cell.subshell().isEmpty() ? main : subshells.computeIfAbsent(cell.subshell(), this::open);
    }

    private GreenletThreads open(String id) {
        if (ended.contains(id)) {
            throw new IllegalStateException("Subshell " + id + " is gone: nothing can run there any more");
        }
        return new GreenletThreads(opener.apply(id));
    }

    Stream<UserThreads> all() {
        return Stream.concat(Stream.of(main), subshells.values().stream());
    }

    /** All greenlets that live, but the caller's own if it is one. */
    List<Tasks.Task> others() {
        return all().flatMap(threads -> threads.others().stream()).toList();
    }

    /** Ends a subshell's loop, as soon as its greenlets let it; returns at once. */
    void end(String id) {
        ended.add(id);
        GreenletThreads threads = subshells.remove(id);
        if (threads != null) {
            Thread.ofPlatform().daemon().name("greenloom-ending-" + id).start(threads::close);
        }
    }

    /** Ends those of all subshells. */
    void close() {
        subshells.keySet().forEach(this::end);
    }
}
