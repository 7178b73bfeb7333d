package greenloom.internal.process;

import java.lang.reflect.Field;
import java.net.URL;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A class loader whose classes stand in no file, such as a notebook's: what worker processes have to know of it. Any thread. */
public interface Origin {
    /** Another number each time a class has new code. */
    int version();

    /** Where it looks for classes of libraries. */
    URL[] getURLs();

    /**
     * What a class is defined from.
     *
     * @param name its binary name
     * @param version as of when
     * @return null if this does not define it
     */
    byte @Nullable [] classFile(String name, int version);

    /**
     * The variables, all of them static fields, that methods of a class may read, or those that they call.
     *
     * @param type a class of this loader
     */
    Collection<Field> variablesOf(Class<?> type);

    /**
     * The variables that one method may read, or those that it calls.
     *
     * @param owner the binary name of its class
     * @param method its name
     * @param descriptor its type
     */
    Collection<Field> variablesOf(String owner, String method, String descriptor);
}
