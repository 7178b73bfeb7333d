package greenloom.kernel.magic;

import greenloom.kernel.display.MimeBundle;
import greenloom.kernel.repl.Evaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code %classpath}: adds jars and directories of classes, or lists what was added. */
public record ClassPath(Evaluator evaluator) implements LineMagic {
    @Override
    public String name() {
        return "classpath";
    }

    @Override
    public String arguments() {
        return "[JAR|DIRECTORY|DIRECTORY/*...]";
    }

    @Override
    public String summary() {
        return "Adds jars and directories of classes to the class path, or lists what was added.";
    }

    @Override
    public Turn turn() {
        return Turn.FIRST;
    }

    @Override
    public Optional<MimeBundle> run(MagicCall call) throws MagicException {
        if (call.words().isEmpty()) {
            call.out().accept(evaluator.workspace().classPath().stream().map(path -> path + "\n")
                    .collect(Collectors.joining()));
        } else {
            List<Path> entries = new ArrayList<>();
            for (String word : call.words()) {
                entries.addAll(entries(word));
            }
            evaluator.workspace().addToClassPath(entries);
        }
        return Optional.empty();
    }

    private static List<Path> entries(String word) throws MagicException {
        try {
            Path path = Path.of(word.endsWith("/*") ? word.substring(0, word.length() - 2) : word).toAbsolutePath()
                    .normalize();
            if (!Files.exists(path)) {
                throw new MagicException("There is no " + path + ".");
            }
            return word.endsWith("/*") ? jarsIn(path) : List.of(path);
        } catch (InvalidPathException e) {
            throw new MagicException("Not a path: " + word);
        }
    }

    private static List<Path> jarsIn(Path directory) throws MagicException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new MagicException("Cannot list " + directory + ": " + e.getMessage());
        }
    }
}
