package greenloom.kernel.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.kernel.wire.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionInfoTest {
    private static final String GOOD = """
            {"transport": "tcp", "ip": "127.0.0.1", "signature_scheme": "hmac-sha256", "key": "s3cr3t",
             "shell_port": 1, "control_port": 2, "stdin_port": 3, "iopub_port": 4, "hb_port": 5}
            """;

    private static final String PUBLIC = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";
    private static final String SECRET = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs";

    @TempDir Path dir;

    @Test
    void theFileGivesEachChannelItsAddress() throws IOException {
        ConnectionInfo info = read(GOOD);
        assertThat(info.address(Channel.SHELL)).isEqualTo("tcp://127.0.0.1:1");
        assertThat(info.address(Channel.HEARTBEAT)).isEqualTo("tcp://127.0.0.1:5");
        assertThat(info.key()).isEqualTo("s3cr3t");
    }

    @Test
    void theKeyIsNotPrinted() throws IOException {
        assertThat(read(GOOD).toString()).doesNotContain("s3cr3t");
    }

    @Test
    void aFileThatIsNoJsonIsToldWithoutItsText() {
        assertThatThrownBy(() -> read("\"key\": s3cr3t"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a JSON object")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void ipcGivesEachChannelItsPath() throws IOException {
        ConnectionInfo info = read(GOOD.replace("tcp", "ipc").replace("127.0.0.1", "/run/me/kernel"));
        assertThat(info.path(Channel.SHELL)).isEqualTo(Path.of("/run/me/kernel-1"));
        assertThat(info.path(Channel.HEARTBEAT)).isEqualTo(Path.of("/run/me/kernel-5"));
    }

    @Test
    void anotherTransportIsRefusedWithASentence() {
        assertThatThrownBy(() -> read(GOOD.replace("tcp", "carrier pigeon"))).hasMessageContaining("is not supported");
    }

    @Test
    void theKeysOfTheEncryptionAreNotPrinted() throws IOException {
        ConnectionInfo info = read(withCurve(PUBLIC, SECRET));
        assertThat(info.curve()).isPresent();
        assertThat(info + " " + info.curve()).doesNotContain(PUBLIC).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
            "'', " + SECRET, PUBLIC + ", ''", "short, " + SECRET,
            PUBLIC + ", 'with a space in it, which is not allowed'",
    })
    void keysThatCannotBeUsedAreRefusedAndNotIgnored(String publicKey, String secretKey) {
        assertThatThrownBy(() -> read(withCurve(publicKey, secretKey)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("CurveZMQ")
                .hasMessageNotContaining(SECRET);
    }

    private static String withCurve(String publicKey, String secretKey) {
        return GOOD.strip().replaceFirst("}$", "") + ", \"curve_publickey\": \"" + publicKey
                + "\", \"curve_secretkey\": \"" + secretKey + "\"}";
    }

    @Test
    void aMissingPortIsNamed() {
        assertThatThrownBy(() -> read(GOOD.replace("hb_port", "other"))).hasMessageContaining("hb_port");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ConnectionInfo.read(dir.resolve("none.json"))).hasMessageContaining("none.json");
    }

    private ConnectionInfo read(String text) throws IOException {
        return ConnectionInfo.read(Files.writeString(dir.resolve("connection.json"), text));
    }
}
