package greenloom.internal.weave;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Modifier;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The classes beside the one that is being woven, as class files: loading one meanwhile could run in a circle. */
public final class Neighbours {
    /** For the JDK's classes, which may be loaded at any time; it costs less than to read them. */
    private static final ClassHierarchyResolver PLATFORM = ClassHierarchyResolver
            .ofClassLoading(ClassLoader.getPlatformClassLoader()).cached(ConcurrentHashMap::new);

    private final Function<String, byte @Nullable []> own;
    private final ClassLoader loader;

    /**
     * What a class loader knows.
     *
     * @param own asked first, for classes by their binary name that the loader has no files of
     * @param loader asked for all others
     */
    public Neighbours(Function<String, byte @Nullable []> own, ClassLoader loader) {
        this.own = own;
        this.loader = loader;
    }

    ClassHierarchyResolver hierarchy() {
        return ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> openOwn(type))
                .orElse(PLATFORM)
                .orElse(ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> open(type)))
                .orElse(ClassHierarchyResolver.ofClassLoading(loader))
                .cached();
    }

    /** Whether a class of {@code packageName} may name {@code type}: what it may not name it cannot cast to. */
    boolean isAccessible(ClassDesc type, String packageName) {
        ClassDesc element = type;
        while (element.isArray()) {
            element = element.componentType();
        }
        return element.isPrimitive() || element.packageName().equals(packageName) || isPublic(element);
    }

    private boolean isPublic(ClassDesc type) {
        String name = type.packageName();
        if (name.startsWith("java.")) {
            return true;
        }
        if (name.startsWith("jdk.internal") || name.startsWith("sun.")) {
            return false;
        }
        try (InputStream file = open(type)) {
            return file == null ? isPublicClass(binaryName(type))
                    : ClassFile.of().parse(file.readAllBytes()).flags().has(AccessFlag.PUBLIC);
        } catch (IOException _) {
            // As good as not there: what cannot be proven is not woven.
            return false;
        }
    }

    private boolean isPublicClass(String name) {
        try {
            return Modifier.isPublic(Class.forName(name, false, loader).getModifiers());
        } catch (ClassNotFoundException _) {
            return false;
        }
    }

    private @Nullable InputStream open(ClassDesc type) {
        InputStream file = openOwn(type);
        return file != null ? file : loader.getResourceAsStream(binaryName(type).replace('.', '/') + ".class");
    }

    private @Nullable InputStream openOwn(ClassDesc type) {
        byte[] bytes = own.apply(binaryName(type));
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    private static String binaryName(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
    }
}
