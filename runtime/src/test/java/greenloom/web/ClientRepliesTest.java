package greenloom.web;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Case;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client makes of all that servers say, and what servers see of it. */
class ClientRepliesTest {
    /** A server that answers each request of a connection with the next of {@code replies}, and keeps what it was asked. */
    private static StreamServer saying(List<String> asked, String... replies) throws IOException {
        return new StreamServer(c -> {
            for (String reply : replies) {
                asked.add(new String(c.readUntil("\r\n\r\n"), StandardCharsets.ISO_8859_1));
                c.write(reply.getBytes(StandardCharsets.ISO_8859_1));
            }
        }).start("127.0.0.1", 0);
    }

    private static String outcome(ClientSession session, String method, String url) throws IOException {
        try {
            HttpReply reply = session.request(method, url).send();
            return reply.status() + " " + reply.text();
        } catch (ClientException e) {
            return e.getClass().getSimpleName();
        }
    }

    /** The first column names the test in aiohttp's {@code tests/test_client_functional.py} that promises it. */
    @ParameterizedTest(name = "{0}")
    @Case("ah/test_client_functional.py")
    @CsvSource(delimiter = ';', textBlock = """
            test_chunked;                             GET;  200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n4\\r\\nchun\\r\\n3\\r\\nked\\r\\n0\\r\\n\\r\\n; 200 chunked
            test_no_payload_200_with_chunked_encoding; GET; 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n;              '200 '
            test_no_payload_304_with_chunked_encoding; GET; 304 Not Modified\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n;                '304 '
            test_head_request_with_chunked_encoding;  HEAD; 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n;                          '200 '
            test_keepalive_after_head_requests_success; HEAD; 200 OK\\r\\nContent-Length: 100\\r\\n\\r\\n;                               '200 '
            test_HTTP_304;                            GET;  304 Not Modified\\r\\n\\r\\n;                                                '304 '
            test_HTTP_304_WITH_BODY;                  GET;  304 Not Modified\\r\\nContent-Length: 4\\r\\n\\r\\n;                         '304 '
            test_204_with_gzipped_content_encoding;   GET;  204 No Content\\r\\nContent-Encoding: gzip\\r\\n\\r\\n;                      '204 '
            test_keepalive_after_empty_body_status;   GET;  204 No Content\\r\\n\\r\\n;                                                  '204 '
            test_GET_DEFLATE_no_body;                 HEAD; 200 OK\\r\\nContent-Encoding: deflate\\r\\n\\r\\n;                           '200 '
            test_payload_content_length_by_chunks;    GET;  200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nanswertwo;                           200 an
            test_empty_response_non_chunked;          GET;  200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n;                                   '200 '
            test_redirect_without_location_header;    GET;  301 Moved\\r\\nContent-Length: 8\\r\\n\\r\\nredirect;                        301 redirect
            test_expect_continue;                     GET;  100 Continue\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok; 200 ok
            test_http_empty_data_text;                POST; 200 OK\\r\\nContent-Type: text/plain\\r\\nContent-Length: 0\\r\\n\\r\\n;     '200 '
            test_header_too_large_error;              GET;  200 OK\\r\\nX: {70000}\\r\\n\\r\\n;                                          BadReply
            test_broken_connection_2;                 GET;  200 OK\\r\\nContent-Length: 1000\\r\\n\\r\\nanswer;                          BadReply
            """)
    void isUnderstood(String promise, String method, String reply, String outcome) {
        Loops.call(() -> {
            try (StreamServer server = saying(new ArrayList<>(), "HTTP/1.1 " + Escapes.decode(reply));
                    ClientSession session = new ClientSession()) {
                return assertThat(outcome(session, method, "http://127.0.0.1:" + server.port() + "/"))
                        .isEqualTo(outcome);
            }
        });
    }

    @Test
    @Case({"ah/test_client_functional.py test_host_header_first", "ah/test_client_functional.py test_drop_fragment",
            "ah/test_client_functional.py test_auto_header_user_agent",
            "ah/test_client_functional.py test_custom_headers"})
    void whatServersSee() {
        List<String> asked = new ArrayList<>();
        Loops.call(() -> {
            try (StreamServer server = saying(asked, "HTTP/1.1 204 No Content\r\n\r\n");
                    ClientSession session = new ClientSession()) {
                return session.request("GET", "http://127.0.0.1:" + server.port() + "?q=1#part").header("X-A", "1")
                        .addHeader("x-a", "2").send();
            }
        });
        assertThat(asked.getFirst()).startsWith("GET /?q=1 HTTP/1.1\r\nHost: 127.0.0.1:")
                .contains("\r\nX-A: 1\r\nx-a: 2\r\n", "\r\nUser-Agent: greenloom");
    }

    @Test
    @Case({"ah/test_client_functional.py test_HTTP_302_REDIRECT_HEAD",
            "ah/test_client_functional.py test_drop_params_on_redirect",
            "ah/test_client_functional.py test_drop_fragment_on_redirect"})
    void aRedirectIsFollowedAsAskedWithAllFieldsAndTheNewQuery() {
        List<String> asked = new ArrayList<>();
        Loops.call(() -> {
            try (StreamServer server = saying(asked,
                    "HTTP/1.1 302 Found\r\nLocation: /ok?a=redirect#part\r\nContent-Length: 0\r\n\r\n",
                    "HTTP/1.1 204 No Content\r\n\r\n"); ClientSession session = new ClientSession()) {
                HttpReply reply = session.request("HEAD", "http://127.0.0.1:" + server.port() + "/?a=initial")
                        .header("X-A", "1").addHeader("X-A", "2").send();
                return assertThat(reply.url().getPath()).isEqualTo("/ok");
            }
        });
        assertThat(asked.getLast()).startsWith("HEAD /ok?a=redirect HTTP/1.1\r\n").contains("\r\nX-A: 1\r\nX-A: 2\r\n");
    }

    @Test
    @Case("ah/test_client_functional.py test_creds_in_auth_and_redirect_url")
    void aPasswordInAnAddressGoesToTheServerAndNowhereElse() {
        List<String> asked = new ArrayList<>();
        Loops.call(() -> {
            try (StreamServer server = saying(asked, "HTTP/1.1 204 No Content\r\n\r\n");
                    ClientSession session = new ClientSession()) {
                HttpReply first = session.get("http://bob:secret@127.0.0.1:" + server.port() + "/");
                assertThat(first.url().toString()).doesNotContain("secret");
                ClientRequest request = session.request("GET", "http://bob:secret@127.0.0.1:1/");
                assertThat(request.redirected(302, URI.create("http://ann:n%C3%A9w@127.0.0.1:1/")).headers()
                        .all("Authorization")).containsExactly(basic("ann:néw"));
                assertThat(request.redirected(302, URI.create("http://127.0.0.1:1/x")).headers()
                        .all("Authorization")).containsExactly(basic("bob:secret"));
                assertThat(request.redirected(302, URI.create("http://127.0.0.1:2/")).headers()
                        .all("Authorization")).isEmpty();
            }
            return null;
        });
        assertThat(asked.getFirst()).contains("Authorization: " + basic("bob:secret"));
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Case("ah/test_client_functional.py test_rejected_upload")
    void aRefusedUploadIsToldByItsStatusAndTheNextRequestGoesThrough() {
        WebApp app = new WebApp().get("/ok", request -> Response.text("ok")).post("/not-ok", request -> {
            throw new ResponseException(400);
        });
        Loops.call(() -> {
            try (WebServer server = app.start("127.0.0.1", 0); ClientSession session = new ClientSession()) {
                byte[] block = new byte[1 << 16];
                HttpReply reply = session.request("POST", server.url() + "/not-ok").stream(out -> {
                    for (int i = 0; i < 16; i++) {
                        out.write(block);
                    }
                }).send();
                assertThat(reply.status()).isEqualTo(400);
                return assertThat(session.get(server.url() + "/ok").text()).isEqualTo("ok");
            }
        });
    }

    @Test
    @Case({"ah/test_client_functional.py test_set_cookies_expired",
            "ah/test_client_functional.py test_cookies_redirect"})
    void cookiesAreKeptUntilTheyExpireAndFollowRedirects() {
        WebApp app = new WebApp()
                .get("/",
                        request -> Response.redirect("/seen").cookie(Cookie.of("c1", "1")).cookie(Cookie.of("c2", "2"))
                                .header("Set-Cookie", "c3=3; HttpOnly; Path=/; Expires=Tue, 1 Jan 1980 12:00:00 GMT"))
                .get("/seen", request -> Response.text(request.cookies().toString())
                        .cookie(Cookie.of("c1", "").maxAge(0)))
                .get("/later", request -> Response.text(request.cookies().toString()));
        Loops.call(() -> {
            try (WebServer server = app.start("127.0.0.1", 0); ClientSession session = new ClientSession()) {
                assertThat(session.get(server.url() + "/").text()).isEqualTo("{c1=1, c2=2}");
                return assertThat(session.get(server.url() + "/later").text()).isEqualTo("{c2=2}");
            }
        });
    }
}
