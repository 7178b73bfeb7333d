package greenloom;

import greenloom.internal.Scheduler;
import greenloom.internal.Strand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a compiled body, and straight from here those it delegates to.
 *
 * <p>A body that delegates to another compiled one takes that into its <em>chain</em>. The consumer drives the <em>root</em> of the chain, which
 * runs the <em>leaf</em>, at the other end, without touching those between; where the leaf ends, the body above it goes on. All that is one loop
 * for any length of the chain, since a chain may be longer than a stack.
 *
 * <p>Who is in a chain below its root cannot be resumed by others: it is marked as running as long as that lasts, and where it really stands is
 * where the root stands. Who wants to resume it nevertheless, while the root is suspended, has it leave the chain with all below it; then, and
 * where the delegate is stackful, each step is passed on to the delegate as any consumer would, and it is taken again as soon as it can be had.
 *
 * <p>The stack may end at any call made here. So each turn of the loop first makes the calls it needs and then only assigns: the next step then
 * goes on where the stack ended in this one.
 */
final class CompiledEngine extends CompiledBody implements GeneratorEngine {
    /** Whom the body delegates to, while it does. */
    private @Nullable Generator<@Nullable Object, @Nullable Object, ?> inner;

    /** Who delegates to this and has taken it into its chain; null for a root. */
    private @Nullable CompiledEngine outer;

    /** Of a root: the lowest of its chain. */
    private CompiledEngine leaf = this;

    /** Of a root: how many of its chain delegate in a {@code try} block. */
    private int guards;

    /** Of a root: the lowest of those that are being closed; all above it are, too. */
    private @Nullable CompiledEngine closing;

    CompiledEngine(Generator.@Nullable Body<@Nullable Object, @Nullable Object> body,
            Generator.@Nullable ReturningBody<@Nullable Object, @Nullable Object, @Nullable Object> returningBody) {
        super(body, returningBody);
    }

    @Override
    public Step resume(@Nullable Object sent, @Nullable Throwable toThrow) {
        if (inner != null || !isAtYield()) {
            return resumeLeaf(sent, toThrow);
        }
        passed = sent;
        thrown = toThrow;
        run();
        return isAtYield() ? Step.YIELDED : goOn(toThrow);
    }

    private Step resumeLeaf(@Nullable Object sent, @Nullable Throwable toThrow) {
        if (closing == null && leaf.isAtYield()) {
            if (leaf.inner != null) {
                take(leaf, leaf.inner);
            }
            boolean closes = leaf != this && toThrow instanceof GeneratorExit;
            give(sent, closes ? GeneratorExit.ofClose() : toThrow, closes);
        }
        return goOn(toThrow);
    }

    private void give(@Nullable Object sent, @Nullable Throwable toThrow, boolean closes) {
        CompiledEngine at = leaf;
        if (at.inner != null) {
            at.pass(at.inner, sent, toThrow);
        } else {
            at.passed = sent;
            at.thrown = toThrow;
            at.run();
        }
        closing = closes ? at : null;
    }

    /** Brings a step to its end; {@code given} is what the consumer throws in. */
    private Step goOn(@Nullable Throwable given) {
        while (true) {
            CompiledEngine at = leaf;
            Step how = at.came;
            if (how == null) {
                at.run();
            } else if (how != Step.YIELDED) {
                if (at == this) {
                    return how;
                }
                end(at, given);
            } else if (at.delegates) {
                begin(at);
            } else if (closing != null) {
                refuse(closing);
            } else {
                Object value = at.passed;
                at.passed = null;
                passed = value;
                return Step.YIELDED;
            }
        }
    }

    /** The lowest has come to a {@code yieldFrom}. */
    @SuppressWarnings("unchecked") // What a body may delegate to, Yielder.yieldFrom says.
    private void begin(CompiledEngine at) {
        var generator = (Generator<@Nullable Object, @Nullable Object, ?>) at.passed;
        if (generator == null) {
            at.goOnWith(null, new NullPointerException("yieldFrom needs a generator to delegate to"));
        } else if (!take(at, generator)) {
            at.pass(generator, null, null);
        } else if (leaf.inner != null) {
            leaf.pass(leaf.inner, null, null);
        } else {
            leaf.goOnWith(null, null);
        }
    }

    /** It is to be run with this. */
    private void goOnWith(@Nullable Object value, @Nullable Throwable failure) {
        passed = value;
        thrown = failure;
        delegates = false;
        came = null;
    }

    /** Passes a step on to whom it delegates to without having taken that. */
    private void pass(Generator<@Nullable Object, @Nullable Object, ?> generator, @Nullable Object sent,
            @Nullable Throwable toThrow) {
        Object result = null;
        Throwable failure = null;
        boolean ended = true;
        try {
            result = Delegation.step(generator, sent, toThrow);
            ended = false;
        } catch (StopIteration end) {
            result = end.value();
        } catch (Throwable e) {
            failure = e;
            innerFailed = e != toThrow;
        }
        inner = ended ? null : generator;
        passed = result;
        thrown = failure;
        came = ended ? null : Step.YIELDED;
        delegates = false;
    }

    /** The lowest has ended: the one above it goes on with what came of it. */
    private void end(CompiledEngine at, @Nullable Throwable given) {
        CompiledEngine above = Objects.requireNonNull(at.outer);
        var ended = Objects.requireNonNull(above.inner);
        boolean wasClosing = at == closing;
        Object value = null;
        Throwable failure = null;
        if (at.came == Step.RETURNED) {
            value = at.passed;
            ended.hasReturned(value);
        } else {
            failure = Generator.failure((Throwable) Objects.requireNonNull(at.passed));
        }
        boolean goesOnClosing = wasClosing && (failure == null || failure instanceof GeneratorExit);
        if (goesOnClosing) {
            failure = above == this ? given : GeneratorExit.ofClose();
        }
        leave(at, above);
        above.passed = goesOnClosing ? null : value;
        above.thrown = failure;
        above.innerFailed = failure != given && !goesOnClosing;
        above.inner = null;
        above.came = null;
        at.passed = null;
        at.standing.now = Standing.CLOSED;
        if (wasClosing) {
            closing = above == this ? null : above;
        }
    }

    /** One that is being closed, or one below it, has yielded: that is no way to take a {@code close()}. */
    private void refuse(CompiledEngine closed) {
        CompiledEngine above = Objects.requireNonNull(closed.outer);
        var refusing = Objects.requireNonNull(above.inner);
        IllegalStateException failure = Generator.ignoredExit();
        leaf.passed = null;
        leave(closed, above);
        closed.standing.now = Standing.SUSPENDED;
        above.thrown = failure;
        above.innerFailed = true;
        above.inner = null;
        above.came = null;
        closing = above == this ? null : above;
        refusing.settle();
    }

    /** Takes whom {@code at}, the lowest, delegates to into the chain, with its own; answers whether that could be had. Only a root. */
    private boolean take(CompiledEngine at, Generator<@Nullable Object, @Nullable Object, ?> generator) {
        CompiledEngine taken = generator.take();
        if (taken == null) {
            return false;
        }
        at.inner = generator;
        at.delegates = false;
        at.passed = null;
        taken.outer = at;
        guards += taken.guards + (at.isInTry ? 1 : 0);
        leaf = taken.leaf;
        return true;
    }

    /** Has {@code at} leave the chain with all below it, so that {@code above} is the lowest. Only a root. */
    private void leave(CompiledEngine at, CompiledEngine above) {
        int below = 0;
        for (CompiledEngine engine = leaf; engine != at;) {
            engine = Objects.requireNonNull(engine.outer);
            below += engine.isInTry ? 1 : 0;
        }
        guards -= below + (above.isInTry ? 1 : 0);
        at.guards = below;
        at.leaf = leaf;
        at.outer = null;
        leaf = above;
    }

    /** Has this leave the chain it is in, if that is suspended, to be resumed by somebody else. */
    @Override
    public boolean leaveChain() {
        CompiledEngine root = root();
        if (root == this || !root.standing.change(Standing.SUSPENDED, Standing.RUNNING)) {
            return false;
        }
        try {
            CompiledEngine above = outer;
            boolean left = false;
            if (above != null && root() == root) {
                root.leave(this, above);
                standing.rest();
                left = true;
            }
            root.standing.rest();
            return left;
        } catch (StackOverflowError e) {
            root.standing.now = root.standing.atRest;
            if (outer == null) {
                standing.now = standing.atRest;
            }
            throw e;
        }
    }

    private CompiledEngine root() {
        CompiledEngine root = this;
        while (root.outer != null) {
            root = root.outer;
        }
        return root;
    }

    @Override
    public Standing standing() {
        return standing;
    }

    @Override
    public Generator.State state() {
        return root().standing.state();
    }

    @Override
    public @Nullable Object takeResult() {
        Object taken = passed;
        passed = null;
        return taken;
    }

    @Override
    public @Nullable Generator<?, ?, ?> delegate() {
        return inner;
    }

    @Override
    public boolean isLeftUndone() {
        return guards > 0 || leaf.isInTry;
    }

    @Override
    public @Nullable Scheduler loop() {
        Strand current = Strand.current();
        return current == null ? null : current.scheduler();
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public String explain() {
        return "compiled: its body is left at each yield and entered there again, so a value costs little more than a call";
    }
}
