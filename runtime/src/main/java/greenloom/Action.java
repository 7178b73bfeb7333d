package greenloom;

/** A body without a result that may throw anything: what a greenlet runs when there is nothing to hand back. */
@FunctionalInterface
public interface Action {
    /** Runs the body. */
    void run() throws Exception;
}
