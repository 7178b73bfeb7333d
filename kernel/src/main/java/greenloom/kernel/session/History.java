package greenloom.kernel.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was run in this session; any thread. */
final class History {
    /** The number of the one session there is. */
    static final int SESSION = 1;

    /**
     * One cell.
     *
     * @param line its execution count
     * @param output the plain text of its result
     */
    record Entry(int line, String input, Optional<String> output) {}

    private final List<Entry> entries = new ArrayList<>(); // guarded by this

    synchronized void add(int line, String input, Optional<String> output) {
        entries.add(new Entry(line, input, output));
    }

    /** The last {@code n} entries. */
    synchronized List<Entry> tail(int n) {
        return lastOf(entries, n);
    }

    /** Entries with {@code start <= line < stop}. */
    synchronized List<Entry> range(int start, int stop) {
        return entries.stream().filter(entry -> entry.line() >= start && entry.line() < stop).toList();
    }

    /** The last {@code n} entries whose whole input matches the glob; where unique, each input once, at its last place. */
    List<Entry> search(String glob, int n, boolean unique) {
        Glob wanted = new Glob(glob);
        List<Entry> found = snapshot().stream().filter(entry -> wanted.matches(entry.input())).toList();
        return lastOf(unique ? unique(found) : found, n);
    }

    private synchronized List<Entry> snapshot() {
        return List.copyOf(entries);
    }

    private static List<Entry> unique(List<Entry> found) {
        Map<String, Entry> byInput = new LinkedHashMap<>();
        for (Entry entry : found) {
            byInput.remove(entry.input()); // so that it moves to the end
            byInput.put(entry.input(), entry);
        }
        return List.copyOf(byInput.values());
    }

    private static List<Entry> lastOf(List<Entry> list, int n) {
        return List.copyOf(list.subList(Math.max(0, list.size() - Math.max(0, n)), list.size()));
    }
}
