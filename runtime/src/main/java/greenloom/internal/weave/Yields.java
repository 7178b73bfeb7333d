package greenloom.internal.weave;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** How bodies yield: the names and types of what they call. */
final class Yields {
    static final ClassDesc YIELDER = ClassDesc.of("greenloom.Yielder");

    private static final String OWNER = "greenloom/Yielder";
    private static final String YIELD = "(Ljava/lang/Object;)Ljava/lang/Object;";
    private static final String YIELD_FROM = "(Lgreenloom/Generator;)Ljava/lang/Object;";

    private Yields() {}

    /** Whether this is a call of {@code yield} or {@code yieldFrom} on some yielder. */
    static boolean isYield(CodeElement element) {
        return element instanceof InvokeInstruction call && call.owner().asInternalName().equals(OWNER)
                && (isYieldFrom(call) || isNamed(call, "yield", YIELD));
    }

    static boolean isYieldFrom(Instruction yield) {
        return yield instanceof InvokeInstruction call && isNamed(call, "yieldFrom", YIELD_FROM);
    }

    private static boolean isNamed(InvokeInstruction call, String name, String type) {
        return call.name().equalsString(name) && call.type().equalsString(type);
    }

    /** The slot of the one parameter that is a yielder; -1 if there is none, or more than one. */
    static int slot(MethodTypeDesc type, boolean isStatic) {
        int found = -1;
        int slot = isStatic ? 0 : 1;
        for (ClassDesc parameter : type.parameterList()) {
            if (parameter.equals(YIELDER)) {
                if (found >= 0) {
                    return -1;
                }
                found = slot;
            }
            slot += TypeKind.from(parameter).slotSize();
        }
        return found;
    }
}
