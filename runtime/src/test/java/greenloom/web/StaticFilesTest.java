package greenloom.web;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Case;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client that asks for a part of a file, or only if it has changed, is answered. */
class StaticFilesTest {
    private static final Instant MODIFIED = Instant.parse("2026-03-01T12:00:00Z");
    private static final String PAST = "Mon, 01 Jan 1990 01:01:01 GMT";
    private static final String FUTURE = "Fri, 31 Dec 9999 23:59:59 GMT";

    @TempDir private Path root;

    private Raw.Reply ask(String method, String path, String fields) throws Exception {
        Path file = root.resolve("data.unknown");
        if (!Files.exists(file)) {
            Files.writeString(file, "file content\n");
            Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
        }
        return Loops.call(() -> {
            try (WebServer server = new WebApp().files("/", root).start("127.0.0.1", 0); Raw raw = Raw.open(server)) {
                String tag = raw.send("HEAD /data.unknown HTTP/1.1\r\nHost: h\r\n\r\n").reply(false).header("ETag");
                String lines = fields.isEmpty() ? "" : fields.replace(" | ", "\r\n") + "\r\n";
                raw.send(method + " " + path + " HTTP/1.1\r\nHost: h\r\n" + lines.replace("{tag}", tag)
                        .replace("{modified}", Dates.format(MODIFIED)).replace("{past}", PAST)
                        .replace("{future}", FUTURE) + "\r\n");
                return raw.reply(!method.equals("HEAD"));
            }
        });
    }

    /** The first column names the test in aiohttp's {@code tests/test_web_sendfile_functional.py} that promises it. */
    @ParameterizedTest(name = "{0}: {1} {2}")
    @Case("ah-files ah/test_web_sendfile_functional.py")
    @CsvSource(delimiter = ';', textBlock = """
            test_static_file_ok;                                     GET;  '';                                      200; 'file content\\n'
            test_static_file_if_modified_since;                      GET;  If-Modified-Since: {modified};           304; ''
            test_static_file_if_modified_since_past_date;            GET;  If-Modified-Since: {past};               200; 'file content\\n'
            test_static_file_if_modified_since_invalid_date;         GET;  If-Modified-Since: not a date;           200; 'file content\\n'
            test_static_file_if_modified_since_future_date;          GET;  If-Modified-Since: {future};             304; ''
            test_static_file_if_match;                               HEAD; If-Match: {tag};                         200; ''
            test_static_file_if_match;                               HEAD; If-Match: {tag} | If-Unmodified-Since: {past}; 200; ''
            test_static_file_if_match_custom_tags;                   HEAD; If-Match: *;                             200; ''
            test_static_file_if_match_custom_tags;                   HEAD; If-Match: "example-tag", W/"weak-tag";   412; ''
            test_static_file_if_match_custom_tags;                   HEAD; If-Match: W/{tag};                       412; ''
            test_static_file_if_none_match;                          GET;  If-None-Match: {tag};                    304; ''
            test_static_file_if_none_match;                          GET;  If-None-Match: "x", W/"y", invalid, {tag} | If-Modified-Since: {past}; 304; ''
            test_static_file_if_none_match;                          GET;  If-None-Match: "x" | If-Modified-Since: {future}; 200; 'file content\\n'
            test_static_file_if_none_match_star;                     HEAD; If-None-Match: *;                        304; ''
            test_static_file_if_none_match_weak;                     GET;  If-None-Match: W/{tag};                  304; ''
            test_static_file_range;                                  GET;  Range: bytes=0-3;                        206; file
            test_static_file_range;                                  GET;  Range: bytes=4-8;                        206; ' cont'
            test_static_file_range;                                  GET;  Range: BYTES=9-;                         206; 'ent\\n'
            test_static_file_range_end_bigger_than_size;             GET;  Range: bytes=9-2000;                     206; 'ent\\n'
            test_static_file_range_beyond_eof;                       GET;  Range: bytes=1000-1200;                  416; ''
            test_static_file_range_tail;                             GET;  Range: bytes=-4;                         206; 'ent\\n'
            test_static_file_range_tail;                             GET;  Range: bytes=-99999999999999;            206; 'file content\\n'
            test_static_file_invalid_range;                          GET;  Range: bytes=10-9;                       416; ''
            test_static_file_invalid_range;                          GET;  Range: bytes=a-f;                        416; ''
            test_static_file_invalid_range;                          GET;  Range: bytes=0--10;                      416; ''
            test_static_file_invalid_range;                          GET;  Range: bytes=-;                          416; ''
            test_static_file_if_unmodified_since_past_with_range;    GET;  If-Unmodified-Since: {past} | Range: bytes=2-;   412; ''
            test_static_file_if_unmodified_since_future_with_range;  GET;  If-Unmodified-Since: {future} | Range: bytes=2-; 206; 'le content\\n'
            test_static_file_if_range_past_with_range;               GET;  If-Range: {past} | Range: bytes=2-;      200; 'file content\\n'
            test_static_file_if_range_future_with_range;             GET;  If-Range: {future} | Range: bytes=2-;    206; 'le content\\n'
            test_static_file_if_unmodified_since_past_without_range; GET;  If-Unmodified-Since: {past};             412; ''
            test_static_file_if_unmodified_since_future_without_range; GET; If-Unmodified-Since: {future};          200; 'file content\\n'
            test_static_file_if_range_past_without_range;            GET;  If-Range: {past};                        200; 'file content\\n'
            test_static_file_if_range_future_without_range;          GET;  If-Range: {future};                      200; 'file content\\n'
            test_static_file_if_unmodified_since_invalid_date;       GET;  If-Unmodified-Since: xxxxx;              200; 'file content\\n'
            test_static_file_if_range_invalid_date;                  GET;  If-Range: xxxxx | Range: bytes=2-;       200; 'file content\\n'
            """)
    void answersAsAiohttpDoes(String promise, String method, String fields, int status, String body) throws Exception {
        Raw.Reply reply = ask(method, "/data.unknown", fields);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).isEqualTo(body.replace("\\n", "\n"));
        assertThat(reply.header("ETag")).startsWith("\"").endsWith("\"");
        assertThat(reply.header("Last-Modified")).isEqualTo(Dates.format(MODIFIED));
        if (status == 304) {
            assertThat(reply.head()).doesNotContainIgnoringCase("Content-Length", "Content-Type");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            Range: lines=1-2;                          200; ''
            Range: bytes=0-1,4-5;                      200; ''
            Range: bytes=2-4;                          206; bytes 2-4/13
            Range: bytes=0-0 | If-Range: {tag};        206; bytes 0-0/13
            Range: bytes=0-0 | If-Range: "another";    200; ''
            Range: bytes=-0;                           416; bytes */13
            """)
    void namesThePartThatItSends(String fields, int status, String part) throws Exception {
        Raw.Reply reply = ask("GET", "/data.unknown", fields);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Range")).isEqualTo(part);
    }

    @Test
    void theHeaderOfAPartIsNotThatOfAHead() throws Exception {
        assertThat(ask("HEAD", "/data.unknown", "Range: bytes=0-1").status()).isEqualTo(200);
    }

    @Test
    @Case({"ah-files-missing ah/test_web_sendfile_functional.py test_static_file_not_exists",
            "ah-files-long ah/test_web_sendfile_functional.py test_static_file_name_too_long",
            "ah-files-zero ah/test_web_sendfile_functional.py test_zero_bytes_file_ok",
            "ah-files-type ah/test_web_sendfile_functional.py test_static_file_with_content_type",
            "ah-files-unknown ah/test_web_sendfile_functional.py test_static_file_ok_string_path"})
    void filesAreFoundOrNotAndHaveTheirTypes() throws Exception {
        Files.createFile(root.resolve("empty.bin"));
        Files.write(root.resolve("p.jpg"), new byte[] {1, 2});
        assertThat(ask("GET", "/none", "").status()).isEqualTo(404);
        assertThat(ask("GET", "/" + "x".repeat(500), "").status()).isEqualTo(404);
        Raw.Reply empty = ask("GET", "/empty.bin", "");
        assertThat(empty.header("Content-Length")).isEqualTo("0");
        assertThat(empty.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(ask("GET", "/p.jpg", "").header("Content-Type")).isEqualTo("image/jpeg");
    }

    @Test
    @Case({"ah-files-packed ah/test_web_sendfile_functional.py test_static_file_custom_content_type_compress",
            "ah-files-packed-type ah/test_web_sendfile_functional.py test_static_file_with_content_encoding"})
    void aPackedFileIsSentToWhoeverCanReadIt() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("plain".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(root.resolve("a.txt"), "plain");
        Files.write(root.resolve("a.txt.gz"), packed.toByteArray());
        Raw.Reply plain = ask("GET", "/a.txt", "");
        assertThat(plain.body()).isEqualTo("plain");
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
        Raw.Reply gzip = ask("GET", "/a.txt", "Accept-Encoding: gzip, deflate");
        assertThat(gzip.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(gzip.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(gzip.header("Content-Length")).isEqualTo(String.valueOf(packed.size()));
        assertThat(gzip.header("ETag")).isNotEqualTo(plain.header("ETag"));
        Raw.Reply itself = ask("GET", "/a.txt.gz", "");
        assertThat(itself.header("Content-Type")).isEqualTo("application/gzip");
        assertThat(itself.header("Content-Encoding")).isEmpty();
        // One that is packed better goes first.
        Files.writeString(root.resolve("a.txt.br"), "not really");
        assertThat(ask("GET", "/a.txt", "Accept-Encoding: gzip, br").header("Content-Encoding")).isEqualTo("br");
    }

    @Test
    void aFileThatAHandlerAnswersWithTakesConditionsToo() throws Exception {
        Path file = Files.writeString(root.resolve("f.txt"), "0123456789");
        WebApp app = new WebApp().get("/", request -> Response.file(file).type("application/pdf"));
        Loops.call(() -> {
            try (WebServer server = app.start("127.0.0.1", 0)) {
                Raw.Reply part = Raw.ask(server, "GET / HTTP/1.1\r\nHost: h\r\nRange: bytes=2-4\r\n\r\n");
                assertThat(part.body()).isEqualTo("234");
                return assertThat(part.header("Content-Type")).isEqualTo("application/pdf");
            }
        });
    }
}
