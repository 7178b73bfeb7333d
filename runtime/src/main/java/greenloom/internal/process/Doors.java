package greenloom.internal.process;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;

/**
 * Lookups that may do all that a class itself may. The JDK makes lambdas for nobody else, and the classes of notebooks are of other loaders than this,
 * so of other unnamed modules: a class that is put beside them hands out a lookup of theirs.
 */
final class Doors {
    private static final String NAME = "GreenloomDoor";
    private static final String METHOD = "lookup";

    private Doors() {}

    /** The rights of {@code host}. */
    static Lookup of(Class<?> host) throws Throwable {
        Lookup lookup = MethodHandles.privateLookupIn(host, MethodHandles.lookup());
        if (lookup.hasFullPrivilegeAccess()) {
            return lookup;
        }
        String home = host.getPackageName();
        Class<?> door = door(lookup, home.isEmpty() ? NAME : home + "." + NAME);
        Lookup inside = (Lookup) lookup.findStatic(door, METHOD, MethodType.methodType(Lookup.class)).invoke();
        return MethodHandles.privateLookupIn(host, inside);
    }

    private static Class<?> door(Lookup lookup, String name) throws ReflectiveOperationException {
        try {
            return lookup.defineClass(bytes(name));
        } catch (LinkageError _) {
            return lookup.findClass(name); // it was there
        }
    }

    private static byte[] bytes(String name) {
        MethodTypeDesc type = MethodTypeDesc.of(ConstantDescs.CD_MethodHandles_Lookup);
        return ClassFile.of().build(ClassDesc.of(name), built -> built
                .withFlags(AccessFlag.FINAL, AccessFlag.SYNTHETIC)
                .withMethodBody(METHOD, type, ClassFile.ACC_STATIC, code -> code
                        .invokestatic(ConstantDescs.CD_MethodHandles, METHOD, type).areturn()));
    }
}
