package greenloom.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartCompliance;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** Takes a form with uploads apart: Jetty's parser, strict. */
final class Multipart implements MultiPart.Parser.Listener {
    private static final int BAD = 400;

    private final List<Part> parts = new ArrayList<>();
    private Headers headers = new Headers();
    private ByteArrayOutputStream content = new ByteArrayOutputStream();
    private @Nullable Throwable failure;
    private boolean complete;

    /** One part of a form. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    record Part(Headers headers, byte[] bytes) {
        String name() {
            String name = disposition("name");
            return name == null ? "" : name;
        }

        @Nullable String fileName() {
            return disposition("filename");
        }

        private @Nullable String disposition(String parameter) {
            return headers.get("Content-Disposition").map(value -> MediaTypes.parameter(value, parameter)).orElse(null);
        }

        String text() {
            return new String(bytes, Request.charset(headers.get("Content-Type").orElse(null)));
        }
    }

    private Multipart() {}

    static List<Part> parse(String boundary, byte[] body) throws IOException {
        Multipart listener = new Multipart();
        MultiPart.Parser parser = new MultiPart.Parser(boundary, MultiPartCompliance.RFC7578_STRICT, listener);
        parser.parse(Content.Chunk.from(ByteBuffer.wrap(body), true));
        if (listener.failure != null || !listener.complete) {
            Refusal refusal = new Refusal(BAD, "The parts of the form are not sound");
            refusal.initCause(listener.failure);
            throw refusal;
        }
        return listener.parts;
    }

    @Override
    public void onPartHeader(String name, String value) {
        headers.addChecked(new Field(name, value));
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
        ByteBuffer piece = chunk.getByteBuffer();
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        content.writeBytes(bytes);
    }

    @Override
    public void onPartEnd() {
        parts.add(new Part(headers, content.toByteArray()));
        headers = new Headers();
        content = new ByteArrayOutputStream();
    }

    @Override
    public void onComplete() {
        complete = true;
    }

    @Override
    public void onFailure(Throwable cause) {
        failure = cause;
    }

}
