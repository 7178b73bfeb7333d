package greenloom.kernel.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryPlaceTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void itIsBesideWhatJupyterKeepsForItsUser() {
        assertThat(find(Map.of(), "Linux")).isEqualTo("/home/ada/.local/share/jupyter/greenloom/history.sqlite");
        assertThat(find(Map.of("XDG_DATA_HOME", "/data"), "Linux"))
                .isEqualTo("/data/jupyter/greenloom/history.sqlite");
        assertThat(find(Map.of(), "Mac OS X")).isEqualTo("/home/ada/Library/Jupyter/greenloom/history.sqlite");
        assertThat(find(Map.of("JUPYTER_DATA_DIR", "/jupyter"), "Mac OS X"))
                .isEqualTo("/jupyter/greenloom/history.sqlite");
    }

    @Test
    void aVariableNamesAnotherFileOrNone() {
        assertThat(find(Map.of("GREENLOOM_HISTORY", "/mine.sqlite"), "Linux")).isEqualTo("/mine.sqlite");
        assertThat(HistoryPlace.find(Map.of("GREENLOOM_HISTORY", "off"), "Linux", HOME)).isEmpty();
    }

    @Test
    void aUserWithoutAHomeHasNone() {
        assertThat(HistoryPlace.find(Map.of(), "Linux", Path.of("?"))).isEmpty();
    }

    private static String find(Map<String, String> environment, String system) {
        return HistoryPlace.find(environment, system, HOME).orElseThrow().toString();
    }
}
