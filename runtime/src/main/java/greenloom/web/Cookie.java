package greenloom.web;

import greenloom.internal.Seconds;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cookie as a server sets it; each method answers a changed copy.
 *
 * @param name its name
 * @param value its value
 * @param path for which paths
 * @param domain for which hosts; null for the server's own
 * @param maxAge for how many seconds; null until the browser ends
 * @param secure only over TLS
 * @param httpOnly not for scripts
 * @param sameSite {@code Strict}, {@code Lax} or {@code None}; null for the browser's choice
 */
public record Cookie(String name, String value, String path, @Nullable String domain, @Nullable Long maxAge,
        boolean secure, boolean httpOnly, @Nullable String sameSite) {
    /** Checks that the parts can be sent. */
    public Cookie {
        Headers.field(name, "");
        ensureSendable(name, value);
        ensureSendable(name, path);
        ensureSendable(name, domain == null ? "" : domain);
    }

    private static void ensureSendable(String name, String part) {
        if (part.chars().anyMatch(c -> c <= ' ' || c == ';' || c == ',' || c == '"' || c == '\\' || c >= 0x7f)) {
            throw new IllegalArgumentException(
                    "The cookie " + name + " cannot carry \"" + part + "\" as it is: encode it, as URLEncoder does");
        }
    }

    /** A cookie for the whole site and session, which scripts do not see. */
    public static Cookie of(String name, String value) {
        return new Cookie(name, value, "/", null, null, false, true, "Lax");
    }

    /** For these paths. */
    public Cookie path(String newPath) {
        return new Cookie(name, value, newPath, domain, maxAge, secure, httpOnly, sameSite);
    }

    /** For these hosts. */
    public Cookie domain(String newDomain) {
        return new Cookie(name, value, path, newDomain, maxAge, secure, httpOnly, sameSite);
    }

    /** For so many seconds; 0 removes it. */
    public Cookie maxAge(double seconds) {
        return new Cookie(name, value, path, domain, (long) seconds, secure, httpOnly, sameSite);
    }

    /** For that time; zero removes it. */
    public Cookie maxAge(Duration time) {
        return maxAge(Seconds.of(time));
    }

    /** Only over TLS. */
    public Cookie secure(boolean only) {
        return new Cookie(name, value, path, domain, maxAge, only, httpOnly, sameSite);
    }

    /** Not for scripts. */
    public Cookie httpOnly(boolean only) {
        return new Cookie(name, value, path, domain, maxAge, secure, only, sameSite);
    }

    /** {@code Strict}, {@code Lax} or {@code None}. */
    public Cookie sameSite(String policy) {
        return new Cookie(name, value, path, domain, maxAge, secure, httpOnly, policy);
    }

    /** The value of the {@code Set-Cookie} field. */
    String header() {
        StringBuilder header = new StringBuilder(name).append('=').append(value).append("; Path=").append(path);
        if (domain != null) {
            header.append("; Domain=").append(domain);
        }
        if (maxAge != null) {
            header.append("; Max-Age=").append(maxAge);
        }
        if (sameSite != null) {
            header.append("; SameSite=").append(sameSite);
        }
        return header.append(secure ? "; Secure" : "").append(httpOnly ? "; HttpOnly" : "").toString();
    }

    /** The cookies of a {@code Cookie} field. */
    static Map<String, String> parse(Iterable<String> headers) {
        Map<String, String> cookies = new LinkedHashMap<>();
        for (String header : headers) {
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    cookies.putIfAbsent(pair.substring(0, equals).strip(),
                            unquoted(pair.substring(equals + 1).strip()));
                }
            }
        }
        return cookies;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
