package greenloom.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs the four JSON frames of a message. Safe for use by any thread; never prints its key. */
public final class Signer {
    private static final HexFormat HEX = HexFormat.of();

    private final Optional<Mac> prototype; // cloned for each use: a Mac has state, and cloning is cheaper than a new one

    private Signer(Optional<Mac> prototype) {
        this.prototype = prototype;
    }

    /**
     * A signer for a connection file's {@code signature_scheme} and {@code key}; an empty key means unsigned.
     *
     * @throws IllegalArgumentException if the scheme is not an HMAC that this JDK has
     */
    public static Signer of(String scheme, String key) {
        return new Signer(key.isEmpty() ? Optional.empty() : Optional.of(mac(scheme, key)));
    }

    private static Mac mac(String scheme, String key) {
        if (!scheme.startsWith("hmac-")) {
            throw new IllegalArgumentException(
                    "The signature scheme '" + scheme + "' is none that Greenloom knows; use hmac-sha256.");
        }
        String algorithm = "Hmac" + scheme.substring("hmac-".length()).toUpperCase(Locale.ROOT);
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalArgumentException(
                    "The signature scheme '" + scheme + "' is not available; use hmac-sha256.", e);
        }
    }

    /** Whether messages are signed at all. */
    boolean signs() {
        return prototype.isPresent();
    }

    /** The signature frame for these frames: lower-case hex digits, empty where messages are not signed. */
    byte[] sign(List<byte[]> frames) {
        return prototype.map(mac -> hex(mac, frames)).orElse(new byte[0]);
    }

    /** Whether {@code signature} is that of the frames, in time that does not depend on where they differ. */
    boolean accepts(byte[] signature, List<byte[]> frames) {
        return prototype.isEmpty() || MessageDigest.isEqual(signature, sign(frames));
    }

    private static byte[] hex(Mac prototype, List<byte[]> frames) {
        Mac mac = copy(prototype);
        frames.forEach(mac::update);
        return HEX.formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
    }

    private static Mac copy(Mac prototype) {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's " + prototype.getAlgorithm() + " cannot be cloned.", e);
        }
    }

    @Override
    public String toString() {
        return prototype.isEmpty() ? "Signer[unsigned]" : "Signer[signed]";
    }
}
