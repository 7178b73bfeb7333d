package greenloom.web;

import greenloom.internal.Seconds;
import greenloom.internal.net.TlsTransport;
import greenloom.internal.net.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Which keys and whom to trust: what a server or a client needs for TLS 1.2 and 1.3. {@code ssl.SSLContext}. */
public final class Tls {
    private static final Logger LOG = System.getLogger(Tls.class.getName());
    private static final double PATIENCE = 30;

    private final SSLContext context;

    private Tls(SSLContext context) {
        this.context = context;
    }

    /** What a context of the JDK's says. */
    public static Tls of(SSLContext context) {
        return new Tls(context);
    }

    /** A client's, that trusts whom the JDK trusts. */
    public static Tls trustingAsTheJdk() {
        try {
            return new Tls(SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no TLS", e);
        }
    }

    /** A client's, that trusts these certificates and no other. */
    public static Tls trusting(X509Certificate... certificates) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.length; i++) {
                store.setCertificateEntry("trusted-" + i, certificates[i]);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return new Tls(context);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("These certificates cannot be trusted: " + e.getMessage(), e);
        }
    }

    /**
     * A server's, with the key and certificates of a PKCS12 or JKS file.
     *
     * @param keyStore the file
     * @param password its password, and its key's
     * @return the setting
     * @throws IOException if it cannot be read, or the password is wrong
     */
    public static Tls server(Path keyStore, char[] password) throws IOException {
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return server(store, password);
        } catch (GeneralSecurityException e) {
            throw new IOException("The key store " + keyStore + " cannot be used: " + e.getMessage(), e);
        }
    }

    static Tls server(KeyStore store, char[] password) throws GeneralSecurityException {
        // "PKIX" would decrypt the key at each handshake, which takes milliseconds; this one keeps it.
        KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return new Tls(context);
    }

    /** Speaks TLS as a server from the first byte on, if it shall; null if that cannot be agreed on, which is the client's affair alone. */
    static @Nullable Transport accept(@Nullable Tls tls, Transport raw) {
        if (tls == null) {
            return raw;
        }
        SSLEngine engine = tls.context.createSSLEngine();
        engine.setUseClientMode(false);
        try {
            return shaken(raw, new TlsTransport(raw, engine), PATIENCE);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "No TLS could be agreed on with " + raw.remoteAddress(), e);
            return null;
        }
    }

    /** Speaks TLS as a client, with a server that must prove to be {@code host}. */
    Transport connect(Transport raw, String host, byte[] preceding, double seconds) throws IOException {
        SSLEngine engine = context.createSSLEngine(host, raw.remoteAddress().getPort());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return shaken(raw, new TlsTransport(raw, engine).preceded(preceding), seconds);
    }

    private static Transport shaken(Transport raw, TlsTransport transport, double seconds) throws IOException {
        boolean agreed = false;
        try {
            transport.handshake(Seconds.toNanos(seconds));
            agreed = true;
            return transport;
        } finally {
            if (!agreed) {
                raw.close();
            }
        }
    }
}
