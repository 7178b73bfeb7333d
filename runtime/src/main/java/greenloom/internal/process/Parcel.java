package greenloom.internal.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bytes to be sent: those of objects as the JDK writes them, and the large arrays among these objects, which go beside them uncopied. */
public final class Parcel {
    /** Nothing. */
    static final Parcel EMPTY = new Parcel(new Body(), List.of());

    private final Body body;
    private final List<byte[]> arrays;

    Parcel(Body body, List<byte[]> arrays) {
        this.body = body;
        this.arrays = arrays;
    }

    static Parcel of(byte[] bytes) {
        return new Parcel(new Body(bytes), List.of());
    }

    static Parcel of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes it is. */
    public long size() {
        return body.size() + arrays.stream().mapToLong(array -> array.length).sum();
    }

    InputStream open() {
        return body.open();
    }

    byte[] bytes() {
        return body.toByteArray();
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    List<byte[]> arrays() {
        return arrays;
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(body.size());
        out.writeInt(arrays.size());
        body.writeTo(out);
        for (byte[] array : arrays) {
            out.writeInt(array.length);
            out.write(array);
        }
    }

    /** A growing array that can be read without being copied first. */
    static final class Body extends ByteArrayOutputStream {
        Body() {}

        Body(byte[] bytes) {
            super(0);
            buf = bytes;
            count = bytes.length;
        }

        InputStream open() {
            return new ByteArrayInputStream(buf, 0, count);
        }
    }
}
