package greenloom.internal;

import java.lang.StackWalker.StackFrame;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells from the byte code which kind of call of {@code close()} a caller is at.
 *
 * <p>Java does not tell {@code close()} whether the block that it closes has failed, which Python's {@code __exit__} knows. But javac writes a
 * call for each way out of the block. The one for failures stands alone in a region of its own, whose exception handler adds to the block's exception
 * what {@code close()} throws: it begins by storing the new exception, loading the block's and the new one, and calling {@code
 * Throwable.addSuppressed}. Nothing else that javac writes looks like that.
 */
final class CloseCalls {
    /** What kind of call it is. */
    enum Kind {
        /** The block has ended well, or {@code close()} was called by hand. */
        NORMAL,
        /** The block has failed. */
        FAILED,
        /** The class file cannot be read or is not the one that runs. */
        UNKNOWN
    }

    /**
     * One call in the code.
     *
     * @param kind its kind
     * @param slot the local variable that holds the block's exception, if it has failed
     */
    record Call(Kind kind, int slot) {
        private static final Call NORMAL = new Call(Kind.NORMAL, -1);
        private static final Call UNKNOWN = new Call(Kind.UNKNOWN, -1);
    }

    private static final ClassValue<Map<String, Call>> CALLS = new ClassValue<>() {
        @Override
        protected Map<String, Call> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private CloseCalls() {}

    /** Which kind of call {@code frame} is at; its walker must retain classes. */
    static Call at(StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        String method = frame.getMethodName() + frame.getDescriptor();
        int index = frame.getByteCodeIndex();
        return CALLS.get(type).computeIfAbsent(method + "@" + index, _ -> find(type, method, index));
    }

    private static Call find(Class<?> type, String method, int index) {
        byte[] bytes = ClassFiles.of(type);
        if (bytes == null || index < 0) {
            return Call.UNKNOWN;
        }
        try {
            return find(ClassFile.of().parse(bytes), method, index);
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            // Not a class file that this JDK knows.
            return Call.UNKNOWN;
        }
    }

    private static Call find(ClassModel model, String name, int index) {
        for (MethodModel method : model.methods()) {
            if (name.equals(method.methodName().stringValue() + method.methodType().stringValue())) {
                return method.findAttribute(Attributes.code()).map(code -> find(code, index)).orElse(Call.UNKNOWN);
            }
        }
        return Call.UNKNOWN;
    }

    private static Call find(CodeAttribute code, int index) {
        NavigableMap<Integer, Instruction> instructions = instructions(code);
        if (!(instructions.get(index) instanceof InvokeInstruction call && call.name().equalsString("close"))) {
            return Call.UNKNOWN;
        }
        for (ExceptionCatch handler : code.exceptionHandlers()) {
            if (code.labelToBci(handler.tryStart()) <= index && index < code.labelToBci(handler.tryEnd())) {
                int slot = suppressing(instructions.tailMap(code.labelToBci(handler.handler()), true));
                if (slot >= 0) {
                    return new Call(Kind.FAILED, slot);
                }
            }
        }
        return Call.NORMAL;
    }

    private static NavigableMap<Integer, Instruction> instructions(CodeAttribute code) {
        NavigableMap<Integer, Instruction> instructions = new TreeMap<>();
        int index = 0;
        for (CodeElement element : code) {
            if (element instanceof Instruction instruction) {
                instructions.put(index, instruction);
                index += instruction.sizeInBytes();
            }
        }
        return instructions;
    }

    /** The slot of the exception to which this handler adds the one it caught, or -1 if it does something else. */
    private static int suppressing(NavigableMap<Integer, Instruction> handler) {
        Instruction[] begin = handler.values().stream().limit(4).toArray(Instruction[]::new);
        boolean suppresses = begin.length == 4
                && begin[0] instanceof StoreInstruction caught
                && begin[1] instanceof LoadInstruction
                && begin[2] instanceof LoadInstruction added && added.slot() == caught.slot()
                && begin[3] instanceof InvokeInstruction call && call.name().equalsString("addSuppressed");
        return suppresses && begin[1] instanceof LoadInstruction failure ? failure.slot() : -1;
    }
}
