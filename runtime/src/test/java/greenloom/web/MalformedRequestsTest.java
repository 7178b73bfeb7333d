package greenloom.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests by which attackers make two servers understand two things: the table is {@code malformed.txt}. */
class MalformedRequestsTest {
    record Case(int status, String name, String request) {
        static Case of(String line) {
            String[] parts = line.split(" \\| ", 3);
            return new Case(Integer.parseInt(parts[0]), parts[1], Escapes.decode(parts[2]));
        }

        @Override
        public String toString() {
            return status + ": " + name;
        }
    }

    static List<Case> cases() throws IOException {
        try (InputStream in = MalformedRequestsTest.class.getResourceAsStream("malformed.txt")) {
            String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return table.lines().filter(line -> !line.startsWith("#")).map(Case::of).toList();
        }
    }

    /** All that the server says to {@code request}, until it hangs up. */
    private static String answers(String request) {
        WebApp app = new WebApp().any("/{p:.*}", r -> Response.text(r.path() + ":" + r.text()));
        return Loops.call(() -> {
            try (WebServer server = app.start("127.0.0.1", 0); Raw raw = Raw.open(server)) {
                raw.send(request);
                raw.connection().finishWriting();
                return new String(raw.connection().readAll(), StandardCharsets.UTF_8);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAnsweredOnceAndRightly(Case request) {
        String answers = answers(request.request());
        assertThat(answers).startsWith("HTTP/1.1 " + request.status() + " ");
        assertThat(answers.split("HTTP/1\\.1 \\d{3} ", -1)).hasSize(2);
        if (request.status() == 200) {
            assertThat(answers).endsWith("\r\n\r\n/:hello");
        } else {
            assertThat(answers).contains("Connection: close\r\n");
        }
    }

    @Test
    void theTableIsLong() throws IOException {
        try (Stream<Case> refused = cases().stream().filter(request -> request.status() >= 400)) {
            assertThat(refused.count()).isGreaterThanOrEqualTo(56);
        }
    }
}
