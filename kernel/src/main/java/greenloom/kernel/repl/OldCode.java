package greenloom.kernel.repl;

import java.util.HashSet;
import java.util.Set;

/**
 * The classes that a cell gave new code or replaced by others, and which code is theirs: what runs goes on with what it
 * was compiled to.
 */
final class OldCode {
    /** Outermost classes in whose place are others now. */
    private final Set<String> replaced = new HashSet<>();

    /** Classes that have other code now: only the calls that are under way still run what they had. */
    private final Set<String> redefined = new HashSet<>();

    private final References references;

    OldCode(References references) {
        this.references = references;
    }

    void replaced(String outermost) {
        replaced.add(outermost);
    }

    void redefined(String name) {
        redefined.add(name);
    }

    boolean isEmpty() {
        return replaced.isEmpty() && redefined.isEmpty();
    }

    /** Whether a call that is under way is of old code, or calls it. */
    boolean runsIn(StackTraceElement frame) {
        String name = host(frame.getClassName());
        return redefined.contains(name) || isCodeOf(name);
    }

    /** Whether an object of the class {@code name} runs old code when it is called. */
    boolean runsIn(Class<?> type) {
        return isCode(type) && isCodeOf(host(type.getName()));
    }

    /** Whether it is an instance of a type that a cell declared and another took the place of. */
    boolean isOldInstance(Class<?> type) {
        return !isCode(type) && replaced.contains(Names.outermost(type.getName()));
    }

    private boolean isCodeOf(String name) {
        return replaced.contains(Names.outermost(name)) || references.anyOf(name, replaced);
    }

    /** Lambdas and the like: their authors think of them as code, not as of values. */
    private static boolean isCode(Class<?> type) {
        return type.isHidden() || type.isAnonymousClass() || type.isLocalClass();
    }

    /** The class in which a lambda was written. */
    private static String host(String name) {
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }
}
