package greenloom.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.magic.LineMagic.Turn;
import greenloom.kernel.output.Cell;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.repl.CellRequest;
import greenloom.kernel.repl.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CellRunnerTest {
    private final List<String> seen = new ArrayList<>();
    private final Outputs outputs = new Outputs(new SilentSink(), () -> null);
    private final Magics magics = new Magics(List.of(new Note("note", Turn.IN_LINE), new Note("early", Turn.FIRST),
            new Note("apart", Turn.DIVIDING), new Twice()));
    private final CellRunner runner = new CellRunner(new NotingEvaluator(seen), outputs, magics);

    private Outcome run(String code) throws InterruptedException {
        return runner.run(Cell.detached(3), code);
    }

    @Test
    void magicsRunInTheOrderOfTheCellsLines() throws InterruptedException {
        run("%note a\nint x;\n%note b c\r\nx");
        assertThat(seen).containsExactly("%note a", "int x;", "%note b c", "x");
    }

    @Test
    void magicsThatCompilationNeedsRunFirst() throws InterruptedException {
        run("int x;\n%note a\n%early b\nx");
        assertThat(seen).containsExactly("%early b", "int x;", "%note a", "x");
    }

    @Test
    void aStatementEndsAtAMagicThatHasRunAlready() throws InterruptedException {
        run("cups\n%early b\ncups");
        assertThat(seen).containsExactly("%early b", "cups", "cups");
    }

    @Test
    void aMagicThatDividesTheCellRunsInItsPlace() throws InterruptedException {
        run("int x;\n%apart a\nx\n%note b\n%apart c");
        assertThat(seen).containsExactly("int x;", "%apart a", "x", "%note b", "%apart c");
    }

    @Test
    void nothingRunsOfACellWithAnUnknownMagic() throws InterruptedException {
        run("int x;\n%note a\n%never");
        assertThat(seen).isEmpty();
    }

    @Test
    void aMagicOfTheCellGetsItsRest() throws InterruptedException {
        assertThat(run("%%twice now\nint x;")).isEqualTo(new Outcome.Value(Optional.of(MimeBundle.text("now"))));
        assertThat(seen).containsExactly("int x;", "int x;");
    }

    @Test
    void whatFollowsAFailureDoesNotRun() throws InterruptedException {
        run("%note a\nfail\n%note b");
        assertThat(seen).containsExactly("%note a", "fail");
    }

    @Test
    void anUnknownMagicIsAnsweredWithTheNearestNameAndTheList() throws InterruptedException {
        assertThat(sentence("%lsmagik")).isEqualTo(
                "There is no magic %lsmagik. Did you mean %lsmagic? There are: %apart, %early, %lsmagic, %note, %%twice");
        assertThat(sentence("%zzz"))
                .isEqualTo("There is no magic %zzz. There are: %apart, %early, %lsmagic, %note, %%twice");
    }

    @Test
    void aMagicOfTheWrongKindIsAnsweredWithTheRightOne() throws InterruptedException {
        assertThat(sentence("%twice")).isEqualTo("There is no magic %twice, but one on a cell's first line, %%twice.");
        assertThat(sentence("%%note")).isEqualTo("There is no magic %%note, but one on a line of its own, %note.");
        assertThat(sentence("1;\n%%twice")).isEqualTo("%%twice stands only on the first line of its cell.");
    }

    @Test
    void theErrorOfAMagicShowsItsLine() throws InterruptedException {
        Outcome.Failed failed = (Outcome.Failed) run("1;\n\n%note fail\n2");
        assertThat(failed.name()).isEqualTo("MagicError");
        assertThat(String.join("\n", failed.traceback())).contains("on purpose", "In[3]", "line 3", "%note fail");
    }

    @Test
    void namesAreCompletedAndExplained() {
        assertThat(magics.complete("1;\n%no", 6).orElseThrow().matches()).extracting("text").containsExactly("%note");
        assertThat(magics.complete("%no x", 5)).isEmpty();
        assertThat(magics.complete("a %no", 5)).isEmpty();
        assertThat(magics.help("%note x", 4).orElseThrow().data().get("text/plain")).asString()
                .startsWith("%note TEXT");
        assertThat(magics.help("note", 4)).isEmpty();
    }

    private String sentence(String code) throws InterruptedException {
        return ((Outcome.Failed) run(code)).message();
    }

    private final class Note implements LineMagic {
        private final String name;
        private final Turn turn;

        Note(String name, Turn turn) {
            this.name = name;
            this.turn = turn;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Turn turn() {
            return turn;
        }

        @Override
        public String arguments() {
            return "TEXT";
        }

        @Override
        public String summary() {
            return "Notes it.";
        }

        @Override
        public Optional<MimeBundle> run(MagicCall call) throws MagicException {
            if (call.arguments().equals("fail")) {
                throw new MagicException("It failed on purpose.");
            }
            seen.add("%" + name + " " + String.join(" ", call.words()));
            return Optional.empty();
        }
    }

    private final class Twice implements CellMagic {
        @Override
        public String name() {
            return "twice";
        }

        @Override
        public String arguments() {
            return "";
        }

        @Override
        public String summary() {
            return "Notes the cell twice.";
        }

        @Override
        public Outcome run(MagicCall call, CellRequest body) {
            seen.add(body.code().strip());
            seen.add(body.code().strip());
            return new Outcome.Value(Optional.of(MimeBundle.text(call.arguments())));
        }
    }
}
