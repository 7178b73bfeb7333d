package greenloom.internal.weave;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DirectMethodHandleDesc.Kind;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has lambdas and method references whose code the weaver has looked at carry a mark that tells what came of it. */
final class CallSites implements CodeTransform {
    private static final ClassDesc FACTORY = ClassDesc.of("java.lang.invoke.LambdaMetafactory");
    private static final DirectMethodHandleDesc WITH_MARKERS = MethodHandleDesc.ofMethod(Kind.STATIC, FACTORY,
            "altMetafactory", MethodTypeDesc.of(ConstantDescs.CD_CallSite, ConstantDescs.CD_MethodHandles_Lookup,
                    ConstantDescs.CD_String, ConstantDescs.CD_MethodType, ConstantDescs.CD_Object.arrayType()));

    /** {@link java.lang.invoke.LambdaMetafactory#FLAG_MARKERS}. */
    private static final int HAS_MARKERS = 2;

    /** Where the arguments of the larger factory have its flags; what they announce follows, the markers first. */
    private static final int FLAGS = 3;

    private final ClassDesc owner;

    /** By name and type of a method of the class: the interface that marks it. */
    private final Map<String, ClassDesc> marks;

    CallSites(ClassDesc owner, Map<String, ClassDesc> marks) {
        this.owner = owner;
        this.marks = marks;
    }

    static String key(String name, String type) {
        return name + type;
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
        ClassDesc mark = element instanceof InvokeDynamicInstruction call && isLambda(call) ? mark(call) : null;
        if (mark != null && element instanceof InvokeDynamicInstruction call) {
            builder.invokedynamic(DynamicCallSiteDesc.of(WITH_MARKERS, call.name().stringValue(), call.typeSymbol(),
                    marked(call.bootstrapArgs(), mark).toArray(ConstantDesc[]::new)));
        } else {
            builder.with(element);
        }
    }

    private static boolean isLambda(InvokeDynamicInstruction call) {
        return call.bootstrapMethod().owner().equals(FACTORY);
    }

    private @Nullable ClassDesc mark(InvokeDynamicInstruction call) {
        return call.bootstrapArgs().get(1) instanceof DirectMethodHandleDesc code && code.owner().equals(owner)
                ? marks.get(key(code.methodName(), code.lookupDescriptor()))
                : null;
    }

    private static List<ConstantDesc> marked(List<ConstantDesc> arguments, ClassDesc mark) {
        List<ConstantDesc> marked = new ArrayList<>(arguments);
        int flags = arguments.size() > FLAGS ? (Integer) arguments.get(FLAGS) : 0;
        if (arguments.size() <= FLAGS) {
            marked.add(HAS_MARKERS);
        } else {
            marked.set(FLAGS, flags | HAS_MARKERS);
        }
        if ((flags & HAS_MARKERS) != 0) {
            marked.set(FLAGS + 1, (Integer) arguments.get(FLAGS + 1) + 1);
        } else {
            marked.add(FLAGS + 1, 1);
        }
        marked.add(FLAGS + 2, mark);
        return marked;
    }
}
