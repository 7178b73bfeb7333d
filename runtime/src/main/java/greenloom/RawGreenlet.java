package greenloom;

import greenloom.internal.Party;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stack to switch to and from by hand, without any loop: the {@code greenlet} module's greenlet.
 *
 * <p>{@link #switchTo} stops the current one where it stands and lets another go on; the value given there is what the other one's own {@code
 * switchTo} returns, or the argument of its body if that has not begun. Whoever ends hands its value to its parent, or throws its exception there.
 * Every greenlet of a loop and every thread has a main raw greenlet: its own stack, made on first use. The others belong to the main one that was
 * current when they were made, and share its identity: the current {@link Greenlet}, its cell and its cancellation.
 *
 * <p>One that nobody refers to any more is collected like any object, also if it and others refer to each other. If it stood somewhere a {@link
 * GreenletExit} is thrown in there, so that its {@code finally} blocks run: best effort, some time after a garbage collection, when its thread or
 * greenlet makes a raw greenlet or switches; what it throws is printed. Never after that thread or greenlet has ended.
 */
public final class RawGreenlet {
    /** What a raw greenlet does. */
    @FunctionalInterface
    public interface Body {
        /**
         * Runs it.
         *
         * @param argument what the first switch to it gave: nothing is null, several values are a list
         * @return what its parent gets
         */
        @Nullable Object run(@Nullable Object argument) throws Exception;
    }

    /** Told of switches; see {@link #setTrace}. */
    @FunctionalInterface
    public interface Tracer {
        /**
         * Control has come from {@code origin} to {@code target}, which is current.
         *
         * @param event {@code "switch"}, or {@code "throw"} if an exception comes along
         * @param origin whom control comes from
         * @param target whom it has come to
         */
        void switched(String event, RawGreenlet origin, RawGreenlet target);
    }

    /** NEW → ACTIVE → DEAD, and NEW → DEAD if it is thrown into before it begins. A main one is ACTIVE. */
    private enum State {
        NEW,
        ACTIVE,
        DEAD
    }

    private final String name;
    private final @Nullable Body body;
    private final Party party;

    /** The greenlet or thread that it belongs to, and who is current there, touches this and the fields below. */
    private RawHost host;

    private @Nullable RawGreenlet parent;
    private State state;

    /** Reachable for as long as this one is, while that stands somewhere; see {@link RawLeftovers}. */
    private @Nullable Object watch;

    private RawGreenlet(String name, Body body, RawGreenlet parent) {
        this.name = name;
        this.body = body;
        this.parent = parent;
        this.host = parent.host;
        this.state = State.NEW;
        this.party = new Party(this, name, this::live);
    }

    /** The main one. */
    RawGreenlet(RawHost host) {
        this.name = "main";
        this.body = null;
        this.parent = null;
        this.host = host;
        this.state = State.ACTIVE;
        this.party = new Party(this);
    }

    /**
     * Makes one whose parent is the current one. {@code greenlet(run)}.
     *
     * @param body what it does
     * @return the greenlet, not begun
     */
    public static RawGreenlet of(Body body) {
        return of(body, current());
    }

    /**
     * Makes one with a parent. {@code greenlet(run, parent)}.
     *
     * @param body what it does
     * @param parent who goes on when it ends
     * @return the greenlet, not begun
     */
    public static RawGreenlet of(Body body, RawGreenlet parent) {
        return of("greenlet", body, parent);
    }

    /**
     * Makes one with a name whose parent is the current one.
     *
     * @param name its name, for people
     * @param body what it does
     * @return the greenlet, not begun
     */
    public static RawGreenlet of(String name, Body body) {
        return of(name, body, current());
    }

    /**
     * Makes one with a name and a parent.
     *
     * @param name its name, for people
     * @param body what it does
     * @param parent who goes on when it ends
     * @return the greenlet, not begun
     */
    public static RawGreenlet of(String name, Body body, RawGreenlet parent) {
        Objects.requireNonNull(name, "The name of a raw greenlet may not be null: leave it out instead");
        Objects.requireNonNull(body, "A raw greenlet needs a body: RawGreenlet.of(argument -> ...)");
        Objects.requireNonNull(parent, "A raw greenlet needs a parent: leave it out to take the current one");
        RawGreenlet current = current();
        current.host.leftovers().end(current);
        return new RawGreenlet(name, body, parent.present());
    }

    /** The one that runs now; the main one where none was switched to. {@code greenlet.getcurrent()}. */
    public static RawGreenlet current() {
        return Party.ownerOrRoot() instanceof RawGreenlet raw ? raw : RawHost.ofRoot(Party.ownerOrRoot()).main();
    }

    /**
     * Has {@code tracer} told of every switch and throw among the raw greenlets of this thread or greenlet, or nobody if it is null. One that throws
     * is told no more, and its exception rises in whoever was switched to. {@code greenlet.settrace}.
     *
     * @param tracer whom to tell
     * @return who was told until now, or null
     */
    public static @Nullable Tracer setTrace(@Nullable Tracer tracer) {
        return current().host.trace(tracer);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /**
     * Lets this one go on, or begin, and stops the current one until somebody switches to it. If this one has ended its parent goes on. {@code
     * g.switch(...)}.
     *
     * @param values what it is given: nothing is null, one value is itself, several are a list
     * @return what the current one is given by whoever switches to it
     * @throws IllegalStateException if this one belongs to another thread or greenlet
     */
    public @Nullable Object switchTo(@Nullable Object @Nullable... values) {
        return current().transfer(this, pack(values), null);
    }

    /**
     * Lets this one go on, or begin, with one value; see {@link #switchTo(Object...)}.
     *
     * @param value what it is given
     * @return what the current one is given by whoever switches to it
     * @throws IllegalStateException if this one belongs to another thread or greenlet
     */
    public @Nullable Object switchTo(@Nullable Object value) {
        return current().transfer(this, value, null);
    }

    private static @Nullable Object pack(@Nullable Object @Nullable [] values) {
        if (values == null || values.length == 0) {
            return null;
        }
        return values.length == 1 ? values[0] : Arrays.asList(values.clone());
    }

    /** Throws a {@link GreenletExit} into this one, which ends it quietly; see {@link #throwInto(Throwable)}. */
    public @Nullable Object throwInto() {
        return throwInto(new GreenletExit());
    }

    /**
     * Lets this one go on by throwing {@code exception} where it stands. One that has not begun never does; one that has ended hands it to its
     * parent. What it does not catch rises in its parent; a {@link GreenletExit} is the value that its parent gets. {@code g.throw(...)}.
     *
     * @param exception what to throw
     * @return what the current one is given by whoever switches to it
     * @throws IllegalStateException if this one belongs to another thread or greenlet
     */
    public @Nullable Object throwInto(Throwable exception) {
        Objects.requireNonNull(exception, "throwInto needs an exception to throw");
        if (state == State.DEAD && exception instanceof GreenletExit) {
            return current().transfer(this, exception, null);
        }
        return current().transfer(this, null, exception);
    }

    /** Who goes on when this one ends; null for a main one. */
    public @Nullable RawGreenlet parent() {
        return parent == null ? null : parent.present();
    }

    /**
     * Sets who goes on when this one ends.
     *
     * @param newParent the parent
     * @throws IllegalArgumentException if this one is among its ancestors, or if it belongs to another thread or greenlet
     * @throws IllegalStateException if this is a main one
     */
    public void setParent(RawGreenlet newParent) {
        Objects.requireNonNull(newParent, "A raw greenlet needs a parent");
        if (parent == null) {
            throw new IllegalStateException("cannot set the parent of a main greenlet: it ends with its thread");
        }
        for (RawGreenlet ancestor = newParent; ancestor != null; ancestor = ancestor.parent()) {
            if (ancestor == this) {
                throw new IllegalArgumentException("cyclic parent chain: " + this + " is an ancestor of " + newParent);
            }
        }
        if (newParent.present().host != present().host) {
            throw new IllegalArgumentException(
                    "parent cannot be on a different thread: " + newParent + " belongs to another thread or greenlet");
        }
        parent = newParent;
    }

    /** Whether it has ended; a main one ends with its thread or greenlet. {@code g.dead}. */
    public boolean isDead() {
        return state == State.DEAD || (body == null && host.hasEnded());
    }

    /** Whether it has begun and not ended. {@code bool(g)}. */
    public boolean isActive() {
        return state == State.ACTIVE && !isDead();
    }

    /** This one, or who stands for it now: the main one of an ended greenlet or thread is followed by that of whoever uses its raw greenlets. */
    private RawGreenlet present() {
        RawHost now = host.present();
        if (now == host) {
            return this;
        }
        if (parent == null) {
            return now.main();
        }
        host = now;
        return this;
    }

    private @Nullable Object transfer(RawGreenlet target, @Nullable Object value, @Nullable Throwable thrown) {
        host.ensureReaches(target.host);
        host.leftovers().end(this);
        RawGreenlet next = host.send(this, target.present(), value, thrown);
        if (next != this) {
            handTo(next);
        }
        return host.receive(this);
    }

    private void handTo(RawGreenlet next) {
        State before = next.state;
        next.begin();
        boolean handed = false;
        try {
            party.handTo(next.party);
            handed = true;
        } finally {
            if (!handed) {
                // This thread could not leave: nobody has noticed.
                next.state = before;
                host.withdraw();
            }
        }
    }

    private void begin() {
        if (state == State.NEW) {
            watch = host.leftovers().watch(this);
        }
        state = State.ACTIVE;
    }

    /** Whether this one, which {@code found} belonged to, still stands somewhere. */
    boolean isLeftBy(Object found) {
        return watch == found && isActive();
    }

    /**
     * Nobody can reach this one any more: throws a {@link GreenletExit} in, and takes it back if it lives on.
     *
     * @param current who does so, and gets what comes back
     * @return what it failed with
     */
    @Nullable Throwable end(RawGreenlet current) {
        RawGreenlet formerParent = parent;
        parent = current;
        try {
            current.transfer(this, null, new GreenletExit());
            return null;
        } catch (Throwable e) {
            return e;
        } finally {
            parent = formerParent;
            watch = isDead() ? null : host.leftovers().watch(this);
        }
    }

    /** Who goes on if control shall go to this one: itself, or the nearest ancestor that has not ended. */
    RawGreenlet living() {
        RawGreenlet living = this;
        while (living.state == State.DEAD) {
            living = Objects.requireNonNull(living.parent(), "main greenlets do not end");
        }
        return living;
    }

    /** Ends this one if it has not begun, as an exception does that is thrown into it. */
    boolean dieUnbegun() {
        boolean unbegun = state == State.NEW;
        if (unbegun) {
            state = State.DEAD;
        }
        return unbegun;
    }

    private void live() {
        party.takeInterrupt();
        Object value = null;
        Throwable thrown = null;
        try {
            value = Objects.requireNonNull(body).run(host.receive(this));
        } catch (GreenletExit exit) {
            value = exit;
        } catch (Throwable e) {
            thrown = e;
        }
        state = State.DEAD;
        RawGreenlet next = host.send(this, this, value, thrown);
        next.begin();
        party.endInto(next.party);
    }

    @Override
    public String toString() {
        return "<RawGreenlet \"" + name + "\" " + describe() + ">";
    }

    private String describe() {
        if (isDead()) {
            return "dead";
        }
        return state == State.NEW ? "pending" : this == current() ? "current" : "suspended";
    }
}
