package greenloom.kernel.deps.mima;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.resolution.ArtifactDescriptorException;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.jspecify.annotations.Nullable;

/** Says of a failed resolution which coordinate it was, and why. */
final class Failures {
    private Failures() {}

    static String sentence(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            switch (each) {
                case ArtifactNotFoundException missing -> {
                    return missing(missing);
                }
                case ArtifactTransferException broken -> {
                    return name(broken.getArtifact()) + " cannot be fetched: " + broken.getMessage();
                }
                case ArtifactResolutionException several when missing(several).size() > 1 -> {
                    return "These are not there: " + String.join(", ", missing(several));
                }
                case ArtifactDescriptorException descriptor when descriptor.getCause() == null -> {
                    return String.valueOf(descriptor.getMessage());
                }
                default -> {}
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private static List<String> missing(ArtifactResolutionException several) {
        return several.getResults().stream().filter(ArtifactResult::isMissing)
                .map(result -> name(result.getRequest().getArtifact())).toList();
    }

    private static String missing(ArtifactNotFoundException missing) {
        @Nullable Object repository = missing.getRepository();
        return name(missing.getArtifact()) + " is not there"
                + (repository == null ? ""
                        : ": looked into " + missing.getRepository().getId() + " ("
                                + missing.getRepository().getUrl() + ")");
    }

    private static String name(Artifact artifact) {
        return Stream.of(artifact.getGroupId(), artifact.getArtifactId(), artifact.getVersion())
                .collect(Collectors.joining(":"));
    }
}
