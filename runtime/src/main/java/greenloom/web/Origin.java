package greenloom.web;

import java.net.URI;
import java.util.Locale;

/** Where requests go: what one connection can serve. */
record Origin(boolean secure, String host, int port) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /**
     * The origin of a URL.
     *
     * @throws IllegalArgumentException if it is no address of a web server
     */
    static Origin of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https") || scheme.equals("wss");
        String host = url.getHost();
        if (host == null || !(secure || scheme.equals("http") || scheme.equals("ws"))) {
            throw new IllegalArgumentException(
                    "\"" + url + "\" is no address of a web server: it should look like http://host/path");
        }
        int port = url.getPort() >= 0 ? url.getPort() : secure ? HTTPS : HTTP;
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Origin(secure, bare.toLowerCase(Locale.ROOT), port);
    }

    /** What the {@code Host} field says. */
    String authority() {
        String name = bracketed();
        return port == (secure ? HTTPS : HTTP) ? name : name + ":" + port;
    }

    /** The host as it stands before a port. */
    String bracketed() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
