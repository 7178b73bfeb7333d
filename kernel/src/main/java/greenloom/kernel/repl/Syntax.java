package greenloom.kernel.repl;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Whether a piece is Java at all, names and types aside: what can be known of a cell before any of it runs. */
final class Syntax {
    private static final List<String> OPTIONS = Preview.with("-proc:none", "-XDallowStringFolding=false");

    private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    private final JavaFileManager files;

    Syntax(JavaFileManager files) {
        this.files = files;
    }

    /** Where a snippet may stand decides how it parses; the likeliest first. */
    boolean isJava(String source) {
        return Stream.of("class $ { void $() {%s\n} }", "class $ {%s\n}", "class $ { Object $ = %s\n; }", "%s")
                .anyMatch(around -> parses(around.formatted(source)));
    }

    private boolean parses(String unit) {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try {
            ((JavacTask) javac.getTask(null, files, found, OPTIONS, null, List.of(new Unit(unit)))).parse();
        } catch (IOException e) {
            throw new IllegalStateException("javac cannot read what is in memory", e);
        }
        return found.getDiagnostics().stream().noneMatch(each -> each.getKind() == Diagnostic.Kind.ERROR);
    }

    private static final class Unit extends SimpleJavaFileObject {
        private final String source;

        Unit(String source) {
            super(URI.create("string:///$.java"), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
