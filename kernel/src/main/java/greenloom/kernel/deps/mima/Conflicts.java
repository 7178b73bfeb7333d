package greenloom.kernel.deps.mima;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.util.graph.transformer.ConflictResolver;

/** Tells which libraries were asked for in several versions: Maven takes the nearest, the first of those equally near. */
final class Conflicts {
    private final Set<String> told = new LinkedHashSet<>();
    private final Deque<String> path = new ArrayDeque<>();

    private Conflicts() {}

    /** @param root of a graph that holds what lost beside what won */
    static List<String> in(DependencyNode root) {
        Conflicts conflicts = new Conflicts();
        root.getChildren().forEach(conflicts::visit);
        return new ArrayList<>(conflicts.told);
    }

    private void visit(DependencyNode node) {
        Artifact artifact = node.getArtifact();
        if (node.getData().get(ConflictResolver.NODE_DATA_WINNER) instanceof DependencyNode winner
                && !winner.getArtifact().getVersion().equals(artifact.getVersion())) {
            told.add(artifact.getGroupId() + ":" + artifact.getArtifactId() + ": "
                    + winner.getArtifact().getVersion() + " is taken, though "
                    + (path.isEmpty() ? "the notebook" : path.peek())
                    + " asks for " + artifact.getVersion());
        }
        path.push(artifact.getArtifactId() + " " + artifact.getVersion());
        node.getChildren().forEach(this::visit);
        path.pop();
    }
}
