package greenloom.kernel.repl;

import greenloom.internal.weave.Pass;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives each variable of a notebook one place that is its for good. JShell puts a variable into a new class each time it
 * is declared; code compiled before would go on reading the old one. So whatever reads or writes a variable is woven to
 * use the field of the first class that declared one with that name and type. Any thread.
 */
final class Storage implements Pass {
    /** Name and type of a variable to the class whose field it is. */
    private final Map<String, String> owners = new ConcurrentHashMap<>();

    private final CodeTransform redirect = (builder, element) -> {
        @Nullable String owner = element instanceof FieldInstruction access ? ownerOf(access) : null;
        if (owner != null && element instanceof FieldInstruction access) {
            builder.fieldAccess(access.opcode(), ClassDesc.of(owner), access.name().stringValue(), access.typeSymbol());
        } else {
            builder.with(element);
        }
    };

    /** A class that JShell has compiled: the variables in it that are new have their place here. */
    void declared(String className, byte[] bytes) {
        if (className.startsWith(Names.WRAPPER) && !Names.isInner(className)) {
            ClassFile.of().parse(bytes).fields().stream().filter(field -> field.flags().has(AccessFlag.STATIC))
                    .forEach(field -> owners.putIfAbsent(key(field), className));
        }
    }

    private static String key(FieldModel field) {
        return key(field.fieldName().stringValue(), field.fieldType().stringValue());
    }

    private static String key(String name, String descriptor) {
        return name + ":" + descriptor;
    }

    private @Nullable String ownerOf(FieldInstruction access) {
        boolean isStatic = access.opcode() == Opcode.GETSTATIC || access.opcode() == Opcode.PUTSTATIC;
        String owner = access.owner().asInternalName().replace('/', '.');
        return isStatic && owner.startsWith(Names.WRAPPER) && !Names.isInner(owner)
                ? owners.get(key(access.name().stringValue(), access.type().stringValue()))
                : null;
    }

    /** The class whose field of that name and type counts; null if no cell has declared one. */
    @Nullable String owner(String name, Class<?> type) {
        return owners.get(key(name, type.describeConstable().orElse(ConstantDescs.CD_Object).descriptorString()));
    }

    @Override
    public ClassTransform of(String name) {
        return ClassTransform.transformingMethodBodies(redirect);
    }
}
