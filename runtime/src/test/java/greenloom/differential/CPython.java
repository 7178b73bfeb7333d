package greenloom.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs programs by {@code python3}, many in one process. */
final class CPython {
    private CPython() {}

    /** The traces of all of them, in order. */
    static List<List<String>> run(List<Program> programs) throws IOException, InterruptedException {
        StringBuilder source = new StringBuilder(PythonSource.PRELUDE);
        for (int i = 0; i < programs.size(); i++) {
            source.append(PythonSource.of(programs.get(i), "program" + i));
            source.append("print('\\n'.join(program").append(i).append("()))\nprint('--')\n");
        }
        Path file = Files.createTempFile("greenloom-differential", ".py");
        Path errors = Files.createTempFile("greenloom-differential", ".err");
        try {
            Files.writeString(file, source);
            Process python = new ProcessBuilder("python3", file.toString()).redirectError(errors.toFile()).start();
            String output = new String(python.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (python.waitFor() != 0) {
                throw new IOException("python3 failed: " + Files.readString(errors));
            }
            return split(output);
        } finally {
            Files.delete(file);
            Files.delete(errors);
        }
    }

    private static List<List<String>> split(String output) {
        List<List<String>> traces = new ArrayList<>();
        List<String> trace = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.equals("--")) {
                traces.add(trace);
                trace = new ArrayList<>();
            } else if (!line.isEmpty()) {
                trace.add(line);
            }
        }
        return traces;
    }
}
