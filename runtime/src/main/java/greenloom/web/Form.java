package greenloom.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A form that a browser sent: fields and uploaded files, in order. {@code await request.post()}. */
public final class Form {
    private final Map<String, List<String>> fields;
    private final Map<String, List<Upload>> uploads;

    private Form(Map<String, List<String>> fields, Map<String, List<Upload>> uploads) {
        this.fields = fields;
        this.uploads = uploads;
    }

    /** A file that was sent with a form. {@code aiohttp.web.FileField}. */
    public static final class Upload {
        private final String fileName;
        private final String contentType;
        private final byte[] bytes;

        Upload(String fileName, String contentType, byte[] bytes) {
            this.fileName = fileName;
            this.contentType = contentType;
            this.bytes = bytes;
        }

        /** What the browser calls it: not to be trusted as a path. */
        public String fileName() {
            return fileName;
        }

        /** What the browser takes it for. */
        public String contentType() {
            return contentType;
        }

        /** What is in it. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** What is in it, as a text in UTF-8. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "<Upload " + fileName + ", " + bytes.length + " bytes>";
        }
    }

    static Form parse(@Nullable String contentType, byte[] body) throws IOException {
        if (MediaTypes.is(contentType, "application/x-www-form-urlencoded")) {
            return new Form(Query.parse(new String(body, StandardCharsets.UTF_8)), Map.of());
        }
        Form form = new Form(new LinkedHashMap<>(), new LinkedHashMap<>());
        if (contentType != null && MediaTypes.is(contentType, "multipart/form-data")) {
            String boundary = MediaTypes.parameter(contentType, "boundary");
            if (boundary == null) {
                throw new Refusal(400, "The form has parts, but does not say what stands between them");
            }
            Multipart.parse(boundary, body).forEach(form::add);
        }
        return form;
    }

    private void add(Multipart.Part part) {
        String fileName = part.fileName();
        if (fileName == null) {
            fields.computeIfAbsent(part.name(), key -> new ArrayList<>(1)).add(part.text());
        } else {
            String type = part.headers().get("Content-Type").orElse("application/octet-stream");
            uploads.computeIfAbsent(part.name(), key -> new ArrayList<>(1))
                    .add(new Upload(fileName, type, part.bytes()));
        }
    }

    /** The first value of a field. */
    public Optional<String> get(String name) {
        return all(name).stream().findFirst();
    }

    /** All values of a field, in order. */
    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** The fields and their values, in order. */
    public Map<String, List<String>> fields() {
        return fields;
    }

    /** The first file of a name. */
    public Optional<Upload> file(String name) {
        return files(name).stream().findFirst();
    }

    /** All files of a name, in order. */
    public List<Upload> files(String name) {
        return uploads.getOrDefault(name, List.of());
    }
}
