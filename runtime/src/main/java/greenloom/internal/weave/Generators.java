package greenloom.internal.weave;

import greenloom.internal.woven.Compiled;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Interfaces;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the bodies of generators in one class: whatever method has a yielder and yields with it. What cannot be compiled stays as it is and is
 * marked with the reason.
 */
final class Generators {
    private static final Logger LOG = System.getLogger(Weaver.class.getName());

    private final ClassModel model;
    private final ClassDesc type;
    private final Neighbours neighbours;
    private final Map<String, Plan> plans = new HashMap<>();
    private final Map<String, ClassDesc> marks = new HashMap<>();

    private Generators(ClassModel model, Neighbours neighbours) {
        this.model = model;
        this.type = model.thisClass().asSymbol();
        this.neighbours = neighbours;
    }

    /** What to do to the class; null for nothing. */
    static @Nullable ClassTransform of(ClassModel model, Neighbours neighbours) {
        Generators generators = new Generators(model, neighbours);
        model.methods().forEach(generators::look);
        return generators.marks.isEmpty() ? null : generators.transform();
    }

    private void look(MethodModel method) {
        int yielder = Yields.slot(method.methodTypeSymbol(), method.flags().has(AccessFlag.STATIC));
        if (yielder >= 0 && !method.methodName().equalsString("<init>")
                && method.code().orElse(null) instanceof CodeAttribute attribute) {
            look(method, new Code(method, type, attribute), yielder);
        }
    }

    private void look(MethodModel method, Code code, int yielder) {
        String key = key(method);
        try {
            Plan plan = Plan.of(code, yielder, named -> neighbours.isAccessible(named, type.packageName()));
            plans.put(key, plan);
            marks.put(key, ClassDesc.of(Compiled.class.getName()));
        } catch (Refused refused) {
            marks.put(key, ClassDesc.of(refused.mark().getName()));
            LOG.log(Level.DEBUG, () -> "The generator body " + type.displayName() + "." + key + " stays stackful: "
                    + refused.getMessage());
        }
    }

    private static String key(MethodModel method) {
        return CallSites.key(method.methodName().stringValue(), method.methodType().stringValue());
    }

    private ClassTransform transform() {
        List<ClassEntry> interfaces = new ArrayList<>(model.interfaces());
        Set<ClassDesc> marksOfClass = marksOfClass();
        return ClassTransform.ofStateful(() -> (builder, element) -> {
            switch (element) {
                case MethodModel method when method.code().isPresent() -> builder.transformMethod(method,
                        transform(method));
                case Interfaces _ -> {}
                default -> builder.with(element);
            }
        }).andThen(ClassTransform.endHandler(builder -> withInterfaces(builder, interfaces, marksOfClass)));
    }

    private static void withInterfaces(ClassBuilder builder, List<ClassEntry> interfaces, Set<ClassDesc> marks) {
        List<ClassEntry> all = new ArrayList<>(interfaces);
        marks.forEach(mark -> all.add(builder.constantPool().classEntry(mark)));
        builder.withInterfaces(all);
    }

    /** A class that is a body itself carries the mark of its {@code run}. */
    private Set<ClassDesc> marksOfClass() {
        Set<ClassDesc> all = new LinkedHashSet<>();
        for (MethodModel method : model.methods()) {
            ClassDesc mark = marks.get(key(method));
            if (mark != null && method.methodName().equalsString("run") && !method.flags().has(AccessFlag.STATIC)
                    && method.methodTypeSymbol().parameterCount() == 1
                    && !model.flags().has(AccessFlag.INTERFACE)) {
                all.add(mark);
            }
        }
        return all;
    }

    private MethodTransform transform(MethodModel method) {
        CodeTransform callSites = new CallSites(type, marks);
        Plan plan = plans.get(key(method));
        return MethodTransform.transformingCode(
                plan == null ? callSites : callSites.andThen(CodeTransform.ofStateful(() -> new Emission(plan))));
    }
}
