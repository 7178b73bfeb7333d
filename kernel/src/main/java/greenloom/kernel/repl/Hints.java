package greenloom.kernel.repl;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to do about a compile error, where that can be told: the mistakes of people who come from Python first, then names
 * that javac cannot find.
 */
final class Hints {
    private final MissingNames names;

    Hints(MissingNames names) {
        this.names = names;
    }

    /** A mistake that shows in the message and in the source of its line, from the error's column on or around it. */
    private record Habit(Pattern message, Pattern line, Function<Matcher, String> hint) {
        static Habit of(String message, String line, Function<Matcher, String> hint) {
            return new Habit(Pattern.compile(message), Pattern.compile(line), hint);
        }

        Optional<String> hint(String said, String source) {
            Matcher found = line.matcher(source);
            return message.matcher(said).find() && found.find() ? Optional.of(hint.apply(found)) : Optional.empty();
        }
    }

    private static final List<Habit> HABITS = List.of(
            Habit.of("character literal", "'((?:[^'\\\\]|\\\\.)*)'",
                    it -> "Strings stand in double quotes, single ones are for one character: \"" + it.group(1) + "\""),
            Habit.of("not a statement|';' expected|cannot find symbol: class await|illegal start",
                    "\\bawait\\s+([\\w.]+(?:\\([^()]*\\))?)",
                    it -> "await is a method, it takes brackets: await(" + it.group(1) + ")"),
            Habit.of("yield", "\\byield\\s+([^;]+)",
                    it -> "A generator's body yields by its parameter: generator(co -> { co.yield("
                            + it.group(1).strip() + "); })"),
            Habit.of("", "^\\s*(?:async\\s+)?def\\s+(\\w+)\\s*\\(",
                    it -> "A method begins with the type of what it returns: int " + it.group(1) + "(int n) { ... }"),
            Habit.of("illegal character: '#'|illegal start", "#\\s*(.*)",
                    it -> "Comments begin with //: // " + it.group(1)),
            Habit.of("", "\\belif\\b", _ -> "There is no elif: } else if (...) {"),
            Habit.of("", "^\\s*(for)\\s+(\\w+)\\s+in\\s+(\\w+)",
                    it -> "A loop over elements is written: for (var " + it.group(2) + " : " + it.group(3)
                            + ") { ... }"),
            Habit.of("", "^\\s*(if|while)\\s+([^(].*):\\s*$",
                    it -> "Conditions stand in round brackets, blocks in curly ones: " + it.group(1) + " ("
                            + it.group(2)
                            + ") { ... }"),
            Habit.of("", "^\\s*from\\s+[\\w.]+\\s+import\\b|^\\s*import\\s+\\w+\\s+as\\b",
                    _ -> "Imports name a class, or all of a package: import java.net.http.HttpClient; import java.util.*;"),
            Habit.of("", "\\blambda\\s+(\\w+)\\s*:\\s*(.+)",
                    it -> "A lambda is written with an arrow: " + it.group(1) + " -> " + it.group(2)),
            Habit.of("symbol: method print\\(|symbol: method println\\(", "\\b(print(?:ln)?)\\s*\\(",
                    _ -> "Printing is a method of IO: IO.println(...)"),
            Habit.of("symbol: method len\\(", "\\blen\\s*\\(\\s*(\\w+)",
                    it -> "Ask the object for its size: " + it.group(1) + ".size(), .length() or .length"),
            Habit.of("symbol: method range\\(", "\\brange\\s*\\(",
                    _ -> "Counting is done by a loop, or a stream: for (int i = 0; i < n; i++), IntStream.range(0, n)"),
            Habit.of("symbol: method str\\(", "\\bstr\\s*\\(\\s*(\\w+)", it -> "String.valueOf(" + it.group(1) + ")"),
            Habit.of("symbol: variable True|symbol: variable False", "\\b(True|False)\\b",
                    it -> "It is written " + it.group(1).toLowerCase(Locale.ROOT)),
            Habit.of("symbol: variable None", "\\bNone\\b", _ -> "Nothing is written null"),
            Habit.of("';' expected|not a statement", "\\b(and|or|not)\\b",
                    _ -> "The operators are written && (and), || (or), ! (not)"),
            Habit.of("symbol: class f\\b|';' expected|symbol: variable f\\b", "\\bf\"([^\"]*)\"",
                    _ -> "Strings are put together with + or \"%s\".formatted(value)"),
            Habit.of("illegal start of expression", "[=(,]\\s*\\[([^\\]]*)\\]",
                    it -> "Lists have no brackets of their own: List.of(" + it.group(1) + ")"));

    /** The problem, with what to do about it where that is known. */
    Problem advise(Problem problem) {
        String line = problem.cell().line(problem.cell().lineAt(problem.start()));
        return HABITS.stream().flatMap(habit -> habit.hint(problem.message(), line).stream()).findFirst()
                .or(() -> assignment(problem, line))
                .or(() -> names.hint(problem.message(), problem.cell().code()))
                .or(() -> semicolon(problem.message()))
                .map(problem::with).orElse(problem);
    }

    private static Optional<String> assignment(Problem problem, String line) {
        return problem.missing().filter(name -> line.matches("\\s*" + name + "\\s*=[^=].*"))
                .map(name -> "A variable is declared where it is first named: var " + name + " = ...;");
    }

    private static Optional<String> semicolon(String message) {
        return message.startsWith("';' expected")
                ? Optional.of("Statements end in a semicolon; only the last line of a cell may do without")
                : Optional.empty();
    }
}
