package greenloom.kernel.repl;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/**
 * All reflection into JShell. Without it everything works, but each snippet costs more than the one before: JShell makes
 * every declaration known to every snippet, keeps the class of each statement, and compiles all anew for an import.
 * Switched off with {@code -Dgreenloom.jshell.tuned=false}, and where JShell's inside looks different.
 *
 * <p>Used under the engine's lock.
 */
final class TunedShell {
    private static final Logger LOG = System.getLogger(TunedShell.class.getName());
    private static final long INDEX_AFTER_MILLIS = 1500;
    private static final AtomicBoolean INDEX_POSTPONED = new AtomicBoolean();

    /** The names to make known to what is compiled now; null for all. */
    private @Nullable Set<String> names;

    /** While an import is evaluated that can change nothing that is compiled already. */
    private boolean importing;

    /** JShell's classes by name, as it shows them to javac; null where it is not tuned. */
    private @Nullable Map<?, ?> classes;

    private TunedShell() {}

    static TunedShell of(JShell shell) {
        TunedShell tuned = new TunedShell();
        if (!"false".equals(System.getProperty("greenloom.jshell.tuned"))) {
            try {
                tuned.reachInto(shell);
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.log(Level.WARNING, "JShell cannot be tuned here: cells will become slower with their number", e);
            }
        }
        return tuned;
    }

    /**
     * JShell indexes all packages, to complete their names, as soon as somebody asks for its analysis: a third of the work
     * of a start. To be called before that: the index is then made a little later.
     */
    static void postponeIndex() {
        if (INDEX_POSTPONED.compareAndSet(false, true)) {
            try {
                Field indexer = Class.forName("jdk.jshell.SourceCodeAnalysisImpl").getDeclaredField("INDEXER");
                indexer.setAccessible(true);
                ((Executor) indexer.get(null)).execute(TunedShell::letTheStartPass);
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.log(Level.DEBUG, "JShell makes its index at once", e);
            }
        }
    }

    private static void letTheStartPass() {
        try {
            Thread.sleep(INDEX_AFTER_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reachInto(JShell shell) throws ReflectiveOperationException {
        Object maps = get(shell, "maps");
        Field snippets = field(maps, "keyIndexToSnippet");
        Field dependencies = field(maps, "dependencies");
        Map<?, ?> generated = (Map<?, ?>) get(get(get(shell, "taskFactory"), "fileManager"), "classObjects");
        Collection<?> present = (Collection<?>) snippets.get(maps);
        snippets.set(maps, new KnownSnippets(present));
        dependencies.set(maps, new Dependencies((Map<?, ?>) dependencies.get(maps)));
        classes = generated;
    }

    private static Object get(Object owner, String name) throws ReflectiveOperationException {
        return field(owner, name).get(owner);
    }

    private static Field field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    boolean isTuned() {
        return classes != null;
    }

    /** From now on only declarations with these names are known, or all for null. */
    void know(@Nullable Set<String> some) {
        names = some;
    }

    /** From now on, and until false is said, nothing is compiled anew. */
    void importing(boolean now) {
        importing = now;
    }

    /** Nothing will name the class, nor those inside it, again. */
    void forget(String className) {
        if (classes != null) {
            classes.keySet().removeIf(name -> Names.outermost(name.toString()).equals(className));
        }
    }

    /** JShell iterates over it for one purpose: to import what is declared. */
    private final class KnownSnippets extends ArrayList<Object> {
        KnownSnippets(Collection<?> present) {
            super(present);
        }

        @Override
        public Iterator<Object> iterator() {
            Set<String> some = names;
            return some == null ? super.iterator() : known(some).iterator();
        }

        private List<Object> known(Set<String> some) {
            List<Object> known = new ArrayList<>();
            for (int i = 0; i < size(); i++) {
                if (get(i) instanceof Snippet snippet && isKnown(snippet, some)) {
                    known.add(snippet);
                }
            }
            return known;
        }

        private static boolean isKnown(Snippet snippet, Set<String> some) {
            return snippet.kind() == Snippet.Kind.IMPORT
                    || (snippet instanceof PersistentSnippet named && some.contains(named.name()));
        }
    }

    /** Name to the snippets that use it: what JShell compiles anew. */
    private final class Dependencies extends HashMap<Object, Object> {
        Dependencies(Map<?, ?> present) {
            super(present);
        }

        @Override
        public Collection<Object> values() {
            return importing ? List.of() : super.values();
        }

        @Override
        public @Nullable Object get(@Nullable Object name) {
            return importing ? null : super.get(name);
        }
    }
}
