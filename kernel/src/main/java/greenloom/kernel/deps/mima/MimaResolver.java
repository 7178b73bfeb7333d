package greenloom.kernel.deps.mima;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import greenloom.kernel.deps.Resolution;
import greenloom.kernel.deps.ResolveException;
import greenloom.kernel.deps.Resolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.graph.transformer.ConflictResolver;
import org.jspecify.annotations.Nullable;

/** Resolves with Maven's own resolver, its settings and its local repository. */
public final class MimaResolver implements Resolver {
    private final Optional<Path> settings;
    private @Nullable Context context; // under this object's lock

    /** @param settings the file to read instead of the user's own */
    public MimaResolver(Optional<Path> settings) {
        this.settings = settings;
    }

    @Override
    public synchronized Resolution resolve(List<String> coordinates, Consumer<String> progress)
            throws ResolveException {
        Context maven = maven();
        List<Dependency> wanted = new ArrayList<>();
        for (String coordinate : coordinates) {
            wanted.add(new Dependency(artifact(coordinate), JavaScopes.COMPILE));
        }
        CollectRequest request = new CollectRequest(wanted, List.of(), maven.remoteRepositories());
        DefaultRepositorySystemSession session = new DefaultRepositorySystemSession(maven.repositorySystemSession());
        session.setTransferListener(new Progress(progress));
        try {
            List<String> conflicts = Conflicts.in(verbose(maven, session, request));
            return new Resolution(jars(maven, session, request), conflicts);
        } catch (RepositoryException e) {
            throw new ResolveException(Failures.sentence(e), e);
        }
    }

    private Context maven() {
        Context made = context;
        if (made == null) {
            ContextOverrides.Builder overrides = ContextOverrides.create().withUserSettings(true);
            settings.ifPresent(overrides::withUserSettingsXmlOverride);
            made = new StandaloneStaticRuntime().create(overrides.build());
            context = made;
        }
        return made;
    }

    private static Artifact artifact(String coordinate) throws ResolveException {
        try {
            return new DefaultArtifact(coordinate);
        } catch (IllegalArgumentException e) {
            throw new ResolveException(
                    "Not a coordinate: " + coordinate + ". It is written group:artifact:version.", e);
        }
    }

    /** The graph with what lost, which the one to resolve has no more. */
    private static DependencyNode verbose(Context maven, RepositorySystemSession session, CollectRequest request)
            throws RepositoryException {
        DefaultRepositorySystemSession verbose = new DefaultRepositorySystemSession(session);
        verbose.setConfigProperty(ConflictResolver.CONFIG_PROP_VERBOSE, true);
        return maven.repositorySystem().collectDependencies(verbose, request).getRoot();
    }

    private static List<Resolution.Jar> jars(Context maven, RepositorySystemSession session, CollectRequest request)
            throws RepositoryException {
        DependencyRequest all = new DependencyRequest(request,
                DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
        return maven.repositorySystem().resolveDependencies(session, all).getArtifactResults().stream()
                .map(ArtifactResult::getArtifact).map(MimaResolver::jar).toList();
    }

    private static Resolution.Jar jar(Artifact artifact) {
        String classifier = artifact.getClassifier().isEmpty() ? "" : ":" + artifact.getClassifier();
        return new Resolution.Jar(artifact.getGroupId() + ":" + artifact.getArtifactId() + classifier,
                artifact.getVersion(), artifact.getFile().toPath());
    }
}
