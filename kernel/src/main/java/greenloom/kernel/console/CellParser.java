package greenloom.kernel.console;

import greenloom.kernel.magic.Written;
import greenloom.kernel.repl.Completeness;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Decides at Enter whether a cell is whole, and at Tab what word is meant. The console's thread's alone. */
final class CellParser implements Parser {
    private final Written written;
    private boolean anyLine; // whether what is typed is an answer, no cell

    CellParser(Written written) {
        this.written = written;
    }

    /** From now on every line is whole, or only those that are cells. */
    void takeAnyLine(boolean any) {
        anyLine = any;
    }

    boolean takesAnyLine() {
        return anyLine;
    }

    /** An empty line ends a cell in any case: what is wrong with it is told then. */
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !anyLine && !endsInEmptyLine(line)
                && written.isComplete(line) instanceof Completeness.Incomplete) {
            throw new EOFError(-1, -1, "the cell goes on");
        }
        return Word.at(line, cursor);
    }

    private static boolean endsInEmptyLine(String line) {
        return line.substring(line.lastIndexOf('\n') + 1).isBlank();
    }

    /** The name that ends at the cursor; the line is made of that one word. */
    record Word(String word, String line, int cursor) implements CompletingParsedLine {

        static Word at(String line, int cursor) {
            int start = cursor;
            while (start > 0 && belongsToName(line.charAt(start - 1))) {
                start--;
            }
            return new Word(line.substring(start, cursor), line, cursor);
        }

        private static boolean belongsToName(char c) {
            return Character.isJavaIdentifierPart(c) || c == '%';
        }

        int start() {
            return cursor - word.length();
        }

        @Override
        public int wordCursor() {
            return word.length();
        }

        /** Java's names need no quotes. */
        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor();
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }
    }
}
