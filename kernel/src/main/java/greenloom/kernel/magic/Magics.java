package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.repl.CellRequest;
import greenloom.kernel.repl.Completions;
import greenloom.kernel.repl.Near;
import greenloom.kernel.repl.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one registry of magics. Filled when the kernel is put together, then only read. */
public final class Magics {
    private static final Pattern BEGUN = Pattern.compile("%%?\\w*");

    private final Map<String, LineMagic> lines = new TreeMap<>();
    private final Map<String, CellMagic> cells = new TreeMap<>();

    /** The magics given, and {@code %lsmagic}. */
    public Magics(Collection<? extends Magic> magics) {
        add(new ListMagics(this));
        magics.forEach(this::add);
    }

    private void add(Magic magic) {
        switch (magic) {
            case LineMagic line -> lines.put(line.name(), line);
            case CellMagic cell -> cells.put(cell.name(), cell);
        }
    }

    /** {@code code}, which need not be whole, with its magics blanked. */
    public static String java(String code) {
        return new Script(code).java();
    }

    /** What is known of the magic in whose line {@code cursor} is, if it is in one's. */
    public Optional<MimeBundle> help(String code, int cursor) {
        Matcher begun = BEGUN.matcher(lineOf(code, cursor));
        return begun.lookingAt()
                ? all().filter(magic -> called(magic).equals(begun.group()))
                        .map(magic -> MimeBundle.text(usage(magic) + "\n\n" + magic.summary())).findFirst()
                : Optional.empty();
    }

    /** The magics whose names may end at {@code cursor}; empty where no magic's name does. */
    public Optional<Completions> complete(String code, int cursor) {
        int start = lineStart(code, cursor);
        String begun = code.substring(start, cursor);
        return BEGUN.matcher(begun).matches()
                ? Optional.of(new Completions(
                        names().stream().filter(name -> name.startsWith(begun)).map(Magics::match).toList(), start,
                        cursor))
                : Optional.empty();
    }

    private static Completions.Match match(String name) {
        return new Completions.Match(name, "magic");
    }

    private static String lineOf(String code, int cursor) {
        return code.substring(lineStart(code, cursor)).lines().findFirst().orElse("");
    }

    private static int lineStart(String code, int cursor) {
        return code.lastIndexOf('\n', Math.min(cursor, code.length()) - 1) + 1;
    }

    /** The magic of a line. */
    LineMagic of(Part.Line part) throws MagicException {
        LineMagic magic = lines.get(part.name());
        if (magic == null) {
            throw unknown("%" + part.name());
        }
        return magic;
    }

    Outcome run(Part.Whole part, MagicCall call, CellRequest body) throws MagicException, InterruptedException {
        CellMagic magic = cells.get(part.name());
        if (magic == null) {
            throw unknown("%%" + part.name());
        }
        return magic.run(call, body);
    }

    private MagicException unknown(String name) {
        String bare = name.replace("%", "");
        if (name.startsWith("%%") ? lines.containsKey(bare) : cells.containsKey(bare)) {
            return new MagicException("There is no magic " + name + ", but one on "
                    + (name.startsWith("%%") ? "a line of its own, %" : "a cell's first line, %%") + bare + ".");
        }
        if (name.startsWith("%%") && cells.containsKey(bare)) {
            return new MagicException(name + " stands only on the first line of its cell.");
        }
        String near = Near.of(name, names()).map(meant -> " Did you mean " + meant + "?").orElse("");
        return new MagicException(
                "There is no magic " + name + "." + near + " There are: " + String.join(", ", names()));
    }

    private Stream<Magic> all() {
        return Stream.concat(lines.values().stream(), cells.values().stream());
    }

    private List<String> names() {
        return all().map(Magics::called).toList();
    }

    private static String called(Magic magic) {
        return (magic instanceof CellMagic ? "%%" : "%") + magic.name();
    }

    static String usage(Magic magic) {
        return (called(magic) + " " + magic.arguments()).strip();
    }

    String table() {
        int width = all().mapToInt(magic -> usage(magic).length()).max().orElse(0);
        return all().map(magic -> usage(magic) + " ".repeat(width + 2 - usage(magic).length()) + magic.summary() + "\n")
                .collect(Collectors.joining());
    }
}
