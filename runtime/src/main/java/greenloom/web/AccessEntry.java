package greenloom.web;

import java.net.InetSocketAddress;

/**
 * One line of a server's access log.
 *
 * @param client who asked
 * @param method how
 * @param target for what, as it was sent
 * @param status what was answered
 * @param bytes how long the response's body was
 * @param seconds how long it took, from the last byte of the header
 */
public record AccessEntry(InetSocketAddress client, String method, String target, int status, long bytes,
        double seconds) {
    @Override
    public String toString() {
        return client.getAddress().getHostAddress() + " \"" + method + " " + target + "\" " + status + " " + bytes
                + " %.6f".formatted(seconds);
    }
}
