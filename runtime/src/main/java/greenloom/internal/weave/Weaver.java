package greenloom.internal.weave;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Rewrites the classes of user code when they are defined: the one place that decides what is woven, and in which order. First the passes that it is
 * given, then the bodies of generators are compiled.
 *
 * <p>{@code -Dgreenloom.weave=off} switches off all that only makes code faster or stoppable; {@code -Dgreenloom.weave=stackful} leaves the bodies of
 * generators as they are.
 */
public final class Weaver {
    private static final Logger LOG = System.getLogger(Weaver.class.getName());
    private static final String SWITCH = System.getProperty("greenloom.weave", "on");

    private final List<Pass> passes;
    private final BiFunction<ClassFile, byte[], List<VerifyError>> verifier;

    /**
     * A weaver that does this to each class.
     *
     * @param needed without these users would see other things
     * @param others switched off with the weaver
     */
    public Weaver(List<Pass> needed, List<Pass> others) {
        this(needed, others, ClassFile::verify);
    }

    Weaver(List<Pass> needed, List<Pass> others, BiFunction<ClassFile, byte[], List<VerifyError>> verifier) {
        this.passes = isOn() ? Stream.concat(needed.stream(), others.stream()).toList() : needed;
        this.verifier = verifier;
    }

    private static boolean isOn() {
        return !SWITCH.equals("off");
    }

    private static boolean compilesGenerators() {
        return isOn() && !SWITCH.equals("stackful");
    }

    /** The bytes to define. A class that cannot be woven is defined as it is: it runs, only less well observed or slower. */
    public byte[] weave(String name, byte[] bytes, Neighbours neighbours) {
        ClassFile classFile = ClassFile.of(ClassHierarchyResolverOption.of(neighbours.hierarchy()));
        byte[] passed = passes.isEmpty() ? bytes : pass(name, bytes, classFile);
        return compilesGenerators() && mentionsYielder(passed) ? compile(name, passed, classFile, neighbours)
                : passed;
    }

    private byte[] pass(String name, byte[] bytes, ClassFile classFile) {
        try {
            ClassTransform all = passes.stream().map(pass -> pass.of(name)).reduce(ClassTransform.ACCEPT_ALL,
                    ClassTransform::andThen);
            return classFile.transformClass(classFile.parse(bytes), all);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Cannot weave " + name, e);
            return bytes;
        }
    }

    private byte[] compile(String name, byte[] bytes, ClassFile classFile, Neighbours neighbours) {
        try {
            ClassModel model = classFile.parse(bytes);
            ClassTransform transform = Generators.of(model, neighbours);
            if (transform == null) {
                return bytes;
            }
            byte[] compiled = classFile.transformClass(model, transform);
            List<VerifyError> errors = verifier.apply(classFile, compiled);
            if (errors.isEmpty()) {
                return compiled;
            }
            LOG.log(Level.WARNING, "The generators of " + name + " stay stackful: compiled, they do not verify: "
                    + errors.getFirst().getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The generators of " + name + " stay stackful: they cannot be compiled", e);
        }
        return bytes;
    }

    private static boolean mentionsYielder(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains("greenloom/Yielder");
    }
}
