package greenloom.kernel.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(UTF_8);
    private final Signer signer = Signer.of("hmac-sha256", "a secret");
    private final Codec codec = new Codec(signer);

    @Test
    void whatIsEncodedIsDecodedAgain() {
        Message sent = message("{\"text\": \"grün 😀 \\u0000 <b>\", \"nothing\": null, \"n\": 1.50}");
        Message got = accepted(codec.decode(codec.encode(sent)));
        assertThat(got.content()).isEqualTo(sent.content());
        assertThat(got.header()).isEqualTo(sent.header());
        assertThat(got.identities()).containsExactly("client".getBytes(UTF_8));
        assertThat(got.buffers()).containsExactly(new byte[] {0, -1, 7});
    }

    @Test
    void aSignatureIsTheHmacOfTheFourJsonFrames() {
        byte[] signature = Signer.of("hmac-sha256", "key").sign(frames("a", "b", "c", "d"));
        // hmac.new(b"key", b"abcd", "sha256").hexdigest() in Python
        assertThat(new String(signature, UTF_8))
                .isEqualTo("2a31ec0ee8d878c9eece9fb0df79b3b90b2256240163aa5ee50d176d3d1121f8");
    }

    @Test
    void oneChangedByteIsRefused() {
        List<byte[]> frames = new ArrayList<>(codec.encode(message("{\"code\": \"1+1\"}")));
        frames.set(6, "{\"code\":\"2+2\"}".getBytes(UTF_8));
        assertThat(refused(codec.decode(frames))).contains("signature");
    }

    @Test
    void anotherKeyIsRefusedWithoutNamingEither() {
        List<byte[]> frames = new Codec(Signer.of("hmac-sha256", "their key")).encode(message("{}"));
        assertThat(refused(codec.decode(frames))).doesNotContain("a secret").doesNotContain("their key");
        assertThat(signer.toString()).doesNotContain("a secret");
    }

    @Test
    void withoutAKeyNothingIsSignedAndAllIsAccepted() {
        Codec unsigned = new Codec(Signer.of("hmac-sha256", ""));
        List<byte[]> frames = unsigned.encode(message("{}"));
        assertThat(frames.get(2)).isEmpty();
        assertThat(unsigned.decode(frames)).isInstanceOf(Decoded.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "",
            "{",
            "[]",
            "null",
            "7",
            "{} {}",
            "{'a': 1}",
            "{\"a\": NaN}",
            "{\"a\": 01}",
            "{\"a\": \"\t\"}",
            "// note\n{}",
            "{\"a\": 1,}",
    })
    void whatIsNotOneStrictJsonObjectIsRefused(String content) {
        assertThat(refused(codec.decode(signed(header(), content.getBytes(UTF_8))))).contains("not a JSON object");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] latin1 = {'{', '"', 'a', '"', ':', '"', (byte) 0xe9, '"', '}'};
        assertThat(refused(codec.decode(signed(header(), latin1)))).contains("UTF-8");
    }

    @Test
    void deepNestingIsRefusedAndNotFollowed() {
        String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
        assertThat(codec.decode(signed(header(), deep.getBytes(UTF_8)))).isInstanceOf(Decoded.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{}",
            "{\"msg_id\": \"1\"}",
            "{\"msg_type\": \"x\"}",
            "{\"msg_id\": 1, \"msg_type\": \"x\"}",
            "{\"msg_id\": \"1\", \"msg_type\": null}",
            "{\"msg_id\": \"1\", \"msg_type\": [\"x\"]}",
    })
    void aHeaderWithoutIdAndTypeIsRefused(String header) {
        assertThat(refused(codec.decode(signed(header, "{}".getBytes(UTF_8))))).contains("msg_id");
    }

    @Test
    void missingFramesAreRefused() {
        List<byte[]> whole = codec.encode(message("{}"));
        for (int count = 0; count < 7; count++) {
            assertThat(codec.decode(whole.subList(0, count))).isInstanceOf(Decoded.Refused.class);
        }
    }

    @Test
    void aLoneSurrogateIsRefused() {
        byte[] content = "{\"code\": \"\\ud800\"}".getBytes(UTF_8);
        assertThat(codec.decode(signed(header(), content))).isInstanceOf(Decoded.Refused.class);
    }

    private List<byte[]> signed(String header, byte[] content) {
        List<byte[]> json = List.of(header.getBytes(UTF_8), "{}".getBytes(UTF_8), "{}".getBytes(UTF_8), content);
        List<byte[]> frames = new ArrayList<>(List.of(DELIMITER, signer.sign(json)));
        frames.addAll(json);
        return frames;
    }

    private static String header() {
        return "{\"msg_id\": \"1\", \"msg_type\": \"execute_request\"}";
    }

    private static List<byte[]> frames(String... texts) {
        return List.of(texts).stream().map(text -> text.getBytes(UTF_8)).toList();
    }

    private static Message message(String content) {
        return new Message(
                frames("client"), json(header()), new JsonObject(), new JsonObject(), json(content),
                List.of(new byte[] {
                        0, -1, 7
                }));
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static Message accepted(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
        return ((Decoded.Accepted) decoded).message();
    }

    private static String refused(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Refused.class);
        return ((Decoded.Refused) decoded).reason();
    }
}
