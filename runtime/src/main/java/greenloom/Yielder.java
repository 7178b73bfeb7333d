package greenloom;

import org.jspecify.annotations.Nullable;

/**
 * What a generator's body yields with. Only the body itself may use it, at any depth of calls, and only until it ends.
 *
 * @param <Y> what is yielded
 * @param <S> what is sent in
 */
public interface Yielder<Y extends @Nullable Object, S extends @Nullable Object> {
    /**
     * Hands {@code value} to the consumer and waits to be resumed. Python's {@code yield value}.
     *
     * @param value what the consumer gets
     * @return what was sent in; null if the consumer only asked for the next value
     * @throws IllegalStateException if this is not the running body
     */
    @Nullable S yield(Y value);

    /**
     * Lets {@code inner} yield in this generator's place until it ends; what the consumer sends, throws and closes goes to {@code inner}. Python's
     * {@code yield from}.
     *
     * @param inner the generator to delegate to
     * @return what its body returned
     */
    <R extends @Nullable Object> R yieldFrom(Generator<? extends Y, ? super S, R> inner);

    /**
     * Yields all of {@code values}; what is sent in meanwhile is lost.
     *
     * @param values what to yield
     */
    default void yieldAll(Iterable<? extends Y> values) {
        for (Y value : values) {
            this.yield(value);
        }
    }
}
