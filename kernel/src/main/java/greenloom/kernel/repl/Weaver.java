package greenloom.kernel.repl;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rewrites the classes of user code when they are defined: the one place that decides what is woven, and in which order. */
final class Weaver {
    private static final Logger LOG = System.getLogger(Weaver.class.getName());

    private final List<Pass> passes;

    Weaver(List<Pass> passes) {
        this.passes = passes;
    }

    /** All passes, or with {@code -Dgreenloom.weave=off} only those without which a user would see other things. */
    static Weaver of(Places places, Storage storage) {
        Pass lines = new CellLines(places);
        boolean off = "off".equals(System.getProperty("greenloom.weave"));
        return new Weaver(off ? List.of(lines, storage) : List.of(lines, storage, new Redirects(), new Checkpoints()));
    }

    /** The bytes to define. A class that cannot be woven is defined as it is: it runs, only less well observed. */
    byte[] weave(String name, byte[] bytes, CellLoader loader) {
        try {
            ClassFile classFile = ClassFile.of(ClassHierarchyResolverOption.of(hierarchy(loader)));
            ClassTransform all = passes.stream().map(pass -> pass.of(name)).reduce(ClassTransform.ACCEPT_ALL,
                    ClassTransform::andThen);
            return classFile.transformClass(classFile.parse(bytes), all);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Cannot weave " + name, e);
            return bytes;
        }
    }

    /** Cells' classes are read from their bytes: loading one while another is being defined could run in a circle. */
    private static ClassHierarchyResolver hierarchy(CellLoader loader) {
        return ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> open(type, loader))
                .orElse(ClassHierarchyResolver.ofClassLoading(loader))
                .cached();
    }

    private static @Nullable InputStream open(ClassDesc type, CellLoader loader) {
        String descriptor = type.descriptorString();
        byte[] bytes = loader.compiled(descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }
}
