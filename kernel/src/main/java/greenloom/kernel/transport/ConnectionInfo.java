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

/**
 * Where the front end wants the sockets, and how messages are signed.
 *
 * @param ip the address to bind to
 * @param ports one for each channel
 * @param scheme the signature scheme, for example {@code hmac-sha256}
 * @param key the secret; empty where messages are not signed
 */
public record ConnectionInfo(String ip, Map<Channel, Integer> ports, String scheme, String key) {

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
        String transport = fields.text("transport", "tcp");
        if (!transport.equals("tcp")) {
            throw new IOException(
                    "The transport '" + transport + "' is not supported; start the kernel with transport tcp.");
        }
        Map<Channel, Integer> ports = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            ports.put(channel, port(fields, nameOf(channel) + "_port"));
        }
        return new ConnectionInfo(
                fields.text("ip", "127.0.0.1"),
                Map.copyOf(ports),
                fields.text("signature_scheme", "hmac-sha256"),
                fields.text("key", ""));
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

    /** The address that the channel's socket binds to. */
    String address(Channel channel) {
        String host = ip.contains(":") ? "[" + ip + "]" : ip;
        return "tcp://" + host + ":" + ports.get(channel);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ConnectionInfo[" + ip + " " + ports + " " + scheme + "]";
    }
}
