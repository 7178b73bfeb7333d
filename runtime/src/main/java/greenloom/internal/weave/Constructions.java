package greenloom.internal.weave;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes objects among whose arguments there is a yield only when the arguments are there: an object that is not constructed yet cannot be put aside.
 * The class is still initialized where it was.
 */
final class Constructions {
    private final Set<Integer> moved;
    private final Set<Integer> dropped = new HashSet<>();
    private final Map<Integer, Integer> constructors;

    Constructions(Plan plan) {
        this.moved = plan.moved();
        for (int place : moved) {
            dropped.add(plan.code().instructionFrom(place + 1));
        }
        this.constructors = plan.constructors();
    }

    /** Writes the element if it belongs to such a construction; {@code free} is the first slot that may be used. */
    boolean write(CodeBuilder builder, CodeElement element, int place, int free) {
        if (moved.contains(place) && element instanceof NewObjectInstruction made) {
            builder.new_(made.className().asSymbol()).pop();
            return true;
        }
        if (constructors.containsKey(place) && moved.contains(constructors.get(place))
                && element instanceof InvokeInstruction constructor) {
            construct(builder, constructor, free);
            return true;
        }
        return dropped.contains(place);
    }

    private static void construct(CodeBuilder builder, InvokeInstruction constructor, int free) {
        List<ClassDesc> parameters = constructor.typeSymbol().parameterList();
        int[] slots = new int[parameters.size()];
        int next = free;
        for (int i = slots.length - 1; i >= 0; i--) {
            slots[i] = next;
            builder.storeLocal(kind(parameters.get(i)), next);
            next += kind(parameters.get(i)).slotSize();
        }
        ClassDesc type = constructor.owner().asSymbol();
        builder.new_(type).dup();
        for (int i = 0; i < slots.length; i++) {
            builder.loadLocal(kind(parameters.get(i)), slots[i]);
        }
        builder.invokespecial(type, ConstantDescs.INIT_NAME, constructor.typeSymbol());
    }

    private static TypeKind kind(ClassDesc parameter) {
        return TypeKind.from(parameter).asLoadable();
    }
}
