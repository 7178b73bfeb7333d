package greenloom.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @ParameterizedTest
    @CsvSource({"?List.of, List.of", "List.of?, List.of", "??String, String", "' x ? ', x", "String??, String"})
    void aQuestionMarkBeforeOrBehindAsksForHelp(String code, String topic) {
        assertThat(Help.topic(code)).contains(topic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a ? b : c", "?", "", "x\n?", "List<?> list", "int x = 1;"})
    void whatMayBeJavaDoesNot(String code) {
        assertThat(Help.topic(code)).isEmpty();
    }

    @Test
    void aLineThatBeginsAGenericTypeIsLeftToJava() {
        assertThat(Help.topic("Map<String, ?>\nm")).isEmpty();
    }
}
