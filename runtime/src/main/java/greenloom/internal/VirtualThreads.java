package greenloom.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import org.jspecify.annotations.Nullable;

/**
 * The one class that touches the JDK's unpublished side: virtual threads whose scheduler is an {@link Executor} of ours.
 *
 * <p>JDK 25 has no public API for a custom scheduler, only a package-private builder and a private field. Later releases change both,
 * so nothing else in Greenloom may know of them.
 */
public final class VirtualThreads {
    private static final @Nullable Hook HOOK;
    private static final @Nullable Throwable FAILURE;
    private static final @Nullable Locals LOCALS = Locals.find();
    private static final @Nullable ScopedValues SCOPED_VALUES = ScopedValues.lookUp();
    private static final @Nullable MethodHandle LOCK_OWNER = lockOwner();

    static {
        Hook hook = null;
        Throwable failure = null;
        try {
            collectUnreachableThreads();
            hook = Hook.find();
            initializeFirst();
        } catch (ReflectiveOperationException | InaccessibleObjectException | InterruptedException e) {
            failure = e;
        }
        HOOK = hook;
        FAILURE = failure;
    }

    private VirtualThreads() {}

    private record Hook(MethodHandle builder, MethodHandle scheduler) {
        static Hook find() throws ReflectiveOperationException {
            MethodHandles.Lookup own = MethodHandles.lookup();
            Class<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
            var constructor = builder.getDeclaredConstructor(Executor.class);
            constructor.setAccessible(true);
            var field = Class.forName("java.lang.VirtualThread").getDeclaredField("scheduler");
            field.setAccessible(true);
            return new Hook(
                    own.unreflectConstructor(constructor)
                            .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class)),
                    own.unreflectGetter(field).asType(MethodType.methodType(Executor.class, Thread.class)));
        }
    }

    /**
     * Throws unless this JVM lets Greenloom schedule virtual threads.
     *
     * @throws IllegalStateException that names the JVM option to add
     */
    public static void ensureAvailable() {
        hook();
    }

    private static Hook hook() {
        Hook hook = HOOK;
        if (hook == null) {
            Module module = VirtualThreads.class.getModule();
            String target = module.isNamed() ? module.getName() : "ALL-UNNAMED";
            throw new IllegalStateException(
                    "Greenloom schedules virtual threads itself and needs the JVM option --add-opens java.base/java.lang="
                            + target + ": add it to the java command line",
                    FAILURE);
        }
        return hook;
    }

    /** Makes a virtual thread, not yet started, that {@code scheduler} will be asked to run whenever it can go on. */
    static Thread unstarted(String name, Executor scheduler, Runnable body) {
        try {
            Thread.Builder.OfVirtual builder = (Thread.Builder.OfVirtual) hook().builder().invokeExact(scheduler);
            return builder.name(name).unstarted(body);
        } catch (Throwable e) {
            throw Sneaky.rethrow(e);
        }
    }

    /** Tells which scheduler runs the given thread: null for a platform thread. */
    static @Nullable Executor schedulerOf(Thread thread) {
        Hook hook = HOOK;
        if (hook == null || !thread.isVirtual()) {
            return null;
        }
        try {
            return (Executor) hook.scheduler().invokeExact(thread);
        } catch (Throwable e) {
            throw Sneaky.rethrow(e);
        }
    }

    /** The virtual thread that {@code continuation}, which the JDK gave to a scheduler, belongs to; null if that cannot be seen. */
    static @Nullable Thread threadOf(Runnable continuation) {
        try {
            for (var field : continuation.getClass().getDeclaredFields()) {
                if (Thread.class.isAssignableFrom(field.getType())) {
                    field.setAccessible(true);
                    return (Thread) field.get(continuation);
                }
            }
        } catch (ReflectiveOperationException | InaccessibleObjectException _) {
            // Not seen, then: whoever asks must do without.
        }
        return null;
    }

    /** Who holds {@code lock}, which the JDK tells nobody else; null if nobody does, or if that cannot be seen. */
    static @Nullable Thread ownerOf(AbstractOwnableSynchronizer lock) {
        try {
            return LOCK_OWNER == null ? null : (Thread) LOCK_OWNER.invokeExact(lock);
        } catch (Throwable e) {
            throw Sneaky.rethrow(e);
        }
    }

    /** The package of the locks is not opened by the one option that Greenloom asks for; but that opens the class that opens packages. */
    private static @Nullable MethodHandle lockOwner() {
        try {
            Class<?> locks = AbstractOwnableSynchronizer.class;
            var open = Module.class.getDeclaredMethod("implAddOpens", String.class, Module.class);
            open.setAccessible(true);
            open.invoke(locks.getModule(), locks.getPackageName(), VirtualThreads.class.getModule());
            var owner = locks.getDeclaredField("exclusiveOwnerThread");
            owner.setAccessible(true);
            return MethodHandles.lookup().unreflectGetter(owner);
        } catch (ReflectiveOperationException | InaccessibleObjectException _) {
            // Only those who look at what waits for what miss it.
            return null;
        }
    }

    /** The scoped values bound in the current thread, to be bound elsewhere; null for none. */
    static @Nullable Object scopedValues() {
        ScopedValues access = SCOPED_VALUES;
        if (access == null) {
            return null;
        }
        try {
            Object bindings = access.get().invoke(Thread.currentThread());
            // The JDK forgets where they are when it unwinds a stack in a hurry, and then looks for them on the stack.
            return bindings == null ? access.search().invoke() : bindings == Thread.class ? null : bindings;
        } catch (Throwable e) {
            throw Sneaky.rethrow(e);
        }
    }

    /** Binds {@link #scopedValues} in a thread that is not started. */
    static void inheritScopedValues(Thread thread, Object bindings) {
        ScopedValues access = SCOPED_VALUES;
        if (access != null) {
            try {
                access.set().invoke(thread, bindings);
            } catch (Throwable e) {
                throw Sneaky.rethrow(e);
            }
        }
    }

    /** Binds {@link #scopedValues}, or none, in the current thread, which must bring back what was bound before. */
    static void bindScopedValues(@Nullable Object bindings) {
        ScopedValues access = SCOPED_VALUES;
        if (access != null) {
            try {
                access.set().invoke(Thread.currentThread(), bindings == null ? Thread.class : bindings);
                access.clearCache().invoke((Object[]) null);
            } catch (Throwable e) {
                throw Sneaky.rethrow(e);
            }
        }
    }

    /** How the JDK keeps the scoped values of a thread: in a private field, where {@code Thread.class} stands for none, and a cache. */
    private record ScopedValues(MethodHandle get, MethodHandle set, MethodHandle search, MethodHandle clearCache) {
        static @Nullable ScopedValues lookUp() {
            try {
                MethodHandles.Lookup own = MethodHandles.lookup();
                var field = Thread.class.getDeclaredField("scopedValueBindings");
                field.setAccessible(true);
                var find = Thread.class.getDeclaredMethod("findScopedValueBindings");
                find.setAccessible(true);
                var cache = Thread.class.getDeclaredMethod("setScopedValueCache", Object[].class);
                cache.setAccessible(true);
                return new ScopedValues(own.unreflectGetter(field), own.unreflectSetter(field), own.unreflect(find),
                        own.unreflect(cache));
            } catch (ReflectiveOperationException | InaccessibleObjectException _) {
                // A JDK that keeps them elsewhere: they do not follow a spawn there, and nothing else is lost.
                return null;
            }
        }
    }

    /** A walker whose frames have their {@linkplain #local local variables}; null if this JDK has none. */
    static @Nullable StackWalker walkerOfLocals() {
        return LOCALS == null ? null : LOCALS.walker();
    }

    /** What a local variable of {@code frame} holds, which {@link #walkerOfLocals} came by; null if that is not known. */
    static @Nullable Object local(StackWalker.StackFrame frame, int slot) {
        try {
            Object[] locals = LOCALS == null ? null : (Object[]) LOCALS.locals().invoke(frame);
            return locals == null || slot >= locals.length ? null : locals[slot];
        } catch (Throwable e) {
            throw Sneaky.rethrow(e);
        }
    }

    /** Frames with their local variables, which the JDK has for debugging. */
    private record Locals(StackWalker walker, MethodHandle locals) {
        static @Nullable Locals find() {
            try {
                MethodHandles.Lookup own = MethodHandles.lookup();
                Class<?> frame = Class.forName("java.lang.LiveStackFrame");
                var walker = frame.getDeclaredMethod("getStackWalker");
                walker.setAccessible(true);
                var locals = frame.getDeclaredMethod("getLocals");
                locals.setAccessible(true);
                return new Locals((StackWalker) walker.invoke(null), own.unreflect(locals));
            } catch (ReflectiveOperationException | InaccessibleObjectException _) {
                // Nothing depends on it: those who ask for a local variable must do without it.
                return null;
            }
        }
    }

    /**
     * By default the JDK holds every live virtual thread strongly, for thread dumps: a dropped generator would never be collected, and each
     * spawn pays a quarter more. It reads this property at the first virtual thread; who set it already is left alone.
     */
    private static void collectUnreachableThreads() {
        if (System.getProperty("jdk.trackAllThreads") == null) {
            System.setProperty("jdk.trackAllThreads", "false");
        }
    }

    /**
     * Has the JDK initialise here, on a platform thread with all of its stack, what the first virtual thread would come to.
     *
     * <p>Its socket pollers are virtual threads that live on the scheduler of whoever first blocks on a socket. If that were a greenlet, all sockets
     * of the process would hang once its loop ended. And a class is unusable for good if the stack ends in its initialisation, as it may where a
     * generator is resumed by somebody who has next to none left.
     */
    private static void initializeFirst() throws InterruptedException {
        Thread.ofPlatform().name("greenloom-pollers").daemon().start(new FirstUse()).join();
    }

    /** A class of its own: a lambda here would wait for the initialisation of the class that waits for it. */
    private static final class FirstUse implements Runnable {
        @Override
        public void run() {
            for (String name : List.of("sun.nio.ch.Poller", "jdk.internal.event.VirtualThreadStartEvent",
                    "jdk.internal.event.VirtualThreadEndEvent")) {
                try {
                    Class.forName(name);
                } catch (ClassNotFoundException _) {
                    // A JDK without this class has nothing that could go wrong in it.
                }
            }
        }
    }
}
