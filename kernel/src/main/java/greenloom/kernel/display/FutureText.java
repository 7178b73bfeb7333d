package greenloom.kernel.display;

import java.util.concurrent.Future;

/** One of the JDK's futures in words like those of greenlets: its own do not tell the value. */
record FutureText(Future<?> future) {

    /** Whether {@code future} has no better words of its own. */
    static boolean suits(Future<?> future) {
        return future.getClass().getName().startsWith("java.util.concurrent.");
    }

    @Override
    public String toString() {
        return "<" + future.getClass().getSimpleName() + " " + condition() + ">";
    }

    private String condition() {
        return switch (future.state()) {
            case RUNNING -> "pending";
            case SUCCESS -> "value=" + future.resultNow();
            case FAILED -> "failed with " + future.exceptionNow();
            case CANCELLED -> "cancelled";
        };
    }
}
