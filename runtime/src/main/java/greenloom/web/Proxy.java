package greenloom.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that requests go through: plain ones are handed to it, for TLS it opens a tunnel.
 *
 * @param authorization what proves who asks; null for nothing
 */
record Proxy(String host, int port, @Nullable String authorization) {
    /**
     * The proxy at a URL.
     *
     * @throws IllegalArgumentException if that is no address of a proxy
     */
    static Proxy at(URI url) {
        if (url.getHost() == null || !"http".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException(
                    "A proxy's address should look like http://host:port or http://user:password@host:port");
        }
        Origin origin = Origin.of(url);
        String user = url.getUserInfo();
        return new Proxy(origin.host(), origin.port(), user == null ? null : basic(user));
    }

    /** What proves who asks, from {@code user:password}. */
    static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "The proxy " + host + ":" + port;
    }
}
