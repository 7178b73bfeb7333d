package greenloom.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisplayTest implements Screen {
    private final List<String> seen = new ArrayList<>();

    @TempDir Path dir;

    @BeforeEach
    void connect() {
        Screens.connect(this);
    }

    @Override
    public void show(MimeBundle bundle, Optional<String> id) {
        seen.add("show " + bundle.data());
    }

    @Override
    public void update(MimeBundle bundle, String id) {
        seen.add("update " + bundle.data());
    }

    @Override
    public void clear(boolean atNextOutput) {
        seen.add("clear " + atNextOutput);
    }

    @Override
    public String ask(String prompt, boolean password) throws InterruptedException {
        if (prompt.isEmpty()) {
            throw new InterruptedException();
        }
        return prompt + password;
    }

    @Test
    void aValueIsShownAndUpdated() {
        Shown shown = Display.display(7);
        shown.update(8);
        Display.clearOutput();
        assertThat(seen).containsExactly("show {text/plain=7}", "update {text/plain=8}", "clear false");
    }

    @Test
    void aTextIsShownAsTheTypeThatItIsSaidToBe() {
        Display.display("<b>x</b>", "text/html");
        assertThat(seen).containsExactly("show {text/html=<b>x</b>}");
    }

    @Test
    void aBundleIsShownAsItIsAndWhatIsShownAlreadyIsNoResult() {
        Shown shown = Display.display(Display.html("<b>x</b>"));
        assertThat(seen.getFirst()).contains("text/html=<b>x</b>");
        assertThat(Renderers.render(shown)).isEqualTo(MimeBundle.NOTHING);
    }

    @Test
    void aPictureIsToldByItsName() throws IOException {
        Path png = Files.write(dir.resolve("a.PNG"), new byte[] {1, 2, 3});
        assertThat(Display.image(png).data()).containsEntry("image/png", "AQID");
        assertThatThrownBy(() -> Display.image("a.txt")).hasMessageContaining("a.txt");
    }

    @Test
    void anInterruptedQuestionFailsAndKeepsTheInterrupt() throws IOException {
        assertThat(Display.input("name? ")).isEqualTo("name? false");
        assertThatThrownBy(() -> Display.password("")).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
