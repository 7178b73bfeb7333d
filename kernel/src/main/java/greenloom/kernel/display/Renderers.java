package greenloom.kernel.display;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How values become MIME bundles: by the latest renderer registered for a type of theirs, else as plain text. */
public final class Renderers {
    private static final List<Entry<?>> ENTRIES = new CopyOnWriteArrayList<>();

    private Renderers() {}

    private record Entry<T>(Class<T> type, Function<? super T, MimeBundle> renderer) {
        MimeBundle render(Object value) {
            return renderer.apply(type.cast(value));
        }
    }

    /** From now on, instances of {@code type} are shown as {@code renderer} says. */
    public static <T> void register(Class<T> type, Function<? super T, MimeBundle> renderer) {
        ENTRIES.addFirst(new Entry<>(type, renderer));
    }

    /** The bundle to show for {@code value}. A renderer that fails is told in it, and is not fatal. */
    public static MimeBundle render(@Nullable Object value) {
        if (value instanceof MimeBundle bundle) {
            return bundle;
        }
        if (value instanceof Shown) {
            return MimeBundle.NOTHING; // it is on the screen already
        }
        for (Entry<?> entry : ENTRIES) {
            if (entry.type().isInstance(value)) {
                return render(entry, value);
            }
        }
        return MimeBundle.text(PlainText.of(value));
    }

    private static MimeBundle render(Entry<?> entry, @Nullable Object value) {
        try {
            return entry.render(Objects.requireNonNull(value));
        } catch (RuntimeException e) {
            String text = PlainText.of(value) + " (the renderer of " + entry.type().getName() + " failed: " + e + ")";
            return new MimeBundle(Map.of("text/plain", text), Map.of());
        }
    }
}
