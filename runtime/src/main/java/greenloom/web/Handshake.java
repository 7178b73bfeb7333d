package greenloom.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How an HTTP connection becomes a WebSocket. */
final class Handshake {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String VERSION = "13";
    private static final int KEY_LENGTH = 16;
    private static final int SWITCHING = 101;
    private static final int BAD_REQUEST = 400;
    private static final int UPGRADE_REQUIRED = 426;

    private Handshake() {}

    static Response accept(Request request, WebSocket.Handler handler, List<String> spoken) {
        String key = request.header("Sec-WebSocket-Key");
        if (!request.headers().hasToken("Upgrade", "websocket")
                || !request.headers().hasToken("Connection", "upgrade")) {
            String text = UPGRADE_REQUIRED + ": Only WebSockets are served here";
            throw new ResponseException(
                    Response.text(text).withStatus(UPGRADE_REQUIRED).header("Upgrade", "websocket"));
        }
        if (!VERSION.equals(request.header("Sec-WebSocket-Version"))) {
            String text = UPGRADE_REQUIRED + ": Only version 13 of the WebSocket protocol is spoken here";
            throw new ResponseException(
                    Response.text(text).withStatus(UPGRADE_REQUIRED).header("Sec-WebSocket-Version", VERSION));
        }
        if (!request.method().equals("GET") || key == null || !isKey(key)) {
            throw new ResponseException(BAD_REQUEST, BAD_REQUEST + ": The handshake has no sound Sec-WebSocket-Key");
        }
        Headers headers = Headers.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Accept",
                answer(key));
        String protocol = protocols(request.headers()).stream().filter(spoken::contains).findFirst().orElse(null);
        if (protocol != null) {
            headers.set(PROTOCOL, protocol);
        }
        return Response.upgrade(headers, connection -> WebSocket.serve(connection, protocol, handler));
    }

    /** The protocols that a client would like to speak over a WebSocket, the best one first. */
    private static List<String> protocols(Headers headers) {
        return headers.all(PROTOCOL).stream().flatMap(list -> Stream.of(list.split(",", -1))).map(String::strip)
                .toList();
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_LENGTH;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static String newKey() {
        byte[] key = new byte[KEY_LENGTH];
        ThreadLocalRandom.current().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** The client's side: looks whether the server has agreed. */
    static WebSocket finish(HttpReply reply, String key, List<String> wanted) throws IOException {
        String protocol = reply.header(PROTOCOL);
        boolean agreed = reply.status() == SWITCHING && reply.headers().hasToken("Upgrade", "websocket")
                && reply.headers().hasToken("Connection", "upgrade")
                && answer(key).equals(reply.header("Sec-WebSocket-Accept"))
                && (protocol == null || wanted.contains(protocol));
        if (!agreed) {
            reply.close();
            throw new ClientException.BadReply(reply.url(), "is not the agreement to speak WebSocket, but status "
                    + reply.status(), null);
        }
        return new WebSocket(reply.source().takeOver(), true, protocol, WebSocket.MAX_MESSAGE);
    }

    /** What proves that the server speaks WebSocket. */
    static String answer(@Nullable String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1, but this one has not", e);
        }
    }
}
