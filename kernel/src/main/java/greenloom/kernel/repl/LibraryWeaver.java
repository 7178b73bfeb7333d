package greenloom.kernel.repl;

import greenloom.internal.weave.Checkpoints;
import greenloom.internal.weave.Neighbours;
import greenloom.internal.weave.Weaver;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the classes of the notebook's class path as they are defined, so that a loop in a library can be stopped like one
 * in a cell. By the JVM's own hook: it leaves all else about these classes, their jars and signatures as it is.
 */
final class LibraryWeaver implements ClassFileTransformer, AutoCloseable {
    private final CellLoader loader;
    private final Weaver weaver = new Weaver(List.of(), List.of(new Checkpoints()));
    private final Neighbours neighbours;
    private final Optional<Instrumentation> instrumentation;

    /** Begins at once; does nothing where the kernel was not started from its jar. */
    LibraryWeaver(CellLoader loader) {
        this.loader = loader;
        this.neighbours = new Neighbours(_ -> null, loader);
        this.instrumentation = Agent.instrumentation();
        instrumentation.ifPresent(given -> given.addTransformer(this));
    }

    @Override
    public byte @Nullable [] transform(@Nullable ClassLoader definer, @Nullable String name,
            @Nullable Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        String dotted = definer == loader && name != null ? name.replace('/', '.') : null;
        return dotted == null || Names.isUsers(dotted) ? null : weaver.weave(dotted, bytes, neighbours);
    }

    @Override
    public void close() {
        instrumentation.ifPresent(given -> given.removeTransformer(this));
    }
}
