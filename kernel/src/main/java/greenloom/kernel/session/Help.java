package greenloom.kernel.session;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import greenloom.kernel.display.MimeBundle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A cell such as {@code ?List.of} or {@code List.of?}, which asks for help as in IPython: no line of Java looks so. */
public final class Help {
    private static final Pattern ASKED = Pattern
            .compile("\\s*(?:\\?{1,2}[ \\t]*([^?\\s][^?\\n]*)|([^?\\n]*[^?\\s])[ \\t]*\\?{1,2})\\s*");

    private Help() {}

    /** What the cell asks help for, if that is all it does. */
    public static Optional<String> topic(String code) {
        Matcher asked = ASKED.matcher(code);
        return asked.matches()
                ? Optional.of(asked.group(1) == null ? asked.group(2) : asked.group(1)).map(String::strip)
                : Optional.empty();
    }

    /** The payload of a reply that has the front end show {@code page} in its pager. */
    static JsonArray payload(MimeBundle page) {
        JsonObject shown = Bundles.content(page).json();
        shown.addProperty("source", "page");
        shown.addProperty("start", 0);
        JsonArray payload = new JsonArray(1);
        payload.add(shown);
        return payload;
    }
}
