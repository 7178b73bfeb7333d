package greenloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.Subprocess;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The server, loaded by somebody else's client: h2load, speaking HTTP/1.1. Left out where there is none. */
class H2loadTest {
    private static final int REQUESTS = 5000;

    private static String h2load(String... arguments) throws IOException {
        try {
            Subprocess.Result result = Subprocess.run(arguments);
            assertThat(result.exitCode()).as(result.stderr()).isZero();
            return result.stdout();
        } catch (IOException e) {
            assumeTrue(false, "h2load is not installed");
            throw e;
        }
    }

    @OnBothEngines
    void everyRequestOfManyConnectionsIsAnswered(String engine) {
        WebApp app = new WebApp().get("/", request -> Response.text("hello"))
                .post("/echo", request -> Response.bytes(request.body()));
        Loops.run(engine, () -> {
            try (WebServer server = app.start("127.0.0.1", 0)) {
                String report = h2load("h2load", "--h1", "-n", String.valueOf(REQUESTS), "-c", "50", "-m", "4",
                        server.url() + "/");
                assertThat(report).contains(REQUESTS + " succeeded, 0 failed, 0 errored, 0 timeout",
                        "status codes: " + REQUESTS + " 2xx");
            }
        });
    }

    @Test
    void tlsIsSpokenWithManyAtOnce() {
        TestCertificate test = TestCertificate.forHosts("127.0.0.1");
        WebApp app = new WebApp().get("/", request -> Response.text("hello"));
        Loops.call(() -> {
            try (WebServer server = app.start("127.0.0.1", 0, ServerOptions.defaults().tls(test.server()))) {
                return assertThat(h2load("h2load", "--h1", "-n", "500", "-c", "10", server.url() + "/"))
                        .contains("500 succeeded, 0 failed, 0 errored, 0 timeout");
            }
        });
    }
}
