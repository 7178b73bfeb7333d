package greenloom.kernel.magic;

import greenloom.kernel.repl.JavaScan;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a cell into its Java and its magics. A magic stands at the very start of a line, its name right behind the percent
 * sign, where no bracket, comment or text block is open: so a remainder that a long expression breaks before stays Java,
 * as long as it is indented or has its operand behind a space.
 */
final class Script {
    private static final Pattern WHOLE = Pattern.compile("\\s*?^(%%)([A-Za-z]\\w*)(?:[ \\t]+(.*))?$",
            Pattern.MULTILINE);
    private static final Pattern LINE = Pattern.compile("^(%%?)([A-Za-z]\\w*)(?:[ \\t]+(.*))?$", Pattern.MULTILINE);

    private final String code;
    private final StringBuilder java;
    private final List<Part> parts = new ArrayList<>();

    /** The script in {@code code}, whose lines end in line feeds. */
    Script(String code) {
        this.code = code;
        this.java = new StringBuilder(code);
        cut();
    }

    /** The parts in their order; Java that is only white space is none. */
    List<Part> parts() {
        return parts;
    }

    /** All that is Java, at its own places. */
    String java() {
        return java.toString();
    }

    private void cut() {
        Matcher whole = WHOLE.matcher(code);
        if (whole.lookingAt()) {
            blank(whole);
            parts.add(new Part.Whole(whole.start(1), whole.group(2), arguments(whole), java()));
        } else {
            cutLines();
        }
    }

    private void cutLines() {
        int from = 0;
        Matcher magic = LINE.matcher(code);
        while (magic.find()) {
            if (isBetweenStatements(code.substring(from, magic.start()))) {
                addJava(from, magic.start());
                blank(magic);
                parts.add(new Part.Line(magic.start(), magic.group(1).substring(1) + magic.group(2), arguments(magic)));
                from = magic.end();
            }
        }
        addJava(from, code.length());
    }

    private static String arguments(Matcher magic) {
        return magic.group(3) == null ? "" : magic.group(3).strip();
    }

    private static boolean isBetweenStatements(String before) {
        JavaScan scan = JavaScan.of(before);
        return scan.openLines() == 0 && !scan.inTextBlock() && !scan.inComment();
    }

    private void addJava(int from, int to) {
        if (!code.substring(from, to).isBlank()) {
            parts.add(new Part.Java(blank(from) + code.substring(from, to)));
        }
    }

    private void blank(Matcher magic) {
        java.replace(magic.start(1), magic.end(), " ".repeat(magic.end() - magic.start(1)));
    }

    /** White space that takes as many characters and lines as the code up to {@code end}. */
    private String blank(int end) {
        return code.substring(0, end).replaceAll("[^\\n]", " ");
    }
}
