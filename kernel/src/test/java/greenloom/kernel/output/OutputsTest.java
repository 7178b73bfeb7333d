package greenloom.kernel.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.kernel.display.MimeBundle;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutputsTest {
    private static final ThreadLocal<Cell> OWNER = new ThreadLocal<>();

    private final SinkRecorder sink = new SinkRecorder();
    private final Outputs outputs = new Outputs(sink, OWNER::get);
    private final PrintStream out = new CellPrintStream(Stream.STDOUT, outputs);
    private final PrintStream err = new CellPrintStream(Stream.STDERR, outputs);
    private final Cell one = Cell.detached(1);
    private final Cell two = Cell.detached(2);

    @BeforeEach
    void start() {
        outputs.begin(one);
        outputs.start();
    }

    @AfterEach
    void close() throws InterruptedException {
        sink.goOn();
        outputs.close(1000);
    }

    @Test
    void whatIsPrintedHasArrivedAfterTheBarrier() throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            out.println(i);
            outputs.flush(one);
            assertThat(sink.text(1, "stdout")).endsWith(i + "\n");
        }
    }

    @Test
    void aBurstGoesOutInFewPieces() throws InterruptedException {
        IntStream.range(0, 10_000).forEach(out::println);
        outputs.flush(one);
        assertThat(sink.text(1, "stdout")).isEqualTo(lines(10_000));
        assertThat(sink.seen().size()).isLessThan(500);
    }

    @Test
    void theFirstTextDoesNotWaitForMore() throws InterruptedException {
        out.print("now");
        long since = System.nanoTime();
        while (sink.seen().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(sink.seen()).containsExactly("1 stdout now");
        assertThat(System.nanoTime() - since).isLessThan(5_000_000_000L);
    }

    @Test
    void textWithoutABarrierArrivesToo() throws InterruptedException {
        out.print("a");
        out.print("b");
        while (!sink.text(1, "stdout").equals("ab")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theOrderOfBothStreamsAndDisplaysOfACellIsKept() throws InterruptedException {
        out.print("a");
        err.print("b");
        out.print("c");
        outputs.display(one, MimeBundle.text("d"), Optional.empty());
        out.print("e");
        outputs.tell(one, "f");
        outputs.flush(one);
        assertThat(String.join(",", sink.seen()))
                .isEqualTo("1 stdout a,1 stderr b,1 stdout c,1 display {text/plain=d},1 stdout e,1 stderr f");
    }

    @Test
    void eachThreadWritesToItsOwnCellAndAThreadWithoutOneToTheLatest() throws InterruptedException {
        Thread first = Thread.ofPlatform().start(() -> {
            OWNER.set(one);
            outputs.begin(two);
            out.println("of one");
        });
        first.join();
        Thread.ofVirtual().start(() -> out.println("of nobody")).join();
        outputs.flush(one);
        outputs.flush(two);
        assertThat(sink.seen()).containsExactlyInAnyOrder("1 stdout of one\n", "2 stdout of nobody\n");
    }

    @Test
    void aCharacterInPiecesIsPutTogether() throws InterruptedException {
        byte[] bytes = "a😀é".getBytes(UTF_8);
        for (byte b : bytes) {
            out.write(b);
            outputs.flush(one);
        }
        assertThat(sink.text(1, "stdout")).isEqualTo("a😀é");
    }

    @Test
    void bytesThatAreNoCharacterAreShownAsSuch() throws InterruptedException {
        out.writeBytes(new byte[] {'x', (byte) 0xff, 'y'});
        outputs.flush(one);
        assertThat(sink.text(1, "stdout")).isEqualTo("x\ufffdy");
    }

    @Test
    void aSilentCellShowsNothing() throws InterruptedException {
        Cell silent = new Cell(3, "3", true, false, true, "test");
        OWNER.set(silent);
        out.println("hush");
        OWNER.remove();
        outputs.display(silent, MimeBundle.text("hush"), Optional.empty());
        outputs.flush(silent);
        assertThat(sink.seen()).isEmpty();
    }

    @Test
    void linesOfManyThreadsStayWhole() throws InterruptedException {
        List<Thread> writers = IntStream.range(0, 8)
                .mapToObj(writer -> Thread.ofVirtual().start(() -> IntStream.range(0, 500)
                        .forEach(i -> out.println("writer " + writer + " line " + i))))
                .toList();
        for (Thread writer : writers) {
            writer.join();
        }
        outputs.flush(one);
        assertThat(sink.text(1, "stdout").lines()).hasSize(4000).allMatch(line -> line.matches("writer \\d line \\d+"));
    }

    private static String lines(int count) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, count).forEach(i -> text.append(i).append('\n'));
        return text.toString();
    }
}
