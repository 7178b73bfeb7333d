package greenloom;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Tells of errors that nobody waits for: once, whole, in one write to the standard error stream. */
final class UncaughtErrors {
    private UncaughtErrors() {}

    static void report(String headline, Throwable exception) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        writer.println(headline);
        exception.printStackTrace(writer);
        writer.flush();
        System.err.print(text);
        System.err.flush();
    }
}
