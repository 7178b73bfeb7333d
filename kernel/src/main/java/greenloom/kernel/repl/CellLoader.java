package greenloom.kernel.repl;

import greenloom.internal.process.Origin;
import greenloom.internal.weave.Neighbours;
import greenloom.internal.weave.Weaver;
import greenloom.internal.woven.Compiled;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Defines the classes of cells. The bytes are kept as javac made them and woven when a class is first needed: only then
 * is known where in the notebook its lines came from.
 */
final class CellLoader extends URLClassLoader implements Origin {
    private static final String COMPILED = Compiled.class.getName().replace('.', '/');

    private final Map<String, byte[]> compiled = new ConcurrentHashMap<>();
    private final Map<String, byte[]> declared = new ConcurrentHashMap<>();

    /** The classes with {@code try} blocks of resources, as they run: greenlets read there whether such a block has failed. */
    private final Map<String, byte[]> withResources = new ConcurrentHashMap<>();

    /** The classes with compiled generators: what is suspended in them could not go on in other code. */
    private final Set<String> withGenerators = ConcurrentHashMap.newKeySet();

    private final Weaver weaver;
    private final Storage storage;
    private final References references;
    private final Neighbours neighbours = new Neighbours(this::compiled, this);

    private final Shipping shipping = new Shipping();

    /** Under the engine's lock: the names of what was declared, in this order. */
    private final List<String> declarations = new ArrayList<>();

    CellLoader(ClassLoader parent, Weaver weaver, Storage storage, References references) {
        super("greenloom-cells", new URL[0], parent);
        this.weaver = weaver;
        setDefaultAssertionStatus(true); // who writes an assert in a notebook wants to see it fail
        this.storage = storage;
        this.references = references;
    }

    /** A class that JShell has compiled and later cells may name. */
    void declare(String name, byte[] bytes) {
        compiled.put(name, bytes);
        declared.put(name, bytes);
        storage.declared(name, bytes);
        declarations.add(name);
    }

    /** No later cell will name the class, nor those inside it. */
    void forget(String name) {
        declared.keySet().removeIf(each -> Names.outermost(each).equals(name));
    }

    /** A class that only the code of its own piece names. */
    void add(String name, byte[] bytes) {
        compiled.put(name, bytes);
    }

    /** The classes that later cells may name, as javac made them. */
    Map<String, byte[]> declared() {
        return declared;
    }

    /** How often {@link #declare} was called. */
    int declarations() {
        return declarations.size();
    }

    /** The classes that were declared after so many, and that later cells may still name. */
    List<String> declaredSince(int number) {
        return declarations.subList(number, declarations.size()).stream().distinct().filter(declared::containsKey)
                .toList();
    }

    void add(Path jarOrDirectory) throws MalformedURLException {
        addURL(jarOrDirectory.toUri().toURL());
    }

    /** The bytes of a cell's class as javac made them. */
    byte @Nullable [] compiled(String name) {
        return compiled.get(name);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = compiled.get(name);
        if (bytes == null) {
            Optional<Libraries.Changed> changed = Libraries.changed(name,
                    findResource(name.replace('.', '/') + ".class"), this);
            return changed.isPresent() ? define(name, changed.get()) : super.findClass(name);
        }
        byte[] woven = weave(name, bytes);
        if (!declared.containsKey(name)) {
            // Nobody will compile against it.
            compiled.remove(name);
        }
        shipping.defined(name, woven);
        return defineClass(name, woven, 0, woven.length);
    }

    /** Classes that were defined have other code now. */
    void redefined(Map<String, byte[]> woven) {
        shipping.redefined(woven);
    }

    @Override
    public int version() {
        return shipping.version();
    }

    @Override
    public byte @Nullable [] classFile(String name, int version) {
        try {
            if (Names.isUsers(name)) {
                loadClass(name); // nothing may have needed it here
            }
            return shipping.file(name, version);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    @Override
    public Collection<Field> variablesOf(Class<?> type) {
        // Of the classes around cells there are no objects: they are only named.
        return Names.isInner(type.getName()) ? variablesOf(Reads.Code.all(type.getName())) : List.of();
    }

    @Override
    public Collection<Field> variablesOf(String owner, String method, String descriptor) {
        return variablesOf(new Reads.Code(owner, method, descriptor));
    }

    private Collection<Field> variablesOf(Reads.Code code) {
        return shipping.variables(code,
                () -> Reads.of(code, name -> classFile(name, version())).stream().map(this::field).toList());
    }

    private Field field(Reads.Variable variable) {
        try {
            Field field = Class.forName(variable.owner(), true, this).getDeclaredField(variable.name());
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no variable " + variable.name() + " in " + variable.owner(), e);
        }
    }

    private Class<?> define(String name, Libraries.Changed changed) {
        String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        if (!packageName.isEmpty() && getDefinedPackage(packageName) == null) {
            definePackage(packageName, changed.manifest(), changed.source().getLocation());
        }
        return defineClass(name, changed.bytes(), 0, changed.bytes().length, changed.source());
    }

    byte[] weave(String name, byte[] bytes) {
        references.read(name, bytes);
        byte[] woven = weaver.weave(name, bytes, neighbours);
        String text = new String(woven, StandardCharsets.ISO_8859_1);
        if (text.contains(COMPILED)) {
            withGenerators.add(name);
        }
        if (text.contains("addSuppressed")) {
            withResources.put(name.replace('.', '/') + ".class", woven);
        }
        return woven;
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        byte[] woven = withResources.get(name);
        return woven == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(woven);
    }

    /** Whether a class must keep its code, as generators may be suspended in it. */
    boolean hasGenerators(String name) {
        return withGenerators.contains(name);
    }

    /** The class, if anything has needed it yet. */
    Optional<Class<?>> defined(String name) {
        return Optional.ofNullable(findLoadedClass(name));
    }
}
