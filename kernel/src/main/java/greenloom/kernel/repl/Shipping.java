package greenloom.kernel.repl;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The classes of cells as they run, for worker processes: also as they were before the latest redefinitions, as a worker may yet have to begin
 * with what was submitted before. Any thread.
 */
final class Shipping {
    /** Workers remember as many. */
    private static final int MOST_VERSIONS = 4;

    private static final String LAMBDAS = "LambdaMetafactory";

    /** By name and by the version since when it is so. */
    private final Map<String, ConcurrentSkipListMap<Integer, byte[]>> files = new ConcurrentHashMap<>();

    /** Those of code that was asked for, as of this version. */
    private final Map<Reads.Code, Collection<Field>> variables = new ConcurrentHashMap<>();

    private volatile int version = 1;

    int version() {
        return version;
    }

    /** A class was defined. */
    void defined(String name, byte[] woven) {
        if (mayBeNeeded(name, woven)) {
            put(name, version, woven);
        }
    }

    /** Classes have new code, all at once. Called by one thread at a time. */
    void redefined(Map<String, byte[]> woven) {
        int next = version + 1;
        woven.forEach((name, bytes) -> put(name, next, bytes));
        version = next;
        variables.clear();
    }

    /** What {@code code} may read, found out once. */
    Collection<Field> variables(Reads.Code code, Supplier<Collection<Field>> finding) {
        Collection<Field> known = variables.get(code);
        if (known == null) {
            known = finding.get();
            variables.put(code, known);
        }
        return known;
    }

    private void put(String name, int since, byte[] bytes) {
        ConcurrentSkipListMap<Integer, byte[]> versions = files.computeIfAbsent(name,
                _ -> new ConcurrentSkipListMap<>());
        versions.put(since, bytes);
        if (versions.size() > MOST_VERSIONS) {
            versions.pollFirstEntry();
        }
    }

    /** Of the classes around expressions and statements, of which there is one for each that was ever run, only those with code to hand on. */
    private static boolean mayBeNeeded(String name, byte[] woven) {
        return !name.startsWith(Names.OWN_WRAPPER) || Names.isInner(name)
                || new String(woven, StandardCharsets.ISO_8859_1).contains(LAMBDAS);
    }

    /** What the class was in that version; null if there is none or it was not defined yet. */
    byte @Nullable [] file(String name, int asOf) {
        ConcurrentSkipListMap<Integer, byte[]> versions = files.get(name);
        Map.Entry<Integer, byte[]> entry = versions == null ? null : versions.floorEntry(asOf);
        // What was first needed later was the same before.
        return entry != null ? entry.getValue() : versions == null ? null : versions.firstEntry().getValue();
    }
}
