package greenloom.kernel.repl;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.kernel.output.Cell;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceTest {
    private final Notebook notebook = new Notebook();

    @AfterEach
    void close() {
        notebook.close();
    }

    private Workspace workspace() {
        return notebook.evaluator().workspace();
    }

    private List<String> names() throws InterruptedException {
        return workspace().declarations(Cell.detached(0)).stream().map(Workspace.Declaration::name).toList();
    }

    @Test
    void declarationsHaveKindTypeAndValue() throws Exception {
        notebook.value("var cups = List.of(1, 2); String word = \"x\";", "int twice(int n) { return 2 * n; }",
                "record Point(int x) { }", "1 + 1");
        assertThat(workspace().declarations(Cell.detached(0))).containsExactly(
                new Workspace.Declaration(Workspace.Kind.VARIABLE, "cups", "List<Integer>", "[1, 2]"),
                new Workspace.Declaration(Workspace.Kind.VARIABLE, "word", "String", "\"x\""),
                new Workspace.Declaration(Workspace.Kind.METHOD, "twice(int)", "int", ""),
                new Workspace.Declaration(Workspace.Kind.TYPE, "Point", "", ""));
    }

    @Test
    void whatIsForgottenIsNotDeclaredAnyMore() throws Exception {
        notebook.value("int gone = 1; int kept = 2;", "int gone(int n) { return n; }", "class Gone { }");
        assertThat(workspace().forget(List.of("gone", "Gone", "never"))).containsExactly("never");
        assertThat(names()).containsExactly("kept");
        assertThat(notebook.failure("gone").name()).isEqualTo("CompileError");
        assertThat(notebook.failure("new Gone()").name()).isEqualTo("CompileError");
        assertThat(notebook.value("kept")).isEqualTo("2");
    }

    @Test
    void aForgottenVariableBeginsAnew() {
        notebook.value("List<String> all = List.of(\"x\"); int n = 7;");
        workspace().forgetAll();
        assertThat(notebook.value("List<String> all; int n;", "all + \" \" + n")).isEqualTo("\"null 0\"");
    }

    @Test
    void forgettingAllKeepsImports() throws Exception {
        notebook.value("import java.util.zip.CRC32;", "int n = 1; record R(int n) { }", "int m() { return n; }");
        workspace().forgetAll();
        assertThat(names()).isEmpty();
        assertThat(notebook.value("new CRC32().getValue()")).isEqualTo("0");
        assertThat(notebook.value("String n = \"again\"; n")).isEqualTo("\"again\"");
    }

    @Test
    void classesOfALaterClassPathCanBeUsedAndVariablesStay(@TempDir Path directory) throws IOException {
        notebook.value("var kept = new ArrayList<>(List.of(1));");
        assertThat(notebook.failure("import tea.Leaf;").name()).isEqualTo("CompileError");
        assertThat(notebook.failure("tea.Leaf.pick()").name()).isEqualTo("CompileError");
        workspace().addToClassPath(List.of(compile(directory, "Leaf", "\"green\"")));
        assertThat(notebook.value("import tea.Leaf;", "Leaf.pick() + kept")).isEqualTo("\"green[1]\"");
        assertThat(workspace().classPath()).containsExactly(directory);
    }

    @Test
    void aLibraryOfTheKernelsMayBeLoadedInAnotherVersion(@TempDir Path directory) throws IOException {
        Path own = compile(directory, "com.google.gson", "Gson", "\"a version of its own\"");
        workspace().addToClassPath(List.of(own));
        assertThat(notebook.value("com.google.gson.Gson.pick()")).isEqualTo("\"a version of its own\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Integer.toString(end(() -> System.exit(3)))",
            "Integer.toString(end(() -> Runtime.getRuntime().halt(3)))",
            "java.util.stream.Stream.of(3).peek(System::exit).toList().toString()"})
    void aLibraryThatEndsTheProcessIsRefused(String ending, @TempDir Path directory) throws IOException {
        Path classes = compile(directory.resolve("classes"), "Program",
                ending + "; } static int end(Runnable last) { last.run(); return 1");
        workspace().addToClassPath(List.of(jar(classes, directory.resolve("program.jar"))));
        assertThat(notebook.failure("tea.Program.pick()").message()).contains("exit(3) would end the kernel");
        assertThat(notebook.value("tea.Program.class.getPackage().getImplementationVersion()")).isEqualTo("\"7.1\"");
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "7.1");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private static Path compile(Path directory, String name, String value) throws IOException {
        return compile(directory, "tea", name, value);
    }

    private static Path compile(Path directory, String packageName, String name, String value) throws IOException {
        String source = "package %s; public class %s { public static String pick() { return %s; } }"
                .formatted(packageName, name, value);
        Files.createDirectories(directory);
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        SimpleJavaFileObject file = new SimpleJavaFileObject(URI.create("string:///" + name + ".java"),
                SimpleJavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        assertThat(
                javac.getTask(null, null, null, List.of("-proc:none", "-d", directory.toString()), null, List.of(file))
                        .call())
                .isTrue();
        assertThat(Files.exists(directory.resolve(packageName.replace('.', '/')))).isTrue();
        return directory;
    }
}
