package greenloom.kernel;

import greenloom.kernel.output.RealError;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/**
 * The kernel's log: one line an event, on the real standard error, from level {@code warning} on unless the environment
 * variable {@code GREENLOOM_LOG} names another. Never contains keys, code or contents of messages.
 */
public final class Log {

    // In a holder, because setting up logging costs more than a quiet kernel needs to pay at its start.
    private static final class Holder {
        static final Logger LOGGER = logger();
    }

    private Log() {}

    public static void warn(String what) {
        Holder.LOGGER.warning(what);
    }

    public static void warn(String what, Throwable why) {
        Holder.LOGGER.log(Level.WARNING, what, why);
    }

    public static void info(String what) {
        Holder.LOGGER.info(what);
    }

    private static Logger logger() {
        Logger logger = Logger.getLogger("greenloom.kernel");
        Level level = level(System.getenv().getOrDefault("GREENLOOM_LOG", "warning"));
        logger.setLevel(level);
        logger.setUseParentHandlers(false); // the root's handlers belong to user code, and print at its cells
        logger.addHandler(new ToRealError(level));
        return logger;
    }

    private static Level level(String name) {
        try {
            return Level.parse(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Level.WARNING;
        }
    }

    /** {@code System.err} is user code's. */
    private static final class ToRealError extends StreamHandler {
        ToRealError(Level level) {
            super(RealError.stream(), new Line());
            setLevel(level);
        }

        @Override
        public synchronized void publish(LogRecord event) {
            super.publish(event);
            flush();
        }
    }

    private static final class Line extends Formatter {
        @Override
        public String format(LogRecord event) {
            Throwable why = event.getThrown();
            String line = "greenloom " + event.getLevel().getName().toLowerCase(Locale.ROOT) + ": "
                    + event.getMessage();
            return why == null ? line + "\n" : line + ": " + trace(why);
        }

        private static String trace(Throwable why) {
            var text = new java.io.StringWriter();
            why.printStackTrace(new java.io.PrintWriter(text));
            return text.toString();
        }
    }
}
