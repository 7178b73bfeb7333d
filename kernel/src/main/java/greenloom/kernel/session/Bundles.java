package greenloom.kernel.session;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import greenloom.kernel.display.MimeBundle;
import java.util.Map;
import java.util.Optional;

/** MIME bundles as JSON. */
final class Bundles {
    private static final Gson GSON = new Gson();

    private Bundles() {}

    /** A content with the bundle's {@code data} and {@code metadata}. */
    static Content content(MimeBundle bundle) {
        return Content.empty().with("data", json(bundle.data())).with("metadata", json(bundle.metadata()));
    }

    /** The bundle's plain text, for the history. */
    static Optional<String> text(MimeBundle bundle) {
        return Optional.ofNullable(bundle.data().get("text/plain")).map(Object::toString);
    }

    private static JsonElement json(Map<String, Object> map) {
        JsonElement json = GSON.toJsonTree(map);
        return json == null ? JsonNull.INSTANCE : json;
    }
}
