package greenloom.weaving;

import greenloom.internal.weave.Neighbours;
import greenloom.internal.weave.Weaver;
import java.util.List;
import java.util.Map;

/** Defines classes as they are, or woven. */
public final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;
    private final boolean woven;
    private final Weaver weaver = new Weaver(List.of(), List.of());

    /** Defines {@code classes}, by name. */
    public Loader(Map<String, byte[]> classes, boolean woven) {
        super(Loader.class.getClassLoader());
        this.classes = classes;
        this.woven = woven;
        setDefaultAssertionStatus(true);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        byte[] defined = woven ? weaver.weave(name, bytes, new Neighbours(classes::get, this)) : bytes;
        return defineClass(name, defined, 0, defined.length);
    }
}
