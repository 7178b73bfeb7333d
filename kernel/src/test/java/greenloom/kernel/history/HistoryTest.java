package greenloom.kernel.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {
    private final History history = History.inMemory();

    @BeforeEach
    void fill() {
        List<String> inputs = List.of("int a = 1", "a", "int b = 2", "a");
        for (int i = 0; i < inputs.size(); i++) {
            history.add(i + 1, inputs.get(i), Optional.empty());
        }
    }

    @Test
    void theTailIsTheLastOfAllInTheirOrder() {
        assertThat(lines(history.tail(2))).containsExactly(3, 4);
        assertThat(history.tail(0)).isEmpty();
        assertThat(history.tail(-7)).isEmpty();
        assertThat(history.tail(Integer.MAX_VALUE)).hasSize(4);
    }

    @Test
    void aRangeDoesNotHoldItsEnd() {
        assertThat(lines(history.range(0, 2, 4))).containsExactly(2, 3);
    }

    @Test
    void aSearchKeepsTheLastMatches() {
        assertThat(lines(history.search("*", 3, false))).containsExactly(2, 3, 4);
        assertThat(lines(history.search("int ? = *", 10, false))).containsExactly(1, 3);
    }

    @Test
    void uniqueKeepsEachInputOnceAtItsLastPlace() {
        assertThat(lines(history.search("*", 10, true))).containsExactly(1, 3, 4);
    }

    @ParameterizedTest
    @CsvSource({
            "a*c, abc, true", "a*c, ab, false", "*, '', true", "?, '', false", "'', '', true", "a?c, abc, true",
            "*b*, abc, true", "*b, abc, false", "[a], a, false", "a**c, ac, true",
    })
    void aGlobKnowsStarsAndQuestionMarks(String glob, String text, boolean expected) {
        assertThat(new Glob(glob).matches(text)).isEqualTo(expected);
    }

    @Test
    void manyStarsTakeNoTime() {
        assertThat(new Glob("*a".repeat(50) + "b").matches("a".repeat(10_000))).isFalse();
    }

    private static List<Integer> lines(List<Entry> entries) {
        return entries.stream().map(Entry::line).toList();
    }
}
