package greenloom.kernel.console;

import greenloom.kernel.magic.Written;
import greenloom.kernel.repl.Completions;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** What Tab offers in a cell. */
record CellCompleter(Written written, CellParser parser) implements Completer {

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (parser.takesAnyLine()) {
            return;
        }
        Completions found = written.complete(line.line(), line.cursor());
        int start = CellParser.Word.at(line.line(), line.cursor()).start();
        for (Completions.Match match : found.matches()) {
            candidates.add(candidate(line.line(), start, found.start(), match));
        }
    }

    /** The reader puts in from the word's start, the evaluator counts from its own. */
    private static Candidate candidate(String line, int wordStart, int start, Completions.Match match) {
        String text = start >= wordStart
                ? line.substring(wordStart, start) + match.text()
                : match.text().substring(Math.min(wordStart - start, match.text().length()));
        String signature = match.signature().isEmpty() ? null : match.signature();
        return new Candidate(text, match.text(), null, signature, null, null, false);
    }
}
