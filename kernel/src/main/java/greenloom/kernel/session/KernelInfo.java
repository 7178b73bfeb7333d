package greenloom.kernel.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import greenloom.kernel.wire.Composer;
import java.util.List;

/** Answers {@code kernel_info_request}. */
final class KernelInfo implements Handler {
    private static final String VERSION = version();

    @Override
    public void handle(Request request) {
        request.reply(content());
    }

    private static Content content() {
        String java = Runtime.version().toString();
        return Content.ok()
                .with("protocol_version", Composer.PROTOCOL)
                .with("implementation", "greenloom")
                .with("implementation_version", VERSION)
                .with("language_info", language(java))
                .with("banner", "Greenloom " + VERSION + ", Java " + java + ": cells and greenlets on one event loop")
                .with("debugger", false)
                .with("help_links", links())
                .with("supported_features", Content.strings(List.of("kernel subshells")));
    }

    private static Content language(String java) {
        return Content.empty()
                .with("name", "java")
                .with("version", java)
                .with("mimetype", "text/x-java")
                .with("file_extension", ".java")
                .with("pygments_lexer", "java")
                .with("codemirror_mode", "text/x-java")
                .with("nbconvert_exporter", "script");
    }

    private static JsonArray links() {
        JsonArray links = new JsonArray();
        String feature = String.valueOf(Runtime.version().feature());
        links.add(link("Java " + feature + " API", "https://docs.oracle.com/en/java/javase/" + feature + "/docs/api/"));
        return links;
    }

    private static JsonObject link(String text, String url) {
        return Content.empty().with("text", text).with("url", url).json();
    }

    private static String version() {
        String version = KernelInfo.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
