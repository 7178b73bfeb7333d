package greenloom;

import greenloom.internal.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A variable that each greenlet has for itself and that follows a spawn: a new greenlet begins with its spawner's value, and what it sets then is its
 * own. Work that is run by {@link Async#toThread} and {@link Async#runIn} begins with the value of who asked for it. {@code contextvars.ContextVar},
 * {@code gevent.local} with inheritance.
 *
 * <p>Threads that belong to no greenlet have values of their own.
 *
 * @param <T> the value
 */
public final class GreenletLocal<T extends @Nullable Object> {
    private final Supplier<? extends T> initial;

    /** Makes one whose value is null until it is set. */
    @SuppressWarnings("NullAway") // Whoever makes one of a type without null sets it before it is read.
    public GreenletLocal() {
        this(() -> null);
    }

    private GreenletLocal(Supplier<? extends T> initial) {
        this.initial = initial;
    }

    /**
     * Makes one with an initial value.
     *
     * @param initial gives a greenlet its value when it first asks for it and has none
     * @return the variable
     */
    public static <T extends @Nullable Object> GreenletLocal<T> withInitial(Supplier<? extends T> initial) {
        return new GreenletLocal<>(initial);
    }

    /** The current greenlet's value. */
    @SuppressWarnings({"unchecked", "NullAway"}) // Only set() puts something under this key: null only where T says so.
    public T get() {
        Map<Object, @Nullable Object> all = Context.locals();
        if (all != null && all.containsKey(this)) {
            return (T) all.get(this);
        }
        T value = initial.get();
        set(value);
        return value;
    }

    /**
     * Sets the current greenlet's value.
     *
     * @param value what {@link #get} answers here, and in greenlets that are spawned here from now on
     */
    public void set(T value) {
        Map<Object, @Nullable Object> changed = copy();
        changed.put(this, value);
        Context.setLocals(changed);
    }

    /** Forgets the current greenlet's value: it has the initial one again. */
    public void remove() {
        Map<Object, @Nullable Object> changed = copy();
        changed.remove(this);
        Context.setLocals(changed.isEmpty() ? null : changed);
    }

    /** The map is shared with spawned greenlets: it is never changed in place. */
    private static Map<Object, @Nullable Object> copy() {
        Map<Object, @Nullable Object> all = Context.locals();
        return all == null ? new HashMap<>() : new HashMap<>(all);
    }
}
