package greenloom.kernel.deps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolverTest {
    @TempDir private Path directory;

    private final List<String> progress = new ArrayList<>();
    private LocalRepository repository;
    private Resolver resolver;

    @BeforeEach
    void fill() throws IOException {
        repository = new LocalRepository(directory);
        repository.add("tea:leaf:1.0").add("tea:leaf:2.0").add("tea:pot:1.0", "tea:leaf:1.0")
                .add("tea:cup:1.0", "tea:leaf:2.0").add("tea:torn:1.0", "tea:gone:9.9");
        resolver = Resolvers.load(Optional.of(repository.settings()));
    }

    private Resolution resolve(String... coordinates) throws ResolveException {
        return resolver.resolve(List.of(coordinates), progress::add);
    }

    private static List<String> names(Resolution resolution) {
        return resolution.jars().stream().map(jar -> jar.library() + " " + jar.version()).toList();
    }

    @Test
    void aLibraryComesWithWhatItNeeds() throws ResolveException {
        Resolution resolution = resolve("tea:pot:1.0");
        assertThat(names(resolution)).containsExactly("tea:pot 1.0", "tea:leaf 1.0");
        assertThat(resolution.jars()).allSatisfy(jar -> assertThat(Files.exists(jar.file())).isTrue());
        assertThat(resolution.conflicts()).isEmpty();
    }

    @Test
    void theSettingsSayWhereFromAndWhereTo() throws ResolveException {
        assertThat(resolve("tea:leaf:1.0").jars())
                .allSatisfy(jar -> assertThat(jar.file()).startsWith(directory.resolve("local")));
    }

    @Test
    void severalCoordinatesAreOneGraphWhoseConflictsAreTold() throws ResolveException {
        Resolution resolution = resolve("tea:pot:1.0", "tea:cup:1.0");
        assertThat(names(resolution)).containsExactlyInAnyOrder("tea:pot 1.0", "tea:cup 1.0", "tea:leaf 1.0");
        assertThat(resolution.conflicts()).containsExactly("tea:leaf: 1.0 is taken, though cup 1.0 asks for 2.0");
    }

    @Test
    void whatTheNotebookAsksForItselfIsNearest() throws ResolveException {
        Resolution resolution = resolve("tea:pot:1.0", "tea:cup:1.0", "tea:leaf:2.0");
        assertThat(names(resolution)).contains("tea:leaf 2.0").doesNotContain("tea:leaf 1.0");
        assertThat(resolution.conflicts()).containsExactly("tea:leaf: 2.0 is taken, though pot 1.0 asks for 1.0");
    }

    @Test
    void whatIsFetchedIsTold() throws ResolveException {
        resolve("tea:pot:1.0");
        assertThat(progress).containsExactlyInAnyOrder("Fetched pot-1.0.jar (1 kB)", "Fetched leaf-1.0.jar (1 kB)");
    }

    @Test
    void errorsNameTheCoordinate() {
        assertThatExceptionOfType(ResolveException.class).isThrownBy(() -> resolve("tea:never:1.0"))
                .withMessageStartingWith("tea:never:1.0 is not there").withMessageContaining("pantry");
        assertThatExceptionOfType(ResolveException.class).isThrownBy(() -> resolve("tea:torn:1.0"))
                .withMessageStartingWith("tea:gone:9.9 is not there");
        assertThatExceptionOfType(ResolveException.class).isThrownBy(() -> resolve("no coordinate"))
                .withMessageContaining("group:artifact:version");
    }
}
