package greenloom.kernel.repl;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which variables of the notebook a piece of code may read: those that stand in it, and in what it calls. Of the classes
 * around cells only the methods count that are called; of a class that a user declares all, as whoever has an object may
 * call any.
 */
final class Reads {
    /** A method, or all of a class where it has no name. */
    record Code(String owner, String method, String type) {
        static Code all(String owner) {
            return new Code(owner, "", "");
        }

        boolean isAll() {
            return method.isEmpty();
        }
    }

    /** A variable. */
    record Variable(String owner, String name) {}

    /** What one class file says: for each of its methods what it reads and what it leads to. */
    private record Facts(Map<Code, Set<Variable>> reads, Map<Code, Set<Code>> leads) {}

    private final Function<String, byte @Nullable []> files;
    private final Map<String, Facts> known = new HashMap<>();
    private final Set<Variable> found = new LinkedHashSet<>();
    private final Set<Code> seen = new HashSet<>();
    private final Deque<Code> todo = new ArrayDeque<>();

    private Reads(Function<String, byte @Nullable []> files) {
        this.files = files;
    }

    /** @param files the class files of cells, by name, as they run */
    static Set<Variable> of(Code start, Function<String, byte @Nullable []> files) {
        Reads reads = new Reads(files);
        reads.lead(start);
        for (Code next = reads.todo.poll(); next != null; next = reads.todo.poll()) {
            reads.visit(next);
        }
        return reads.found;
    }

    private void lead(Code code) {
        if (Names.isUsers(code.owner) && seen.add(code)) {
            todo.add(code);
        }
    }

    private void visit(Code code) {
        Facts facts = known.computeIfAbsent(code.owner, this::read);
        Stream<Code> methods = code.isAll() ? facts.leads.keySet().stream() : Stream.of(code);
        methods.forEach(method -> {
            found.addAll(facts.reads.getOrDefault(method, Set.of()));
            facts.leads.getOrDefault(method, Set.of()).forEach(this::lead);
        });
    }

    private Facts read(String owner) {
        Facts facts = new Facts(new HashMap<>(), new HashMap<>());
        byte[] bytes = files.apply(owner);
        if (bytes != null) {
            ClassModel model = ClassFile.of().parse(bytes);
            model.methods().forEach(method -> read(owner, method, facts));
            Stream.concat(model.superclass().stream(), model.interfaces().stream()).map(Reads::name)
                    .forEach(parent -> facts.leads.computeIfAbsent(Code.all(owner), _ -> new HashSet<>())
                            .add(Code.all(parent)));
        }
        return facts;
    }

    private static void read(String owner, MethodModel method, Facts facts) {
        Code self = new Code(owner, method.methodName().stringValue(), method.methodType().stringValue());
        Set<Variable> reads = facts.reads.computeIfAbsent(self, _ -> new HashSet<>());
        Set<Code> leads = facts.leads.computeIfAbsent(self, _ -> new HashSet<>());
        method.code().ifPresent(code -> code.forEach(element -> read(element, reads, leads)));
    }

    private static void read(CodeElement element, Set<Variable> reads, Set<Code> leads) {
        switch (element) {
            case FieldInstruction field when field.opcode() == Opcode.GETSTATIC -> {
                String owner = name(field.owner());
                if (Names.isUsers(owner) && !Names.isInner(owner)) {
                    reads.add(new Variable(owner, field.name().stringValue()));
                } else {
                    leads.add(Code.all(owner));
                }
            }
            case InvokeInstruction call ->
                leads.add(code(name(call.owner()), call.name().stringValue(), call.type().stringValue()));
            case NewObjectInstruction made -> leads.add(Code.all(name(made.className())));
            case LoadConstantInstruction constant when constant.constantValue() instanceof ClassDesc type ->
                leads.add(Code.all(name(type)));
            case InvokeDynamicInstruction call -> call.bootstrapArgs().forEach(argument -> read(argument, leads));
            default -> {}
        }
    }

    private static void read(ConstantDesc argument, Set<Code> leads) {
        if (argument instanceof DirectMethodHandleDesc handle) {
            leads.add(code(name(handle.owner()), handle.methodName(), handle.lookupDescriptor()));
        }
    }

    private static Code code(String owner, String method, String type) {
        return Names.isInner(owner) ? Code.all(owner) : new Code(owner, method, type);
    }

    private static String name(ClassEntry entry) {
        return entry.asInternalName().replace('/', '.');
    }

    private static String name(ClassDesc type) {
        return type.isClassOrInterface() ? type.descriptorString().substring(1, type.descriptorString().length() - 1)
                .replace('/', '.') : type.descriptorString();
    }
}
