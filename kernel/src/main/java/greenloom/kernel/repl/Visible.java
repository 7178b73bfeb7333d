package greenloom.kernel.repl;

import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.util.HashSet;
import java.util.Set;

/**
 * What user code sees of this process: the JDK, Greenloom's public packages, the display helpers and Jackson. The
 * kernel's own libraries stay out of its sight, so that a notebook may load other versions of them.
 */
final class Visible extends ClassLoader {
    /** Also shown to javac. */
    private static final Set<String> PACKAGES = Set.of("greenloom", "greenloom.web", "greenloom.process",
            "greenloom.kernel.comm", "greenloom.kernel.display");

    private static final String JACKSON = "com.fasterxml.jackson.";

    /** What woven code calls; nothing that a user could name. */
    private static final Set<String> CLASSES = Set.of("greenloom.internal.Checkpoint", "greenloom.kernel.repl.Woven");

    /** What compiled generators refer to. */
    private static final String WOVEN = "greenloom.internal.woven";

    private final Set<String> jdk = jdkPackages();
    private final ClassLoader all = Visible.class.getClassLoader();

    Visible() {
        super("greenloom-visible", ClassLoader.getPlatformClassLoader());
    }

    static boolean isPackage(String name) {
        return PACKAGES.contains(name) || name.startsWith(JACKSON);
    }

    /** Some of the JDK's modules, jdk.jshell among them, are the application loader's. */
    private static Set<String> jdkPackages() {
        Set<String> packages = new HashSet<>();
        ModuleLayer.boot().configuration().modules().stream()
                .map(ResolvedModule::reference)
                .map(ModuleReference::descriptor)
                .filter(module -> module.name().startsWith("jdk.") || module.name().startsWith("java."))
                .forEach(module -> packages.addAll(module.packages()));
        return packages;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        if (isPackage(packageName) || jdk.contains(packageName) || CLASSES.contains(name)
                || packageName.equals(WOVEN)) {
            return all.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }
}
