package greenloom.weaving;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Compiles Java without leaving files. */
public final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

    private InMemory() {
        super(ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null));
    }

    /** The class files of one compilation unit, by the classes' names. */
    public static Map<String, byte[]> compile(String name, String source, String... options) {
        InMemory files = new InMemory();
        StringWriter told = new StringWriter();
        boolean compiled = ToolProvider.getSystemJavaCompiler().getTask(told, files, null,
                List.of(withProcessingOff(options)), null, List.of(new Source(name, source))).call();
        if (!compiled) {
            throw new AssertionError(told + "\n" + source);
        }
        return files.classes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toByteArray()));
    }

    private static String[] withProcessingOff(String... options) {
        String[] all = new String[options.length + 1];
        System.arraycopy(options, 0, all, 1, options.length);
        all[0] = "-proc:none";
        return all;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(Location location, String className, Kind kind,
            @Nullable FileObject sibling) {
        return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/')), kind) {
            @Override
            public OutputStream openOutputStream() {
                return classes.computeIfAbsent(className, _ -> new ByteArrayOutputStream());
            }
        };
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("memory:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
