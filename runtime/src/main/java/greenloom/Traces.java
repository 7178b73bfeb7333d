package greenloom;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Makes one stack trace of the stacks of a generator's body and of its consumer, as a plain call would have left it, without what passes control
 * between the two.
 */
final class Traces {
    /** As many frames as the JVM records at most; a longer trace is left as it is. */
    private static final int LONGEST = 1024;

    private static final int MOST_CAUSES = 16;

    private static final Set<String> MACHINERY = Set.of(
            "greenloom.StackfulEngine", "greenloom.CompiledEngine", "greenloom.CompiledBody", "greenloom.Bodies",
            "greenloom.Delegation", "greenloom.GeneratorEngine", "greenloom.Traces");

    /** Above these stands the body. */
    private static final Set<String> BOTTOMS = Set.of("greenloom.StackfulEngine.live", "greenloom.CompiledBody.call");

    private static final String FRAME = "greenloom.internal.woven.Frame";

    private Traces() {}

    /** The stack of the current thread, from the public method of {@link Generator} that was called on. */
    static List<StackTraceElement> here() {
        return fromPublicMethod(Arrays.asList(new Throwable().getStackTrace()));
    }

    private static List<StackTraceElement> fromPublicMethod(List<StackTraceElement> all) {
        int first = 0;
        while (first + 1 < all.size() && isOurs(all.get(first + 1))) {
            first++;
        }
        return all.subList(first, all.size());
    }

    private static boolean isOurs(StackTraceElement frame) {
        return frame.getClassName().equals("greenloom.Generator") || MACHINERY.contains(frame.getClassName());
    }

    /**
     * {@code thrown} comes out of a body: where its trace, or that of a cause, ends at the bottom of the body's stack, it goes on with the current
     * thread's.
     */
    static void joinOut(Throwable thrown) {
        List<StackTraceElement> here = null;
        Throwable next = thrown;
        for (int i = 0; next != null && i < MOST_CAUSES; i++) {
            StackTraceElement[] trace = next.getStackTrace();
            int bottom = bottom(Arrays.asList(trace));
            if (bottom >= 0 && trace.length < LONGEST) {
                here = here == null ? here() : here;
                set(next, List.of(visible(Arrays.asList(trace).subList(0, bottom)), here));
            }
            next = next.getCause();
        }
    }

    /**
     * {@code thrown} is being thrown in at a yield, by the current thread, which is the body: its trace gets the body's frames between those of its
     * origin and those of {@code consumer}.
     */
    static void joinIn(Throwable thrown, List<StackTraceElement> consumer) {
        List<StackTraceElement> body = here();
        join(thrown, body.subList(1, Math.max(1, bottom(body))), consumer);
    }

    /** The same where the body is a call of the consumer's; {@code withCauses} if they have come the same way. */
    static void joinIn(Throwable thrown, boolean withCauses) {
        List<StackTraceElement> all = Arrays.asList(new Throwable().getStackTrace());
        int top = 0;
        while (top < all.size() && !(isFrame(all.get(top)) && !isFrame(all.get(top + 1)))) {
            top++;
        }
        List<StackTraceElement> body = all.subList(Math.min(top + 1, all.size()), all.size());
        int bottom = bottom(body);
        if (bottom < 0) {
            return;
        }
        Throwable next = thrown;
        for (int i = 0; next != null && i < (withCauses ? MOST_CAUSES : 1); i++) {
            join(next, body.subList(0, bottom), fromPublicMethod(body.subList(bottom, body.size())));
            next = next.getCause();
        }
    }

    private static boolean isFrame(StackTraceElement element) {
        return element.getClassName().equals(FRAME);
    }

    private static void join(Throwable thrown, List<StackTraceElement> body, List<StackTraceElement> consumer) {
        List<StackTraceElement> trace = Arrays.asList(thrown.getStackTrace());
        if (trace.isEmpty() || trace.size() >= LONGEST) {
            return;
        }
        int bottom = bottom(consumer);
        List<StackTraceElement> caller = bottom < 0 ? consumer : visible(consumer.subList(0, bottom));
        Overlap overlap = Overlap.of(trace, caller);
        set(thrown, List.of(trace.subList(0, overlap.inTrace()), visible(body),
                caller.subList(0, overlap.inCaller()), trace.subList(overlap.inTrace(), trace.size())));
    }

    /** Where the caller's frames, down to its last, are part of a trace: there the body belongs in. */
    private record Overlap(int inTrace, int inCaller) {
        static Overlap of(List<StackTraceElement> trace, List<StackTraceElement> caller) {
            Overlap best = new Overlap(trace.size(), caller.size());
            for (int end = trace.size(); end > 0; end--) {
                int length = 0;
                while (length < Math.min(end, caller.size())
                        && trace.get(end - 1 - length).equals(caller.get(caller.size() - 1 - length))) {
                    length++;
                }
                if (length > caller.size() - best.inCaller) {
                    best = new Overlap(end - length, caller.size() - length);
                }
            }
            return best;
        }
    }

    private static int bottom(List<StackTraceElement> trace) {
        for (int i = 0; i < trace.size(); i++) {
            if (BOTTOMS.contains(trace.get(i).getClassName() + "." + trace.get(i).getMethodName())) {
                return i;
            }
        }
        return -1;
    }

    private static List<StackTraceElement> visible(List<StackTraceElement> frames) {
        return frames.stream()
                .filter(frame -> !MACHINERY.contains(frame.getClassName())
                        && !frame.getClassName().startsWith("greenloom.internal."))
                .toList();
    }

    private static void set(Throwable thrown, List<List<StackTraceElement>> parts) {
        thrown.setStackTrace(parts.stream().flatMap(List::stream).toArray(StackTraceElement[]::new));
    }
}
