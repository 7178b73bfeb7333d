package greenloom.kernel.transport;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import greenloom.kernel.wire.Channel;
import greenloom.kernel.wire.Fields;
import greenloom.kernel.wire.InvalidField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where the front end wants the sockets, and how messages are signed.
 *
 * @param transport by which they are reached
 * @param ip the address to bind to; for {@code ipc} how the paths begin
 * @param ports one for each channel; for {@code ipc} how the paths end
 * @param scheme the signature scheme, for example {@code hmac-sha256}
 * @param key the secret; empty where messages are not signed
 * @param curve the keys of the encryption; empty where there is none
 */
public record ConnectionInfo(Transport transport, String ip, Map<Channel, Integer> ports, String scheme, String key,
        Optional<CurveKeys> curve) {

    /** The kinds of sockets that there may be. */
    public enum Transport {
        TCP, IPC
    }

    private static final String LOOPBACK = "127.0.0.1";

    /** Sockets on the loopback interface, not encrypted. */
    public static ConnectionInfo onLoopback(Map<Channel, Integer> ports, String scheme, String key) {
        return new ConnectionInfo(Transport.TCP, LOOPBACK, ports, scheme, key, Optional.empty());
    }

    /**
     * Reads the connection file that the front end wrote.
     *
     * @throws IOException with a sentence for the user, never with the key, if there is none or it cannot be used
     */
    public static ConnectionInfo read(Path file) throws IOException {
        try {
            return parse(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
        } catch (NoSuchFileException e) {
            throw new IOException("The connection file " + file + " does not exist.", e);
        } catch (JsonParseException | IllegalStateException e) {
            // Without the cause: a parser's message may quote the file, and so the key.
            throw new IOException("The connection file " + file + " is not a JSON object.");
        } catch (InvalidField e) {
            throw new IOException("The connection file " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static ConnectionInfo parse(JsonObject json) throws IOException, InvalidField {
        Fields fields = Fields.of(json);
        Map<Channel, Integer> ports = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            ports.put(channel, port(fields, nameOf(channel) + "_port"));
        }
        return new ConnectionInfo(
                transport(fields.text("transport", "tcp")),
                fields.text("ip", LOOPBACK),
                Map.copyOf(ports),
                fields.text("signature_scheme", "hmac-sha256"),
                fields.text("key", ""),
                CurveKeys.in(fields));
    }

    private static Transport transport(String name) throws IOException {
        return switch (name) {
            case "tcp" -> Transport.TCP;
            case "ipc" -> Transport.IPC;
            default -> throw new IOException(
                    "The transport '" + name + "' is not supported; start the kernel with transport tcp or ipc.");
        };
    }

    private static int port(Fields fields, String name) throws IOException, InvalidField {
        int port = fields.number(name, -1);
        if (port < 1 || port > 65535) {
            throw new IOException("The connection file gives no usable " + name + ".");
        }
        return port;
    }

    private static String nameOf(Channel channel) {
        return channel == Channel.HEARTBEAT ? "hb" : channel.name().toLowerCase(Locale.ROOT);
    }

    /** The address that the channel's socket binds to, where it is one of TCP. */
    String address(Channel channel) {
        String host = ip.contains(":") ? "[" + ip + "]" : ip;
        return "tcp://" + host + ":" + ports.get(channel);
    }

    /** The path that the channel's socket binds to, where it is one of the file system. */
    Path path(Channel channel) {
        return Path.of(ip + "-" + ports.get(channel));
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "ConnectionInfo[" + transport + " " + ip + " " + ports + " " + scheme + "]";
    }
}
