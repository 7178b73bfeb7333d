package greenloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.Subprocess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers, asked by somebody else's client: curl. Left out where there is none. */
class CurlTest {
    private static final String JSON = "application/json";

    private static WebApp app() {
        return new WebApp().get("/hello/{name}", request -> Response.text("hello, " + request.path("name")))
                .post("/echo", request -> Response.bytes(request.body()))
                .post("/form", request -> Response.text(request.form().get("a").orElse("") + "|"
                        + request.form().file("f").map(upload -> upload.fileName() + ":" + upload.text()).orElse("")))
                .get("/stream", request -> Response.stream("text/plain", out -> {
                    out.write("one,");
                    out.write("two");
                }))
                .get("/away", request -> Response.redirect("/hello/there").cookie(Cookie.of("seen", "yes")))
                .get("/cookie", request -> Response.text(request.cookies().toString()))
                .any("/type", request -> Response.text(request.method() + " " + request.header("Content-Type")));
    }

    private static String curl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--max-time", "20"));
        command.addAll(List.of(arguments));
        Subprocess.Result result;
        try {
            result = Subprocess.run(command.toArray(String[]::new));
        } catch (IOException e) {
            assumeTrue(false, "curl is not installed");
            throw e;
        }
        assertThat(result.stderr()).isEmpty();
        return result.stdout();
    }

    @Test
    void understandsAllThatTheServerSays(@TempDir Path directory) throws IOException {
        Path large = Files.writeString(directory.resolve("large.txt"), "0123456789".repeat(100_000));
        Loops.call(() -> {
            try (WebServer server = app().start("127.0.0.1", 0)) {
                String url = server.url();
                assertThat(curl(url + "/hello/curl")).isEqualTo("hello, curl");
                assertThat(curl(url + "/hello/[1-3]")).isEqualTo("hello, 1hello, 2hello, 3");
                assertThat(curl("--head", url + "/hello/x")).contains("HTTP/1.1 200 OK", "Content-Length: 8");
                assertThat(curl("--http1.0", url + "/stream")).isEqualTo("one,two");
                assertThat(curl(url + "/stream")).isEqualTo("one,two");
                // More than a megabyte makes curl ask first (Expect: 100-continue).
                assertThat(curl("--data-binary", "@" + large, "-H", "Expect: 100-continue", url + "/echo"))
                        .isEqualTo(Files.readString(large, StandardCharsets.US_ASCII));
                assertThat(curl("--data-binary", "@" + large, "-H", "Transfer-Encoding: chunked", url + "/echo"))
                        .hasSize(1_000_000);
                assertThat(curl("--form", "a=b c", "--form", "f=@" + large + ";filename=n.txt", url + "/form"))
                        .startsWith("b c|n.txt:0123");
                assertThat(curl("--location", "--cookie", "", url + "/away", url + "/cookie"))
                        .isEqualTo("hello, there{seen=yes}");
                return assertThat(curl("-X", "PUT", "-H", "Content-Type: " + JSON, "-d", "{}", url + "/type"))
                        .isEqualTo("PUT " + JSON);
            }
        });
    }

    @Test
    void trustsTheTestCertificateItWasGivenAndNoOther(@TempDir Path directory) throws IOException {
        TestCertificate test = TestCertificate.forHosts("localhost", "127.0.0.1");
        Path pem = Files.writeString(directory.resolve("test.pem"), test.pem());
        Loops.call(() -> {
            try (WebServer server = app().start("127.0.0.1", 0, ServerOptions.defaults().tls(test.server()))) {
                assertThat(curl("--cacert", pem.toString(), server.url() + "/hello/[1-2]"))
                        .isEqualTo("hello, 1hello, 2");
                assertThat(curl("--cacert", pem.toString(), "--tlsv1.2", "--tls-max", "1.2", server.url() + "/hello/a"))
                        .isEqualTo("hello, a");
                return assertThat(Subprocess.run("curl", "--silent", server.url() + "/").isOk()).isFalse();
            }
        });
    }
}
