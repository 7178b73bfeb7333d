package greenloom.kernel.magic;

import greenloom.kernel.deps.Resolution;
import greenloom.kernel.deps.ResolveException;
import greenloom.kernel.deps.Resolver;
import greenloom.kernel.deps.Resolvers;
import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.repl.Evaluator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code %maven}: adds libraries to the class path. All coordinates of a notebook are one graph: a later one may not bring
 * another version of what is loaded, and says so.
 */
public final class Maven implements LineMagic {
    private static final String SETTINGS = "GREENLOOM_MAVEN_SETTINGS";

    private final Evaluator evaluator;
    private final Supplier<Resolver> maker;
    private @Nullable Resolver resolver; // this and all below: the cells' thread's

    /** By coordinate without version. */
    private final Map<String, String> wanted = new LinkedHashMap<>();
    private final Map<String, Resolution.Jar> loaded = new LinkedHashMap<>();

    /** One that reads the settings that an environment variable names, else the user's own. */
    public Maven(Evaluator evaluator) {
        this(evaluator, () -> Resolvers.load(Optional.ofNullable(System.getenv(SETTINGS)).map(Path::of)));
    }

    /** @param maker asked when the first library is wanted */
    Maven(Evaluator evaluator, Supplier<Resolver> maker) {
        this.evaluator = evaluator;
        this.maker = maker;
    }

    @Override
    public String name() {
        return "maven";
    }

    @Override
    public String arguments() {
        return "GROUP:ARTIFACT:VERSION...";
    }

    @Override
    public String summary() {
        return "Adds libraries, and those that they need, to the class path: all of the notebook as one graph.";
    }

    @Override
    public Turn turn() {
        return Turn.FIRST;
    }

    @Override
    public Optional<MimeBundle> run(MagicCall call) throws MagicException {
        if (call.words().isEmpty()) {
            throw MagicException.usage(this);
        }
        Map<String, String> all = new LinkedHashMap<>(wanted);
        call.words().forEach(word -> all.put(library(word), word));
        Consumer<String> say = line -> call.out().accept(line + "\n");
        try {
            Resolution resolution = resolver().resolve(List.copyOf(all.values()), say);
            resolution.conflicts().forEach(say);
            say.accept(add(resolution, say));
            wanted.putAll(all);
            return Optional.empty();
        } catch (ResolveException e) {
            throw new MagicException(String.valueOf(e.getMessage()));
        }
    }

    private Resolver resolver() {
        Resolver made = resolver;
        if (made == null) {
            made = maker.get();
            resolver = made;
        }
        return made;
    }

    private static String library(String coordinate) {
        int version = coordinate.lastIndexOf(':');
        return version < 0 ? coordinate : coordinate.substring(0, version);
    }

    /** Adds what is new; what is loaded cannot be taken back. */
    private String add(Resolution resolution, Consumer<String> say) {
        List<Path> fresh = new ArrayList<>();
        for (Resolution.Jar jar : resolution.jars()) {
            Resolution.Jar before = loaded.putIfAbsent(jar.library(), jar);
            if (before == null) {
                fresh.add(jar.file());
            } else if (!before.version().equals(jar.version())) {
                say.accept(jar.library() + ": " + before.version() + " is loaded already and stays, though "
                        + jar.version() + " would be taken now; restart the kernel to have that");
            }
        }
        evaluator.workspace().addToClassPath(fresh);
        return fresh.isEmpty() ? "Nothing new: all of it is on the class path."
                : "Added " + fresh.size() + (fresh.size() == 1 ? " jar." : " jars.");
    }
}
