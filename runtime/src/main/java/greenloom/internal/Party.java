package greenloom.internal;

import org.jspecify.annotations.Nullable;

/**
 * One of several stacks that hand control straight to each other, past whoever called them: symmetric coroutines. One of them is the main one, the
 * greenlet or the thread that was there before; all the others run on its behalf.
 *
 * <p>Values are passed in fields of the owner's: the hand-off orders them. A party may have handed over from inside the body of a generator that it
 * consumes; it then stands there.
 */
public final class Party {
    private final Object owner;

    /** Null for the main one. */
    private final @Nullable Coroutine coroutine;

    /** Where it goes on; passed on with control. */
    private @Nullable Landing place;

    /** An interrupt that comes along; passed on with control. */
    private boolean interrupted;

    /** The main party: the greenlet or thread that runs now. */
    public Party(Object owner) {
        this.owner = owner;
        this.coroutine = null;
    }

    /**
     * A party with a stack of its own.
     *
     * @param owner what {@link #ownerOrRoot} finds
     * @param name the name of its thread
     * @param body what it runs once it is handed over to; must not throw, and must call {@link #endInto} last
     */
    @SuppressWarnings("this-escape") // The coroutine only keeps the reference until it begins.
    public Party(Object owner, String name, Runnable body) {
        this.owner = owner;
        this.coroutine = new Coroutine(name, body, this);
        this.place = coroutine;
    }

    /** The owner of the party that runs now; for the main one its greenlet's {@link Strand}, or its thread. */
    public static Object ownerOrRoot() {
        Thread thread = Thread.currentThread();
        Fiber fiber = Fiber.of(thread);
        while (fiber instanceof Coroutine coroutine) {
            Party party = coroutine.party();
            if (party != null) {
                return party.owner;
            }
            Landing consumer = coroutine.consumer();
            fiber = consumer instanceof Fiber consuming ? consuming : null;
            thread = consumer == null ? thread : consumer.thread();
        }
        return fiber == null ? thread : fiber;
    }

    /**
     * Hands control to {@code next} and returns when somebody has handed it back to this party. Only this party.
     *
     * @throws IllegalStateException if this thread cannot leave its carrier now: nothing has happened
     */
    public void handTo(Party next) {
        Landing to = next.landing();
        Fiber self = Fiber.of(Thread.currentThread());
        join(to, self);
        next.interrupted = Coroutine.pass(self == null ? null : self.acting(), to.thread());
        if (self != null) {
            leave(self, to);
        } else {
            runFromOutside((Coroutine) to);
        }
        takeInterrupt();
    }

    private void leave(Fiber self, Landing to) {
        place = self;
        if (!self.leaveFor(to)) {
            Coroutine.pass(self.acting(), self.thread());
            throw new IllegalStateException(
                    "A greenlet cannot switch while a class initialiser or native code is on its stack: switch outside of it");
        }
    }

    private void runFromOutside(Coroutine target) {
        Thread me = Thread.currentThread();
        switch (Bearer.ofPlainThread(me)) {
            case Scheduler scheduler -> {
                var parked = new Landing.Parked();
                place = parked;
                target.enter(scheduler);
                parked.resume(target);
            }
            case Pump pump -> {
                place = pump;
                target.enter(pump);
                pump.run(target);
            }
            case null, default -> {
                var lane = new Lane(me);
                place = lane;
                target.enter(lane);
                lane.resume(target);
            }
        }
    }

    /** All stacks from where a party stands down to its own act for the same strand from now on. */
    private static void join(Landing to, @Nullable Fiber self) {
        for (Landing joining = to; joining instanceof Coroutine coroutine; joining = coroutine.consumer()) {
            coroutine.join(self);
        }
    }

    private Landing landing() {
        if (place == null) {
            throw new IllegalStateException("The party that runs cannot be handed to");
        }
        return place;
    }

    /** Has control go to {@code next} as soon as this party's body has returned. Only this party. */
    public void endInto(Party next) {
        Landing to = next.landing();
        if (coroutine == null) {
            throw new IllegalStateException("The main party does not end");
        }
        join(to, coroutine);
        coroutine.endInto(to);
        next.interrupted = Thread.interrupted();
    }

    /** To be called first in a body: what was meant for the thread that has handed over is meant for this one now. */
    public void takeInterrupt() {
        if (interrupted) {
            interrupted = false;
            Thread.currentThread().interrupt();
        }
    }
}
