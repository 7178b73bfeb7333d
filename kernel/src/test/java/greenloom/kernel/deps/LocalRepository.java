package greenloom.kernel.deps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** A Maven repository of the test's own making, and settings that know no other one. */
final class LocalRepository {
    private final Path remote;
    private final Path settings;

    LocalRepository(Path directory) throws IOException {
        remote = directory.resolve("remote");
        settings = directory.resolve("settings.xml");
        Files.createDirectories(remote);
        Files.writeString(settings, """
            <settings>
              <localRepository>%s</localRepository>
              <mirrors><mirror><id>pantry</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors>
            </settings>
            """.formatted(directory.resolve("local"), remote.toUri()));
    }

    Path settings() {
        return settings;
    }

    /** Puts a library there whose jar holds one file, {@code artifact.txt}, with its version. */
    LocalRepository add(String coordinate, String... dependencies) throws IOException {
        String[] parts = coordinate.split(":");
        Path directory = remote.resolve(parts[0].replace('.', '/')).resolve(parts[1]).resolve(parts[2]);
        Files.createDirectories(directory);
        String name = parts[1] + "-" + parts[2];
        Files.writeString(directory.resolve(name + ".pom"), """
            <project>
              <modelVersion>4.0.0</modelVersion>
              %s
              <dependencies>%s</dependencies>
            </project>
            """.formatted(elements(parts), List.of(dependencies).stream()
                .map(each -> "<dependency>" + elements(each.split(":")) + "</dependency>")
                .collect(Collectors.joining())));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(directory.resolve(name + ".jar")))) {
            jar.putNextEntry(new ZipEntry(parts[1] + ".txt"));
            jar.write(parts[2].getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    private static String elements(String[] parts) {
        return "<groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>".formatted(parts[0], parts[1],
                parts[2]);
    }
}
