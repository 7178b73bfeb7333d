package greenloom.kernel.runner;

import java.io.PrintStream;
import java.util.Locale;

/** Tells on the terminal how far the run has come: a line a cell. */
public final class Progress {
    private final PrintStream terminal;
    private final boolean live;
    private long begun;

    /**
     * Tells on {@code terminal}.
     *
     * @param live whether somebody watches, who wants to see what runs now
     */
    public Progress(PrintStream terminal, boolean live) {
        this.terminal = terminal;
        this.live = live;
    }

    void begin(int cell, int cells, String source) {
        begun = System.nanoTime();
        if (live) {
            terminal.print("\r[" + cell + "/" + cells + "] " + shortened(source) + " ...");
            terminal.flush();
        }
    }

    void end(int cell, int cells, String source, String how) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        terminal.println((live ? "\r\u001b[K" : "")
                + String.format(Locale.ROOT, "[%d/%d] %-44s %8.2f s  %s", cell, cells, shortened(source), seconds,
                        how));
    }

    void tell(String line) {
        terminal.println(line);
    }

    private static String shortened(String source) {
        String first = source.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
        return first.length() <= 44 ? first : first.substring(0, 41) + "...";
    }
}
