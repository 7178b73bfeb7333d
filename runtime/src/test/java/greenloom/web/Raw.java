package greenloom.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Speaks HTTP by hand, for what no client would say. */
final class Raw implements AutoCloseable {
    private final Connection connection;

    private Raw(Connection connection) {
        this.connection = connection.timeout(10);
    }

    /** One answer. */
    record Reply(int status, String head, String body) {
        String header(String name) {
            for (String line : head.split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return "";
        }
    }

    static Raw open(WebServer server) throws IOException {
        return new Raw(Connection.open("127.0.0.1", server.port()));
    }

    /** Asks once on a connection of its own. */
    static Reply ask(WebServer server, String request) throws IOException {
        try (Raw raw = open(server)) {
            raw.send(request);
            return raw.reply();
        }
    }

    static Reply get(WebServer server, String target) throws IOException {
        return ask(server, "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    Connection connection() {
        return connection;
    }

    Raw send(String text) throws IOException {
        connection.write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Reply reply() throws IOException {
        return reply(true);
    }

    /** Reads one answer; that to HEAD has no body. */
    Reply reply(boolean withBody) throws IOException {
        String head = new String(connection.readUntil("\r\n\r\n"), StandardCharsets.ISO_8859_1);
        int status = Integer.parseInt(head.substring(9, 12));
        Reply reply = new Reply(status, head, "");
        if (!withBody || status < 200 || status == 204 || status == 304) {
            return reply;
        }
        return new Reply(status, head, new String(body(reply), StandardCharsets.UTF_8));
    }

    private byte[] body(Reply reply) throws IOException {
        if (reply.header("Transfer-Encoding").equals("chunked")) {
            StringBuilder all = new StringBuilder();
            while (true) {
                int size = Integer.parseInt(String.valueOf(connection.readLine()), 16);
                all.append(new String(connection.readExactly(size), StandardCharsets.ISO_8859_1));
                connection.readLine();
                if (size == 0) {
                    return all.toString().getBytes(StandardCharsets.ISO_8859_1);
                }
            }
        }
        String length = reply.header("Content-Length");
        return length.isEmpty() ? connection.readAll() : connection.readExactly(Integer.parseInt(length));
    }

    boolean isAtEnd() throws IOException {
        return connection.read(1).length == 0;
    }

    @Override
    public void close() {
        connection.close();
    }
}
