package greenloom.internal.process;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes objects again of what a {@link ParcelWriter} has written, of the classes of one loader. */
final class ParcelReader extends ObjectInputStream {
    private static final String OWN = ParcelReader.class.getPackageName();

    private final ClassLoader loader;
    private final List<byte[]> arrays;

    ParcelReader(Parcel parcel, ClassLoader loader) throws IOException {
        super(parcel.open());
        this.loader = loader;
        this.arrays = parcel.arrays();
        setObjectInputFilter(Trusted.INSTANCE);
        enableResolveObject(true);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
        try {
            String name = described.getName();
            return Class.forName(name, false, name.startsWith(OWN) ? ParcelReader.class.getClassLoader() : loader);
        } catch (ClassNotFoundException _) {
            return super.resolveClass(described); // the names of primitive types
        }
    }

    @Override
    protected @Nullable Object resolveObject(@Nullable Object read) {
        return switch (read) {
            case LargeArray(int index) -> arrays.get(index);
            case FilePath name -> name.path();
            case null, default -> read;
        };
    }

    /** Sets the variables that come behind an object. */
    void readVariables() throws IOException, ClassNotFoundException {
        while (readBoolean()) {
            readVariable(readUTF(), readUTF(), readObject());
        }
    }

    private void readVariable(String owner, String name, @Nullable Object value) throws IOException {
        try {
            Field field = Class.forName(owner, true, loader).getDeclaredField(name);
            field.setAccessible(true);
            field.set(null, value);
        } catch (ReflectiveOperationException e) {
            InvalidObjectException failure = new InvalidObjectException("no variable " + name + " in " + owner);
            failure.initCause(e);
            throw failure;
        }
    }
}
