package greenloom.kernel.repl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;

/** What our own javac reads beside what JShell's reads: the classes of earlier cells, from memory; and where it writes to. */
final class DirectFiles extends ForwardingJavaFileManager<VisibleFiles> {
    private final CellLoader loader;
    private final BiConsumer<String, byte[]> written;

    /** @param written told each class that is compiled */
    DirectFiles(VisibleFiles files, CellLoader loader, BiConsumer<String, byte[]> written) {
        super(files);
        this.loader = loader;
        this.written = written;
    }

    @Override
    public Iterable<JavaFileObject> list(Location where, String packageName, Set<Kind> kinds, boolean recurse)
            throws IOException {
        if (where != StandardLocation.CLASS_PATH || !packageName.equals(Names.PACKAGE)) {
            return super.list(where, packageName, kinds, recurse);
        }
        List<JavaFileObject> all = new ArrayList<>();
        loader.declared().forEach((name, bytes) -> all.add(new Compiled(name, bytes)));
        return all;
    }

    /** The class of an earlier cell. */
    JavaFileObject compiled(String name) {
        return new Compiled(name, Objects.requireNonNull(loader.declared().get(name)));
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
        return file instanceof Compiled compiled ? compiled.name : super.inferBinaryName(location, file);
    }

    @Override
    public boolean isSameFile(FileObject one, FileObject other) {
        return one == other;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(Location location, String className, Kind kind, FileObject sibling) {
        return new Output(className);
    }

    private static URI uri(String name, Kind kind) {
        return URI.create("string:///" + name.replace('.', '/') + kind.extension);
    }

    private static final class Compiled extends SimpleJavaFileObject {
        private final String name;
        private final byte[] bytes;

        Compiled(String name, byte[] bytes) {
            super(uri(name, Kind.CLASS), Kind.CLASS);
            this.name = name;
            this.bytes = bytes;
        }

        @Override
        public InputStream openInputStream() {
            return new ByteArrayInputStream(bytes);
        }
    }

    private final class Output extends SimpleJavaFileObject {
        private final String name;

        Output(String name) {
            super(uri(name, Kind.CLASS), Kind.CLASS);
            this.name = name;
        }

        @Override
        public OutputStream openOutputStream() {
            return new ByteArrayOutputStream() {
                @Override
                public void close() {
                    written.accept(name, toByteArray());
                }
            };
        }
    }

    /** A source in memory. */
    static JavaFileObject source(String className, String text) {
        return new SimpleJavaFileObject(uri(className, Kind.SOURCE), Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
