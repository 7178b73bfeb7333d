package greenloom.kernel.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of Jupyter, and which command it names. */
class JupyterTest {
    @TempDir Path place;
    private Path spec;

    @BeforeEach
    void makeKernel() throws IOException {
        spec = Files.createDirectories(place.resolve("share/jupyter/kernels/greenloom"));
    }

    private Finding look(Path kernel) throws InterruptedException {
        return new Jupyter(Map.of("PATH", "/nowhere:" + place), kernel, "how to install").look();
    }

    private void makeJupyter(String script) throws IOException {
        Path jupyter = Files.writeString(place.resolve("jupyter"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(jupyter, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void makeJupyterThatSees(String name, Path kernel) throws IOException {
        makeJupyter(
                "echo '{\"kernelspecs\": {\"" + name + "\": {\"resource_dir\": \"" + kernel + "\", \"spec\": {}}}}'");
    }

    @Test
    void whereThereIsNoneItIsToBeInstalled() throws InterruptedException {
        assertThat(look(spec)).hasToString("✗ no Jupyter on the path\n    pip install jupyterlab");
    }

    @Test
    void oneThatSeesTheKernelIsFine() throws IOException, InterruptedException {
        makeJupyterThatSees("greenloom", spec);
        assertThat(look(spec).mend()).isEmpty();
    }

    @Test
    void oneThatSeesAnotherKernelIsToldWhereThisOneIs() throws IOException, InterruptedException {
        makeJupyterThatSees("greenloom", place);
        assertThat(look(spec).mend()).contains("JUPYTER_PATH=" + place.resolve("share/jupyter") + " jupyter lab");
    }

    @Test
    void aKernelThatIsNotInstalledIsToBe() throws IOException, InterruptedException {
        makeJupyterThatSees("python3", place);
        assertThat(look(place).mend()).contains("how to install");
    }

    @Test
    void oneThatCannotListItsKernelsIsToldOf() throws IOException, InterruptedException {
        makeJupyter("exit 3");
        assertThat(look(spec).what()).contains("the status 3");
    }
}
