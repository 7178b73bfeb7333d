package greenloom.internal.weave;

import greenloom.internal.weave.Type.Basic;
import greenloom.internal.weave.Type.Raw;
import greenloom.internal.weave.Type.Ref;
import greenloom.internal.woven.Stackful;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantDynamicEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** What each instruction does to the state; and the refusal where one uses the yielder for more than to yield. */
final class Effects {
    private final State state;
    private final int yielder;

    Effects(State state, int yielder) {
        this.state = state;
        this.yielder = yielder;
    }

    /** Changes the state as {@code instruction}, which stands at {@code place}, does. */
    void apply(Instruction instruction, int place) throws Refused {
        switch (instruction) {
            case LoadInstruction load -> state.push(load.slot() == yielder ? Basic.YIELDER : state.local(load.slot()));
            case StoreInstruction store -> store(store.slot());
            case IncrementInstruction _ -> {}
            case NopInstruction _ -> {}
            case ConstantInstruction constant -> state.push(constant(constant));
            case StackInstruction shuffle -> Shuffles.apply(shuffle.opcode(), state);
            case OperatorInstruction operator -> operate(operator);
            case ConvertInstruction convert -> replace(1, Type.of(convert.toType()));
            case FieldInstruction access -> access(access);
            case InvokeInstruction call -> call(call);
            case InvokeDynamicInstruction call -> callDynamic(call);
            case NewObjectInstruction _ -> state.push(new Raw(place));
            case NewPrimitiveArrayInstruction make ->
                replace(1, new Ref(make.typeKind().upperBound().arrayType()));
            case NewReferenceArrayInstruction make ->
                replace(1, new Ref(make.componentType().asSymbol().arrayType()));
            case NewMultiArrayInstruction make ->
                replace(make.dimensions(), new Ref(make.arrayType().asSymbol()));
            case ArrayLoadInstruction load -> load(load);
            case ArrayStoreInstruction _ -> state.pop(3);
            case TypeCheckInstruction check ->
                replace(1, check.opcode() == Opcode.CHECKCAST ? new Ref(check.type().asSymbol()) : Basic.INT);
            case BranchInstruction branch -> state.pop(compared(branch.opcode()));
            case TableSwitchInstruction _,LookupSwitchInstruction _ -> state.pop(1);
            case MonitorInstruction _,ThrowInstruction _ -> state.pop(1);
            case ReturnInstruction back -> state.pop(back.typeKind() == TypeKind.VOID ? 0 : 1);
            case DiscontinuedInstruction _ ->
                throw new Refused(Stackful.Unsaved.class, "it has subroutines, as javac made them long ago");
        }
    }

    private void replace(int popped, Type pushed) throws Refused {
        state.pop(popped);
        state.push(pushed);
    }

    private void store(int slot) throws Refused {
        Type stored = state.pop();
        if (slot == yielder) {
            throw new Refused(Stackful.Escapes.class, "the variable of the yielder is assigned to");
        }
        if (stored instanceof Raw) {
            throw new Refused(Stackful.Unsaved.class, "an object that is not constructed yet is kept in a variable");
        }
        state.setLocal(slot, stored);
    }

    private static Type constant(ConstantInstruction constant) {
        if (constant.opcode() == Opcode.ACONST_NULL) {
            return Basic.NULL;
        }
        if (constant instanceof ConstantInstruction.LoadConstantInstruction load) {
            return loaded(load.constantEntry());
        }
        return Type.of(constant.typeKind());
    }

    private static Type loaded(LoadableConstantEntry entry) {
        return switch (entry) {
            case ClassEntry _ -> new Ref(ConstantDescs.CD_Class);
            case MethodHandleEntry _ -> new Ref(ConstantDescs.CD_MethodHandle);
            case MethodTypeEntry _ -> new Ref(ConstantDescs.CD_MethodType);
            case ConstantDynamicEntry dynamic -> Type.of(dynamic.typeSymbol());
            default -> entry.typeKind() == TypeKind.REFERENCE ? new Ref(ConstantDescs.CD_String)
                    : Type.of(entry.typeKind());
        };
    }

    private void operate(OperatorInstruction operator) throws Refused {
        switch (operator.opcode()) {
            case ARRAYLENGTH, LCMP, FCMPL, FCMPG, DCMPL, DCMPG ->
                replace(operator.opcode() == Opcode.ARRAYLENGTH ? 1 : 2, Basic.INT);
            case INEG, LNEG, FNEG, DNEG -> {}
            default -> replace(2, Type.of(operator.typeKind()));
        }
    }

    private void access(FieldInstruction access) throws Refused {
        Type type = Type.of(access.typeSymbol());
        switch (access.opcode()) {
            case GETSTATIC -> state.push(type);
            case GETFIELD -> replace(1, type);
            case PUTSTATIC -> state.pop(1);
            default -> state.pop(2);
        }
    }

    private void load(ArrayLoadInstruction load) throws Refused {
        state.pop();
        Type array = state.pop();
        if (load.typeKind() != TypeKind.REFERENCE) {
            state.push(Type.of(load.typeKind()));
        } else {
            state.push(array instanceof Ref(ClassDesc desc) ? new Ref(desc.componentType()) : Basic.NULL);
        }
    }

    private void call(InvokeInstruction call) throws Refused {
        MethodTypeDesc type = call.typeSymbol();
        popArguments(type, call.name().stringValue());
        if (call.opcode() != Opcode.INVOKESTATIC) {
            receive(call);
        }
        pushResult(type);
    }

    private void receive(InvokeInstruction call) throws Refused {
        if (Yields.isYield(call)) {
            state.take();
            return;
        }
        Type receiver = escaping(call.name().stringValue());
        if (receiver instanceof Raw raw && call.name().equalsString(ConstantDescs.INIT_NAME)) {
            state.initialize(raw, new Ref(call.owner().asSymbol()));
        }
    }

    private void callDynamic(InvokeDynamicInstruction call) throws Refused {
        popArguments(call.typeSymbol(), "a lambda");
        pushResult(call.typeSymbol());
    }

    private void popArguments(MethodTypeDesc type, String called) throws Refused {
        for (int i = 0; i < type.parameterCount(); i++) {
            escaping(called);
        }
    }

    private Type escaping(String called) throws Refused {
        Type type = state.take();
        if (type == Basic.YIELDER) {
            throw new Refused(Stackful.Escapes.class, "the yielder is given to " + called);
        }
        return type;
    }

    private void pushResult(MethodTypeDesc type) {
        if (!type.returnType().equals(ConstantDescs.CD_void)) {
            state.push(Type.of(type.returnType()));
        }
    }

    private static int compared(Opcode opcode) {
        return switch (opcode) {
            case GOTO, GOTO_W -> 0;
            case IF_ICMPEQ, IF_ICMPNE, IF_ICMPLT, IF_ICMPGE, IF_ICMPGT, IF_ICMPLE, IF_ACMPEQ, IF_ACMPNE -> 2;
            default -> 1;
        };
    }
}
