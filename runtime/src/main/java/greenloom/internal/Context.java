package greenloom.internal;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What follows a piece of work from where it was asked for to where it runs: the scoped values that are bound, the greenlet's locals, and what an
 * embedder hung on the greenlet. {@code contextvars.copy_context()}.
 */
public final class Context {
    /** Of threads that are no greenlet's: what they work on. */
    private static final ThreadLocal<@Nullable Context> OF_THREAD = new ThreadLocal<>();

    private final @Nullable Object bindings;
    private final @Nullable Object attachment;

    /** Only the thread that it belongs to. */
    private @Nullable Map<Object, @Nullable Object> locals;

    private Context(@Nullable Object bindings, @Nullable Object attachment,
            @Nullable Map<Object, @Nullable Object> locals) {
        this.bindings = bindings;
        this.attachment = attachment;
        this.locals = locals;
    }

    /** Takes along what holds here now. */
    public static Context capture() {
        return new Context(VirtualThreads.scopedValues(), Host.attachment(), locals());
    }

    /** Runs {@code work} with what was taken along. On a thread that is no greenlet's. */
    public <T extends @Nullable Object> T call(Callable<T> work) throws Exception {
        Context before = OF_THREAD.get();
        OF_THREAD.set(new Context(bindings, attachment, locals));
        Object bound = VirtualThreads.scopedValues();
        VirtualThreads.bindScopedValues(bindings);
        try {
            return work.call();
        } finally {
            VirtualThreads.bindScopedValues(bound);
            OF_THREAD.set(before);
        }
    }

    /** The locals of the current greenlet, or of the thread if it is none's; never changed in place. */
    public static @Nullable Map<Object, @Nullable Object> locals() {
        Strand strand = Strand.current();
        if (strand != null) {
            return strand.locals();
        }
        Context own = OF_THREAD.get();
        return own == null ? null : own.locals;
    }

    /** Sets the locals of the current greenlet or thread. */
    public static void setLocals(@Nullable Map<Object, @Nullable Object> locals) {
        Strand strand = Strand.current();
        if (strand != null) {
            strand.setLocals(locals);
            return;
        }
        Context own = OF_THREAD.get();
        if (own == null) {
            own = new Context(null, null, null);
            OF_THREAD.set(own);
        }
        own.locals = locals;
    }

    static @Nullable Object attachmentOfThread() {
        Context own = OF_THREAD.get();
        return own == null ? null : own.attachment;
    }
}
