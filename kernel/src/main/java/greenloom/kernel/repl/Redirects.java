package greenloom.kernel.repl;

import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;

/** Sends calls that would harm the kernel to {@link Woven} instead. */
final class Redirects implements Pass {
    private static final ClassDesc WOVEN = ClassDesc.of(Woven.class.getName());
    private static final ClassDesc RUNTIME = ClassDesc.of("java.lang.Runtime");
    private static final MethodTypeDesc EXIT = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    private static final MethodTypeDesc EXIT_OF_RUNTIME = MethodTypeDesc.of(ConstantDescs.CD_void, RUNTIME,
            ConstantDescs.CD_int);

    private record Call(String owner, String name, String type) {
        static Call of(InvokeInstruction invoke) {
            return new Call(invoke.owner().asInternalName(), invoke.name().stringValue(), invoke.type().stringValue());
        }
    }

    private static final Map<Call, MethodTypeDesc> EXITS = Map.of(
            new Call("java/lang/System", "exit", "(I)V"), EXIT,
            new Call("java/lang/Runtime", "exit", "(I)V"), EXIT_OF_RUNTIME,
            new Call("java/lang/Runtime", "halt", "(I)V"), EXIT_OF_RUNTIME);

    private static final CodeTransform REDIRECT = (builder, element) -> {
        MethodTypeDesc instead = element instanceof InvokeInstruction invoke ? EXITS.get(Call.of(invoke)) : null;
        if (instead == null) {
            builder.with(element);
        } else {
            builder.invokestatic(WOVEN, "exit", instead);
        }
    };

    @Override
    public ClassTransform of(String name) {
        return ClassTransform.transformingMethodBodies(REDIRECT);
    }
}
