package greenloom.internal;

import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the {@code try} block ends whose {@code close()} is being called; see {@link CloseCalls} for how that is found out.
 *
 * @param isKnown whether it could be found out; if not, take it that the block ended well
 * @param hasFailed whether it ends by an exception
 * @param failure the exception, if that could be found out too
 */
public record TryBlock(boolean isKnown, boolean hasFailed, @Nullable Throwable failure) {
    private static final StackWalker WALKER = StackWalker.getInstance(
            Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE), 8);

    /**
     * The block that is being closed.
     *
     * @param closed the class whose {@code close()} is running: its caller closes the block
     */
    public static TryBlock closedBy(Class<?> closed) {
        CloseCalls.Call call = WALKER
                .walk(frames -> frames.dropWhile(frame -> isInside(frame, closed)).findFirst().map(CloseCalls::at))
                .orElse(new CloseCalls.Call(CloseCalls.Kind.UNKNOWN, -1));
        return switch (call.kind()) {
            case NORMAL -> new TryBlock(true, false, null);
            case FAILED -> new TryBlock(true, true, exception(closed, call.slot()));
            case UNKNOWN -> new TryBlock(false, false, null);
        };
    }

    /** What the block failed with, or {@code otherwise} if that is not known. */
    public Throwable failureOr(Throwable otherwise) {
        return failure == null ? otherwise : failure;
    }

    private static boolean isInside(StackFrame frame, Class<?> closed) {
        Class<?> type = frame.getDeclaringClass();
        return type == closed || type == TryBlock.class;
    }

    private static @Nullable Throwable exception(Class<?> closed, int slot) {
        StackWalker walker = VirtualThreads.walkerOfLocals();
        if (walker == null) {
            return null;
        }
        Optional<Object> local = walker.walk(frames -> frames
                .dropWhile(frame -> isInside(frame.getClassName(), closed))
                .findFirst()
                .map(frame -> VirtualThreads.local(frame, slot)));
        return local.orElse(null) instanceof Throwable found ? found : null;
    }

    private static boolean isInside(String className, Class<?> closed) {
        return className.equals(closed.getName()) || className.equals(TryBlock.class.getName());
    }
}
