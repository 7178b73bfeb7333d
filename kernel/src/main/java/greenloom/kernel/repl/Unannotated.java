package greenloom.kernel.repl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.FieldTransform;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.RuntimeVisibleTypeAnnotationsAttribute;
import javax.tools.ForwardingJavaFileObject;
import javax.tools.JavaFileObject;

/**
 * A class file of ours without its annotations of types. JShell declares a {@code var} by printing the type that javac
 * found; with {@code @Nullable} inside, what it prints is not Java.
 */
final class Unannotated extends ForwardingJavaFileObject<JavaFileObject> {
    private static final ClassTransform STRIP = ClassTransform.dropping(Unannotated::isAnnotation)
            .andThen(ClassTransform.transformingMethods(MethodTransform.dropping(Unannotated::isAnnotation)))
            .andThen(ClassTransform.transformingFields(FieldTransform.dropping(Unannotated::isAnnotation)));

    Unannotated(JavaFileObject file) {
        super(file);
    }

    JavaFileObject original() {
        return fileObject;
    }

    private static boolean isAnnotation(Object element) {
        return element instanceof RuntimeVisibleTypeAnnotationsAttribute;
    }

    @Override
    public InputStream openInputStream() throws IOException {
        try (InputStream in = super.openInputStream()) {
            ClassFile classFile = ClassFile.of();
            return new ByteArrayInputStream(classFile.transformClass(classFile.parse(in.readAllBytes()), STRIP));
        }
    }
}
