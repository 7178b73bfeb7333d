package greenloom.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    @Test
    void aMissingFieldAndANullHaveTheDefault() throws InvalidField {
        Fields fields = fields("{\"n\": null, \"s\": null, \"o\": null}");
        assertThat(fields.number("n", 3)).isEqualTo(3);
        assertThat(fields.text("s", "x")).isEqualTo("x");
        assertThat(fields.flag("missing", true)).isTrue();
        assertThat(fields.object("o").size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "true", "[]", "{}"})
    void anythingButAStringIsNoText(String value) {
        assertThatThrownBy(() -> fields("{\"code\": " + value + "}").text("code", ""))
                .isInstanceOf(InvalidField.class)
                .hasMessage("The field 'code' must be a string.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"7\"", "false", "[1]", "{}", "1e400", "99999999999", "1e999999999"})
    void whatDoesNotFitIsNoNumber(String value) {
        assertThatThrownBy(() -> fields("{\"n\": " + value + "}").number("n", 0)).isInstanceOf(InvalidField.class);
    }

    @Test
    void wholeNumbersMayBeWrittenAsFloats() throws InvalidField {
        assertThat(fields("{\"n\": 5.0}").number("n", 0)).isEqualTo(5);
        assertThat(fields("{\"n\": -5}").number("n", 0)).isEqualTo(-5);
    }

    private static Fields fields(String json) {
        return Fields.of(JsonParser.parseString(json).getAsJsonObject());
    }
}
