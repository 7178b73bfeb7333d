package greenloom.kernel.display;

import greenloom.kernel.comm.Comm;
import greenloom.kernel.comm.CommTarget;
import greenloom.kernel.comm.Comms;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a notebook shows and asks, beside printing: imported into every notebook. All of it belongs to the cell on whose
 * behalf it is called, also from greenlets that outlive their cell. {@code IPython.display}.
 */
public final class Display {
    private static final Map<String, String> IMAGES = Map.of(
            "png", "image/png", "jpg", "image/jpeg", "jpeg", "image/jpeg", "gif", "image/gif", "webp", "image/webp");

    private Display() {}

    /** Shows {@code value}, as a cell's result would be shown. */
    public static Shown display(@Nullable Object value) {
        return show(Renderers.render(value));
    }

    /** Shows {@code value}'s text as {@code mimeType}, for example {@code text/html}. */
    public static Shown display(Object value, String mimeType) {
        return show(new MimeBundle(Map.of(mimeType, value.toString()), Map.of()));
    }

    /**
     * Shows {@code value} with hints for the front end.
     *
     * @param metadata MIME type to hints such as {@code width}, of what JSON can be made of
     */
    public static Shown display(@Nullable Object value, Map<String, ?> metadata) {
        MimeBundle bundle = Renderers.render(value);
        Map<String, Object> hints = new HashMap<>(bundle.metadata());
        hints.putAll(metadata);
        return show(new MimeBundle(bundle.data(), hints));
    }

    private static Shown show(MimeBundle bundle) {
        String id = UUID.randomUUID().toString();
        Screens.current().show(bundle, Optional.of(id));
        return new Shown(id);
    }

    /** Shows {@code value} instead of what was shown as {@code id}. */
    public static void updateDisplay(String id, @Nullable Object value) {
        Screens.current().update(Renderers.render(value), id);
    }

    /** Takes away at once what the cell shows. */
    public static void clearOutput() {
        clearOutput(false);
    }

    /** Takes away what the cell shows: at once, or, so that nothing flickers, when its next output comes. */
    public static void clearOutput(boolean atNextOutput) {
        Screens.current().clear(atNextOutput);
    }

    /** HTML, as a value to return or to {@link #display(Object)}. */
    public static MimeBundle html(String source) {
        return of("text/html", source);
    }

    /** An SVG picture. */
    public static MimeBundle svg(String source) {
        return of("image/svg+xml", source);
    }

    /** Markdown. */
    public static MimeBundle markdown(String source) {
        return of("text/markdown", source);
    }

    /**
     * A picture from a file: PNG, JPEG, GIF, WebP or SVG, told by the end of its name.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if its name has another end
     */
    public static MimeBundle image(Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        String end = name.substring(name.lastIndexOf('.') + 1);
        if (end.equals("svg")) {
            return svg(Files.readString(file));
        }
        String type = IMAGES.get(end);
        if (type == null) {
            throw new IllegalArgumentException(
                    "Not a picture that notebooks show: " + file + " (png, jpg, gif, webp, svg)");
        }
        return of(type, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
    }

    /** A picture from a file. */
    public static MimeBundle image(String file) throws IOException {
        return image(Path.of(file));
    }

    // Beside each form goes a plain one, for front ends that show nothing else.
    private static MimeBundle of(String type, String content) {
        String plain = type.startsWith("image/") ? "(" + type + ")" : content;
        return new MimeBundle(Map.of(type, content, "text/plain", plain), Map.of());
    }

    /**
     * Opens a comm to what the front end knows as {@code target}, with a first message. {@code comm.create_comm}.
     *
     * @param data what JSON can be made of
     * @param buffers binary data, passed on untouched
     */
    public static Comm comm(String target, Map<String, ?> data, byte[]... buffers) {
        return Comms.current().open(target, data, buffers);
    }

    /** Opens a comm to what the front end knows as {@code target}. */
    public static Comm comm(String target) {
        return comm(target, Map.of());
    }

    /**
     * From now on front ends may open comms to {@code target}, which {@code taker} takes; it replaces an earlier one.
     * {@code comm_manager.register_target}.
     */
    public static void onComm(String target, CommTarget taker) {
        Comms.current().register(target, taker);
    }

    /** Asks the user for a line; only the calling greenlet waits. {@code input}. */
    public static String input(String prompt) throws InterruptedIOException {
        return ask(prompt, false);
    }

    /** Asks the user for a line that is not shown. {@code getpass}. */
    public static String password(String prompt) throws InterruptedIOException {
        return ask(prompt, true);
    }

    private static String ask(String prompt, boolean password) throws InterruptedIOException {
        try {
            return Screens.current().ask(prompt, password);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for input");
        }
    }
}
