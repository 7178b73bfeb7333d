package greenloom.kernel.transport;

import greenloom.kernel.wire.Fields;
import greenloom.kernel.wire.InvalidField;
import java.io.IOException;
import java.util.Optional;
import org.zeromq.ZMQ;

/**
 * The keys by which a front end wants the sockets encrypted (CurveZMQ). Only who knows the public one can shake hands, and
 * only its owner can read the connection file that has it; before the hands are shaken no message is looked at.
 */
public final class CurveKeys {
    private static final int Z85_LENGTH = 40;

    private final byte[] publicKey;
    private final byte[] secretKey;

    private CurveKeys(byte[] publicKey, byte[] secretKey) {
        this.publicKey = publicKey;
        this.secretKey = secretKey;
    }

    /**
     * The keys in a connection file, if there are any.
     *
     * @throws IOException with a sentence without them, if they cannot be used: to go on without would be to serve in clear
     */
    static Optional<CurveKeys> in(Fields file) throws IOException, InvalidField {
        String publicKey = file.text("curve_publickey", "");
        String secretKey = file.text("curve_secretkey", "");
        if (publicKey.isEmpty() && secretKey.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CurveKeys(decoded("curve_publickey", publicKey), decoded("curve_secretkey", secretKey)));
    }

    private static byte[] decoded(String name, String key) throws IOException {
        if (key.length() != Z85_LENGTH || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IOException("The connection file's " + name + " is no CurveZMQ key of 40 characters.");
        }
        return ZMQ.Curve.z85Decode(key);
    }

    /** Encrypts what {@code socket} says, once it is bound, and refuses whoever does not. */
    void protect(ZMQ.Socket socket) {
        socket.setCurveServer(true);
        socket.setCurvePublicKey(publicKey);
        socket.setCurveSecretKey(secretKey);
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "CurveKeys";
    }
}
