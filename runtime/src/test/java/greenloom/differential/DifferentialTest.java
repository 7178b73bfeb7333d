package greenloom.differential;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs of next, send, throw, close, {@code yield from} and nested tries do the same under CPython and Greenloom, stackful or compiled. How many, and from which
 * seed on, is told by the properties {@code differential.programs} and {@code differential.seed}.
 */
@Timeout(600)
class DifferentialTest {
    private static final int PROGRAMS = Integer.getInteger("differential.programs", 300);
    private static final long FIRST_SEED = Long.getLong("differential.seed", 0);
    private static final int BATCH = 100;

    private static List<Program> drawn(long seed, long count) {
        return LongStream.range(seed, seed + count).mapToObj(RandomPrograms::draw).toList();
    }

    @Test
    void randomProgramsDoTheSame() throws Exception {
        agree(new Differences(CPython::run));
    }

    private static void agree(Differences differences) throws Exception {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PROGRAMS; seed += BATCH) {
            List<Program> programs = drawn(seed, Math.min(BATCH, FIRST_SEED + PROGRAMS - seed));
            Optional<Program> different = differences.find(programs);
            if (different.isPresent()) {
                throw new AssertionError(differences.tell(seed + programs.indexOf(different.get()),
                        differences.shrink(different.get())));
            }
        }
    }

    @Test
    void compiledTheyDoTheSame() throws Exception {
        JavaPrograms written = new JavaPrograms(_ -> false);
        agree(new Differences(written::run));
        assertThat(written.compiledBodies()).isGreaterThan(100 * written.stackfulBodies());
    }

    @Test
    void halfCompiledTheyDoTheSame() throws Exception {
        JavaPrograms written = new JavaPrograms(body -> body % 2 == 1);
        agree(new Differences(written::run));
        assertThat(written.compiledBodies()).isGreaterThan(PROGRAMS);
        assertThat(written.stackfulBodies()).isGreaterThan(PROGRAMS);
    }

    @Test
    void onALoopTheyDoWhatTheyDoOffIt() {
        List<Program> programs = drawn(FIRST_SEED, 100);
        List<List<String>> off = programs.stream().map(Interpreter::run).toList();
        List<List<String>> on = new ArrayList<>();
        EventLoop.run(() -> programs.forEach(program -> on.add(Interpreter.run(program))));
        assertThat(on).isEqualTo(off);
    }

    @ParameterizedTest
    @ValueSource(strings = {"got ", "value ", "caught GeneratorExit", "caught StopIteration",
            "RuntimeError: generator ignored",
            "RuntimeError: generator raised", "TypeError: can't send", "ValueError: generator already",
            "! GeneratorExit",
            "CREATED", "SUSPENDED", "CLOSED"})
    void thePrograms(String reach) {
        assertThat(
                drawn(0, 300).stream().map(Interpreter::run).map(List::toString).filter(trace -> trace.contains(reach)))
                .as("traces with %s", reach).hasSizeGreaterThan(3);
    }

    @Test
    void aDifferenceIsMadeSmallAndToldInBothLanguages() throws Exception {
        Differences fromWrong = new Differences(programs -> programs.stream().map(Interpreter::run)
                .map(trace -> trace.stream().map(line -> line.replace("caught IndexError", "caught nothing")).toList())
                .toList());
        Program different = fromWrong.find(drawn(0, 300)).orElseThrow();
        String told = fromWrong.tell(7, fromWrong.shrink(different));
        assertThat(told).startsWith("Seed 7 differs. Python:").contains("except ",
                "} catch (", "The other trace: [", "caught nothing", "Java's trace:    [", "caught IndexError");
        assertThat(told.lines()).hasSizeLessThan(70);
    }
}
