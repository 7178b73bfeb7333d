package greenloom.kernel.runner;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line of {@code run} says.
 *
 * @param notebook what to execute
 * @param out where the executed notebook goes
 * @param html where the page goes, if one is wanted
 * @param timeout the longest that one cell may take, in seconds; 0 for any time
 * @param grace how long greenlets may go on after the last cell, in seconds
 * @param allowErrors whether cells that fail stop nothing and are no failure
 * @param params names and values to put before the notebook's own code
 */
public record RunOptions(Path notebook, Path out, Optional<Path> html, double timeout, double grace,
        boolean allowErrors,
        Map<String, String> params) {

    /** How it is called. */
    public static final String USAGE = """
            usage: run NOTEBOOK.ipynb [-o OUT.ipynb] [--html] [--timeout SECONDS] [--grace SECONDS] [--allow-errors]
                       [--param NAME=VALUE]...
              -o, --output   where the executed notebook goes (NOTEBOOK.executed.ipynb); with --html the page goes beside it
              --html         also writes a page that needs no other file
              --timeout      the longest that one cell may take (any time)
              --grace        how long greenlets may go on after the last cell (10)
              --allow-errors goes on after a cell that fails
              --param        a variable to begin with, or to set behind the cell tagged "parameters\"""";

    private static final double GRACE = 10;

    /**
     * Understands {@code args}.
     *
     * @throws IllegalArgumentException with a sentence and the usage, if they are not right
     */
    public static RunOptions parse(List<String> args) {
        Parser parser = new Parser(new ArrayDeque<>(args));
        parser.parse();
        return parser.options();
    }

    private static final class Parser {
        private final Deque<String> args;
        private Optional<Path> notebook = Optional.empty();
        private Optional<Path> out = Optional.empty();
        private boolean html;
        private double timeout;
        private double grace = GRACE;
        private boolean allowErrors;
        private final Map<String, String> params = new LinkedHashMap<>();

        Parser(Deque<String> args) {
            this.args = args;
        }

        void parse() {
            while (!args.isEmpty()) {
                String arg = args.remove();
                switch (arg) {
                    case "-o", "--output" -> out = Optional.of(Path.of(value(arg)));
                    case "--html" -> html = true;
                    case "--timeout" -> timeout = seconds(arg);
                    case "--grace" -> grace = seconds(arg);
                    case "--allow-errors" -> allowErrors = true;
                    case "--param" -> addParam(value(arg));
                    default -> setNotebook(arg);
                }
            }
        }

        private String value(String option) {
            if (args.isEmpty()) {
                throw wrong(option + " needs a value.");
            }
            return args.remove();
        }

        private double seconds(String option) {
            String value = value(option);
            try {
                double seconds = Double.parseDouble(value);
                if (seconds >= 0 && Double.isFinite(seconds)) {
                    return seconds;
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw wrong(option + " needs a number of seconds, not " + value + ".");
        }

        private void addParam(String text) {
            int at = text.indexOf('=');
            if (at < 1 || !Parameters.isName(text.substring(0, at))) {
                throw wrong("--param needs NAME=VALUE with a Java name, not " + text + ".");
            }
            params.put(text.substring(0, at), text.substring(at + 1));
        }

        private void setNotebook(String arg) {
            if (arg.startsWith("-") || notebook.isPresent()) {
                throw wrong("What is " + arg + "?");
            }
            notebook = Optional.of(Path.of(arg));
        }

        RunOptions options() {
            Path file = notebook.orElseThrow(() -> wrong("Which notebook?"));
            Path to = out.orElseGet(() -> file.resolveSibling(stem(file) + ".executed.ipynb"));
            return new RunOptions(
                    file, to, html ? Optional.of(to.resolveSibling(stem(to) + ".html")) : Optional.empty(), timeout,
                    grace,
                    allowErrors, params);
        }

        private static String stem(Path file) {
            return String.valueOf(file.getFileName()).replaceFirst("\\.ipynb$", "");
        }

        private static IllegalArgumentException wrong(String sentence) {
            return new IllegalArgumentException(sentence + "\n" + USAGE);
        }
    }
}
