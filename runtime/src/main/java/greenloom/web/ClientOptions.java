package greenloom.web;

import greenloom.internal.Seconds;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a client session is set up; each method answers a changed copy. Times are in seconds, infinity for none.
 *
 * @param baseUrl what relative URLs are relative to; null for nothing
 * @param total how long a request may take, redirects and body included
 * @param connect how long it may take to get a connection
 * @param read how long the server may say nothing
 * @param maxPerHost how many connections there may be to one host at once
 * @param maxRedirects how many redirects are followed; 0 for none
 * @param maxBody the longest body of a reply, decompressed
 * @param raiseForStatus whether a status of 400 or above is an exception
 * @param headers what is sent with each request
 * @param tls whom to trust
 * @param proxy what all requests go through; null for nothing
 */
public record ClientOptions(@Nullable URI baseUrl, double total, double connect, double read, int maxPerHost,
        int maxRedirects, long maxBody, boolean raiseForStatus, Headers headers, Tls tls,
        @Nullable URI proxy) {
    static final ClientOptions DEFAULT = new ClientOptions(null, 300, 30, Double.POSITIVE_INFINITY, 100, 10, 1L << 30,
            false, new Headers(), Tls.trustingAsTheJdk(), null);

    /** What holds unless said otherwise. */
    public static ClientOptions defaults() {
        return DEFAULT;
    }

    /** What relative URLs are relative to. */
    public ClientOptions baseUrl(String url) {
        return new ClientOptions(URI.create(url), total, connect, read, maxPerHost, maxRedirects, maxBody,
                raiseForStatus,
                headers, tls, proxy);
    }

    /** Limits the whole of each request. */
    public ClientOptions total(double seconds) {
        return new ClientOptions(baseUrl, seconds, connect, read, maxPerHost, maxRedirects, maxBody, raiseForStatus,
                headers, tls, proxy);
    }

    /** Limits the whole of each request. */
    public ClientOptions total(Duration time) {
        return total(Seconds.of(time));
    }

    /** Limits the time to get a connection. */
    public ClientOptions connect(double seconds) {
        return new ClientOptions(baseUrl, total, seconds, read, maxPerHost, maxRedirects, maxBody, raiseForStatus,
                headers, tls, proxy);
    }

    /** Limits the time to get a connection. */
    public ClientOptions connect(Duration time) {
        return connect(Seconds.of(time));
    }

    /** Limits how long a server may say nothing. */
    public ClientOptions read(double seconds) {
        return new ClientOptions(baseUrl, total, connect, seconds, maxPerHost, maxRedirects, maxBody, raiseForStatus,
                headers, tls, proxy);
    }

    /** Limits how long a server may say nothing. */
    public ClientOptions read(Duration time) {
        return read(Seconds.of(time));
    }

    /** Limits the connections to one host. */
    public ClientOptions maxPerHost(int connections) {
        return new ClientOptions(baseUrl, total, connect, read, connections, maxRedirects, maxBody, raiseForStatus,
                headers, tls, proxy);
    }

    /** Limits the redirects that are followed. */
    public ClientOptions maxRedirects(int redirects) {
        return new ClientOptions(baseUrl, total, connect, read, maxPerHost, redirects, maxBody, raiseForStatus,
                headers, tls, proxy);
    }

    /** Limits the bodies of replies. */
    public ClientOptions maxBody(long bytes) {
        return new ClientOptions(baseUrl, total, connect, read, maxPerHost, maxRedirects, bytes, raiseForStatus,
                headers, tls, proxy);
    }

    /** Makes a status of 400 or above an exception. */
    public ClientOptions raiseForStatus(boolean raise) {
        return new ClientOptions(baseUrl, total, connect, read, maxPerHost, maxRedirects, maxBody, raise, headers, tls,
                proxy);
    }

    /** Sends a field with each request. */
    public ClientOptions header(String name, String value) {
        return new ClientOptions(baseUrl, total, connect, read, maxPerHost, maxRedirects, maxBody, raiseForStatus,
                headers.copy().set(name, value), tls, proxy);
    }

    /** Says whom to trust. */
    public ClientOptions tls(Tls newTls) {
        return new ClientOptions(baseUrl, total, connect, read, maxPerHost, maxRedirects, maxBody, raiseForStatus,
                headers, newTls, proxy);
    }

    /**
     * Sends all requests through a proxy: {@code http://host:port} or {@code http://user:password@host:port}.
     *
     * @param url where the proxy is
     * @throws IllegalArgumentException if it is no such address
     */
    public ClientOptions proxy(String url) {
        URI address = URI.create(url);
        Proxy.at(address);
        return new ClientOptions(baseUrl, total, connect, read, maxPerHost, maxRedirects, maxBody, raiseForStatus,
                headers, tls, address);
    }
}
