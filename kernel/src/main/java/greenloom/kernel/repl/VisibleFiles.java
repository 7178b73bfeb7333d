package greenloom.kernel.repl;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** What javac sees: of this process' own jars only the packages that {@link Visible} shows to running code. */
final class VisibleFiles extends ForwardingJavaFileManager<StandardJavaFileManager> implements StandardJavaFileManager {
    /** Jars that javac finds because the kernel's own names them in its manifest. */
    private final Set<String> hidden;

    private VisibleFiles(StandardJavaFileManager files, Set<String> hidden) {
        super(files);
        this.hidden = hidden;
    }

    static VisibleFiles open(Collection<Path> classPath) {
        VisibleFiles files = new VisibleFiles(
                ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null),
                hidden(classPath));
        try {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
        } catch (IOException e) {
            throw new IllegalArgumentException("No class path for cells: " + classPath, e);
        }
        return files;
    }

    private static Set<String> hidden(Collection<Path> classPath) {
        return classPath.stream().flatMap(VisibleFiles::namedInManifest).filter(jar -> !classPath.contains(jar))
                .map(Path::toString).collect(Collectors.toSet());
    }

    private static Stream<Path> namedInManifest(Path jar) {
        if (!Files.isRegularFile(jar)) {
            return Stream.empty();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            String names = file.getManifest() == null ? null
                    : file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return names == null ? Stream.empty() : Stream.of(names.split(" ")).map(jar::resolveSibling);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not a jar: " + jar, e);
        }
    }

    /** Adds to what was there from the beginning. */
    void add(Collection<Path> entries) {
        List<Path> all = new ArrayList<>();
        getLocationAsPaths(StandardLocation.CLASS_PATH).forEach(all::add);
        all.addAll(entries);
        try {
            setLocationFromPaths(StandardLocation.CLASS_PATH, all);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not on a class path: " + entries, e);
        }
    }

    /** JShell would put all of this process' class path before what it is told to add. */
    @Override
    public boolean handleOption(String option, Iterator<String> rest) {
        if (option.equals("-classpath")) {
            rest.next();
            return true;
        }
        return super.handleOption(option, rest);
    }

    @Override
    public Iterable<JavaFileObject> list(Location where, String packageName, Set<JavaFileObject.Kind> kinds,
            boolean recurse)
            throws IOException {
        if (where != StandardLocation.CLASS_PATH) {
            return super.list(where, packageName, kinds, recurse);
        }
        if (!isOwn(packageName)) {
            return notHidden(super.list(where, packageName, kinds, recurse));
        }
        List<JavaFileObject> shown = new ArrayList<>();
        if (Visible.isPackage(packageName)) {
            super.list(where, packageName, kinds, recurse).forEach(file -> shown.add(new Unannotated(file)));
        }
        return shown;
    }

    private Iterable<JavaFileObject> notHidden(Iterable<JavaFileObject> files) {
        List<JavaFileObject> shown = new ArrayList<>();
        for (JavaFileObject file : files) {
            if (!hidden.contains(asPath(file).getFileSystem().toString())) {
                shown.add(file);
            }
        }
        return shown;
    }

    @Override
    public String inferBinaryName(Location where, JavaFileObject file) {
        return super.inferBinaryName(where, file instanceof Unannotated own ? own.original() : file);
    }

    private static boolean isOwn(String packageName) {
        return packageName.equals("greenloom") || packageName.startsWith("greenloom.");
    }

    /** Whether javac would find classes in the package {@code name}. */
    boolean has(String name) {
        return classes(name).iterator().hasNext();
    }

    /** The simple names of the classes that javac would find in a package of the class path. */
    List<String> in(String packageName) {
        List<String> names = new ArrayList<>();
        for (JavaFileObject file : classes(packageName)) {
            String name = inferBinaryName(StandardLocation.CLASS_PATH, file);
            names.add(name.substring(name.lastIndexOf('.') + 1));
        }
        return names;
    }

    private Iterable<JavaFileObject> classes(String packageName) {
        try {
            return list(StandardLocation.CLASS_PATH, packageName, Set.of(JavaFileObject.Kind.CLASS), false);
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(Iterable<? extends File> files) {
        return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
        return fileManager.getJavaFileObjects(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
        return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
        return fileManager.getJavaFileObjects(names);
    }

    @Override
    public void setLocation(Location where, Iterable<? extends File> files) throws IOException {
        fileManager.setLocation(where, files);
    }

    @Override
    public Iterable<? extends File> getLocation(Location where) {
        return fileManager.getLocation(where);
    }

    @Override
    public void setLocationFromPaths(Location where, Collection<? extends Path> paths) throws IOException {
        fileManager.setLocationFromPaths(where, paths);
    }

    @Override
    public Iterable<? extends Path> getLocationAsPaths(Location where) {
        return fileManager.getLocationAsPaths(where);
    }

    @Override
    public Path asPath(FileObject file) {
        return fileManager.asPath(file);
    }
}
