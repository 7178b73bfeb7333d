package greenloom.internal;

import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells where in a program a greenlet was spawned, at next to no cost.
 *
 * <p>Looking at the stack costs several times what a spawn does. But a body is nearly always a lambda, each lambda expression has a class of its own,
 * and nearly always it is spawned in the one place where it is written. So the stack is looked at when the first bodies of a class are
 * spawned, and again at the 8th, 16th, 32nd and so on; as soon as two places differ, at every one of that class.
 */
public final class SpawnSites {
    private static final StackWalker WALKER = StackWalker.getInstance(
            Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE), 12);
    private static final int ALWAYS_AT_FIRST = 4;

    private static final ClassValue<Place> PLACES = new ClassValue<>() {
        @Override
        protected Place computeValue(Class<?> type) {
            return new Place();
        }
    };

    private SpawnSites() {}

    /** What is known of the bodies of one class. Its races are harmless: they cost a look more. */
    private static final class Place {
        private volatile @Nullable StackTraceElement first;
        private volatile boolean several;
        private int spawned;

        @Nullable StackTraceElement next() {
            int count = ++spawned;
            if (several || count <= ALWAYS_AT_FIRST || Integer.bitCount(count) == 1) {
                return look();
            }
            return first;
        }

        private @Nullable StackTraceElement look() {
            StackTraceElement here = walk();
            StackTraceElement known = first;
            if (known == null) {
                first = here;
            } else if (known.equals(here)) {
                return known;
            } else {
                several = true;
            }
            return here;
        }
    }

    /**
     * Where the current code spawns a body.
     *
     * @param body the body's class
     * @param exact whether to look each time
     */
    public static @Nullable StackTraceElement of(Class<?> body, boolean exact) {
        return exact ? walk() : PLACES.get(body).next();
    }

    private static @Nullable StackTraceElement walk() {
        Optional<StackTraceElement> place = WALKER.walk(frames -> frames.dropWhile(SpawnSites::isOurs)
                .findFirst().map(StackFrame::toStackTraceElement));
        return place.orElse(null);
    }

    /** Whether a frame belongs to Greenloom, or is the constructor of a kind of greenlet. */
    private static boolean isOurs(StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        Class<?> outer = type.getEnclosingClass();
        boolean isConstructor = frame.getMethodName().equals("<init>");
        return type.getName().startsWith("greenloom.internal.") || type.isAnnotationPresent(Machinery.class)
                || (outer != null && outer.isAnnotationPresent(Machinery.class))
                || (isConstructor && isMachinery(type.getSuperclass()));
    }

    private static boolean isMachinery(@Nullable Class<?> type) {
        return type != null && (type.isAnnotationPresent(Machinery.class) || isMachinery(type.getSuperclass()));
    }
}
