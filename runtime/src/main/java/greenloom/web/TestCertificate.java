package greenloom.web;

import greenloom.internal.net.Offload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * A key and a certificate that signs itself, made on the spot: for trying TLS out, on one machine. {@code trustme}.
 *
 * <pre>{@code
 * TestCertificate test = TestCertificate.forHosts("localhost", "127.0.0.1");
 * WebServer server = app.start("127.0.0.1", 0, ServerOptions.defaults().tls(test.server()));
 * ClientSession client = new ClientSession(ClientOptions.defaults().tls(test.client()));
 * }</pre>
 */
public final class TestCertificate {
    private static final Duration VALID = Duration.ofDays(365);
    private static final int SERIAL_BITS = 120;
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
    private static final char[] NO_SECRET = "test".toCharArray();

    private final X509Certificate certificate;
    private final Tls server;

    private TestCertificate(X509Certificate certificate, Tls server) {
        this.certificate = certificate;
        this.server = server;
    }

    /**
     * Makes a certificate for a year.
     *
     * @param hosts the names and addresses that it is for
     * @return the certificate and its key
     */
    public static TestCertificate forHosts(String... hosts) {
        // The first key of a JVM takes its time: off the carrier.
        return Offload.call(() -> make(hosts));
    }

    private static TestCertificate make(String... hosts) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            X509Certificate certificate = sign(keys, toBeSigned(keys, hosts));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("test", keys.getPrivate(), NO_SECRET, new Certificate[] {certificate});
            return new TestCertificate(certificate, Tls.server(store, NO_SECRET));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("No test certificate can be made: " + e.getMessage(), e);
        }
    }

    private static byte[] toBeSigned(KeyPair keys, String... hosts) throws IOException {
        byte[] name = Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.text("Greenloom test"))));
        Instant now = Instant.now();
        return Der.sequence(Der.tagged(Der.CONTEXT | Der.CONSTRUCTED, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE)), ECDSA_WITH_SHA256,
                name,
                Der.sequence(Der.time(now.minus(Duration.ofDays(1))), Der.time(now.plus(VALID))), name,
                keys.getPublic().getEncoded(), Der.tagged(Der.CONTEXT | Der.CONSTRUCTED | 3, extensions(hosts)));
    }

    private static byte[] extensions(String... hosts) throws IOException {
        byte[][] names = new byte[hosts.length][];
        for (int i = 0; i < hosts.length; i++) {
            names[i] = name(hosts[i]);
        }
        byte[] authority = Der.sequence(Der.oid(2, 5, 29, 19), Der.yes(), Der.octets(Der.sequence(Der.yes())));
        byte[] alternatives = Der.sequence(Der.oid(2, 5, 29, 17), Der.octets(Der.sequence(names)));
        return Der.sequence(authority, alternatives);
    }

    private static byte[] name(String host) throws IOException {
        boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        return address ? Der.tagged(Der.CONTEXT | 7, InetAddress.ofLiteral(host).getAddress())
                : Der.tagged(Der.CONTEXT | 2, host.getBytes(StandardCharsets.US_ASCII));
    }

    private static X509Certificate sign(KeyPair keys, byte[] content) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] signed = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(signed));
    }

    /** The certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** For a server that shows this certificate. */
    public Tls server() {
        return server;
    }

    /** For a client that trusts this certificate and no other. */
    public Tls client() {
        return Offload.call(() -> Tls.trusting(certificate));
    }

    /** The certificate as other programs read it, curl's {@code --cacert} for example. */
    public String pem() {
        try {
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate of our own cannot be encoded", e);
        }
    }
}
