package greenloom.kernel.repl;

import greenloom.internal.weave.Pass;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends calls that would harm the kernel to {@link Woven} instead, also those by method references. */
final class Redirects implements Pass {
    private static final ClassDesc WOVEN = ClassDesc.of(Woven.class.getName());
    private static final ClassDesc RUNTIME = ClassDesc.of("java.lang.Runtime");
    private static final MethodTypeDesc EXIT = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    private static final MethodTypeDesc EXIT_OF_RUNTIME = MethodTypeDesc.of(ConstantDescs.CD_void, RUNTIME,
            ConstantDescs.CD_int);

    private record Call(String owner, String name, String type) {
        static Call of(InvokeInstruction invoke) {
            return new Call(invoke.owner().asSymbol().descriptorString(), invoke.name().stringValue(),
                    invoke.type().stringValue());
        }

        static Call of(DirectMethodHandleDesc handle) {
            return new Call(handle.owner().descriptorString(), handle.methodName(), handle.lookupDescriptor());
        }
    }

    private static final Map<Call, MethodTypeDesc> EXITS = Map.of(
            new Call("Ljava/lang/System;", "exit", "(I)V"), EXIT,
            new Call("Ljava/lang/Runtime;", "exit", "(I)V"), EXIT_OF_RUNTIME,
            new Call("Ljava/lang/Runtime;", "halt", "(I)V"), EXIT_OF_RUNTIME);

    @Override
    public ClassTransform of(String name) {
        return ClassTransform.transformingMethodBodies(Redirects::redirect);
    }

    private static void redirect(CodeBuilder builder, CodeElement element) {
        switch (element) {
            case InvokeInstruction invoke when EXITS.containsKey(Call.of(invoke)) ->
                builder.invokestatic(WOVEN, "exit", EXITS.get(Call.of(invoke)));
            case InvokeDynamicInstruction dynamic when dynamic.bootstrapArgs().stream()
                    .anyMatch(argument -> instead(argument) != null) ->
                builder.invokedynamic(redirected(dynamic));
            default -> builder.with(element);
        }
    }

    private static DynamicCallSiteDesc redirected(InvokeDynamicInstruction dynamic) {
        Stream<ConstantDesc> arguments = dynamic.bootstrapArgs().stream().map(argument -> {
            MethodHandleDesc instead = instead(argument);
            return instead == null ? argument : instead;
        });
        return DynamicCallSiteDesc.of(dynamic.bootstrapMethod(), dynamic.name().stringValue(), dynamic.typeSymbol(),
                arguments.toArray(ConstantDesc[]::new));
    }

    private static @Nullable MethodHandleDesc instead(ConstantDesc argument) {
        MethodTypeDesc type = argument instanceof DirectMethodHandleDesc handle ? EXITS.get(Call.of(handle)) : null;
        return type == null ? null
                : MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, WOVEN, "exit", type);
    }
}
