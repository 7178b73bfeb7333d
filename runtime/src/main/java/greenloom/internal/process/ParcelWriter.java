package greenloom.internal.process;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes an object into a parcel, and with it the variables of its notebook that its code may read, as they are now. */
final class ParcelWriter extends ObjectOutputStream {
    private final Parcel.Body body;
    private final ClassLoader loader;
    private final List<byte[]> arrays = new ArrayList<>();
    private final Set<Field> seen = new HashSet<>();
    private final Deque<Field> variables = new ArrayDeque<>();

    private ParcelWriter(Parcel.Body body, ClassLoader loader) throws IOException {
        super(body);
        this.body = body;
        this.loader = loader;
        enableReplaceObject(true);
    }

    /**
     * Writes what shall run elsewhere, with the variables that it may read.
     *
     * @param task what to write
     * @param loader whose classes it uses
     * @throws UnsendableException if it holds something that cannot be sent
     */
    static Parcel packTask(Object task, ClassLoader loader) {
        try (ParcelWriter writer = new ParcelWriter(new Parcel.Body(), loader)) {
            writer.writeTold(task, "the task");
            for (Field next = writer.variables.poll(); next != null; next = writer.variables.poll()) {
                writer.writeBoolean(true);
                writer.write(next);
            }
            writer.writeBoolean(false);
            return writer.parcel();
        } catch (IOException e) {
            throw new IllegalStateException("what is written to memory cannot fail", e);
        }
    }

    /** Writes a value; variables stay where they are. */
    static Parcel pack(@Nullable Object value, ClassLoader loader) {
        try (ParcelWriter writer = new ParcelWriter(new Parcel.Body(), loader)) {
            writer.writeTold(value, "the result");
            return writer.parcel();
        } catch (IOException e) {
            throw new IllegalStateException("what is written to memory cannot fail", e);
        }
    }

    private Parcel parcel() throws IOException {
        flush();
        return new Parcel(body, arrays);
    }

    private void write(Field variable) throws IOException {
        writeUTF(variable.getDeclaringClass().getName());
        writeUTF(variable.getName());
        try {
            writeTold(variable.get(null), "variable `" + variable.getName() + "`");
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a variable's field was made accessible", e);
        }
    }

    private void writeTold(@Nullable Object value, String path) throws IOException {
        try {
            writeObject(value);
        } catch (NotSerializableException | InvalidClassException e) {
            throw new UnsendableException(Obstacle.find(value, path, e), e);
        }
    }

    @Override
    protected @Nullable Object replaceObject(@Nullable Object object) throws IOException {
        return switch (object) {
            case byte[] array when LargeArray.replaces(array) -> {
                arrays.add(array.clone()); // as it is now, whatever becomes of it before it is sent
                yield new LargeArray(arrays.size() - 1);
            }
            case Path path when path.getFileSystem() == FileSystems.getDefault() -> FilePath.of(path);
            case SerializedLambda lambda -> replace(lambda);
            case null, default -> object;
        };
    }

    /** Lambdas of modules that are not open, those of the JDK among them, are made again by the class in which they were written. */
    private Object replace(SerializedLambda lambda) throws IOException {
        Class<?> host = host(lambda);
        if (host.getClassLoader() instanceof Origin origin) {
            note(origin.variablesOf(lambda.getImplClass().replace('/', '.'), lambda.getImplMethodName(),
                    lambda.getImplMethodSignature()));
        }
        boolean isOpen = host.getModule().isOpen(host.getPackageName(), LambdaForm.class.getModule());
        return isOpen ? new LambdaForm(host, lambda) : lambda;
    }

    private Class<?> host(SerializedLambda lambda) throws IOException {
        try {
            return Class.forName(lambda.getCapturingClass().replace('/', '.'), false, loader);
        } catch (ClassNotFoundException e) {
            InvalidClassException failure = new InvalidClassException(lambda.getCapturingClass(),
                    "is not known to the class loader of the task");
            failure.initCause(e);
            throw failure;
        }
    }

    @Override
    protected void annotateClass(Class<?> type) {
        if (type.getClassLoader() instanceof Origin origin) {
            note(origin.variablesOf(type));
        }
    }

    private void note(Collection<Field> read) {
        for (Field field : read) {
            if (seen.add(field)) {
                variables.add(field);
            }
        }
    }
}
