package greenloom.kernel.repl;

import greenloom.internal.weave.Pass;
import java.io.Serializable;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Interfaces;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.LambdaMetafactory;
import java.util.ArrayList;
import java.util.List;

/** Makes the lambdas and classes of cells serializable, so that worker processes can be given them without preparation, as Python's can. */
final class Sendable implements Pass {
    private static final ClassDesc SERIALIZABLE = ClassDesc.of(Serializable.class.getName());
    private static final ClassDesc FACTORY = ClassDesc.of(LambdaMetafactory.class.getName());
    private static final DirectMethodHandleDesc WITH_FLAGS = MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.STATIC, FACTORY, "altMetafactory",
            MethodTypeDesc.of(ConstantDescs.CD_CallSite, ConstantDescs.CD_MethodHandles_Lookup,
                    ConstantDescs.CD_String, ConstantDescs.CD_MethodType, ConstantDescs.CD_Object.arrayType()));

    /** Where the arguments of that factory have its flags. */
    private static final int FLAGS = 3;

    @Override
    public ClassTransform of(String name) {
        ClassTransform lambdas = ClassTransform.transformingMethodBodies(Sendable::lambda);
        // Of the classes around cells there are no instances.
        return Names.isInner(name) ? lambdas.andThen(ClassTransform.ofStateful(Marking::new)) : lambdas;
    }

    private static void lambda(CodeBuilder builder, CodeElement element) {
        if (element instanceof InvokeDynamicInstruction call && call.bootstrapMethod().owner().equals(FACTORY)) {
            builder.invokedynamic(DynamicCallSiteDesc.of(WITH_FLAGS, call.name().stringValue(), call.typeSymbol(),
                    flagged(call.bootstrapArgs()).toArray(ConstantDesc[]::new)));
        } else {
            builder.with(element);
        }
    }

    private static List<ConstantDesc> flagged(List<ConstantDesc> arguments) {
        List<ConstantDesc> flagged = new ArrayList<>(arguments);
        if (arguments.size() > FLAGS) {
            flagged.set(FLAGS, (Integer) arguments.get(FLAGS) | LambdaMetafactory.FLAG_SERIALIZABLE);
        } else {
            flagged.add(LambdaMetafactory.FLAG_SERIALIZABLE);
        }
        return flagged;
    }

    /** Adds the interface to a class. */
    private static final class Marking implements ClassTransform {
        private final List<ClassDesc> interfaces = new ArrayList<>();

        @Override
        public void accept(ClassBuilder builder, ClassElement element) {
            if (element instanceof Interfaces those) {
                those.interfaces().stream().map(ClassEntry::asSymbol).forEach(interfaces::add);
            } else {
                builder.with(element);
            }
        }

        @Override
        public void atEnd(ClassBuilder builder) {
            if (!interfaces.contains(SERIALIZABLE)) {
                interfaces.add(SERIALIZABLE);
            }
            builder.withInterfaceSymbols(interfaces);
        }
    }
}
