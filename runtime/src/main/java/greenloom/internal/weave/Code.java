package greenloom.internal.weave;

import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A method's code as a list, in which each element, also a label, has its place: the index in that list. */
final class Code {
    private final MethodModel method;
    private final ClassDesc owner;
    private final CodeAttribute attribute;
    private final List<CodeElement> elements;
    private final Map<Label, Integer> places = new HashMap<>();
    private final Map<Integer, StackMapFrameInfo> frames = new HashMap<>();
    private final List<Range> ranges = new ArrayList<>();

    /** A part of the code whose exceptions go to a handler; the end is not in it. */
    record Range(int from, int to, int handler) {
        boolean covers(int place) {
            return from <= place && place < to;
        }
    }

    Code(MethodModel method, ClassDesc owner, CodeAttribute attribute) {
        this.method = method;
        this.owner = owner;
        this.attribute = attribute;
        // To be asked for before the elements: it makes the labels that frames stand at.
        var table = attribute.findAttribute(Attributes.stackMapTable());
        this.elements = attribute.elementList();
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof LabelTarget target) {
                places.put(target.label(), i);
            }
        }
        table.ifPresent(map -> map.entries().forEach(frame -> frames.put(place(frame.target()), frame)));
        attribute.exceptionHandlers().forEach(this::addRange);
    }

    private void addRange(ExceptionCatch handler) {
        ranges.add(new Range(place(handler.tryStart()), place(handler.tryEnd()), place(handler.handler())));
    }

    MethodModel method() {
        return method;
    }

    ClassDesc owner() {
        return owner;
    }

    int slots() {
        return attribute.maxLocals();
    }

    int bytes() {
        return attribute.codeLength();
    }

    List<CodeElement> elements() {
        return elements;
    }

    int place(Label label) {
        return Objects.requireNonNull(places.get(label), "every label stands somewhere in its code");
    }

    @Nullable StackMapFrameInfo frame(int place) {
        return frames.get(place);
    }

    List<Range> ranges() {
        return ranges;
    }

    boolean isStatic() {
        return method.flags().has(AccessFlag.STATIC);
    }

    /** The next instruction at or after {@code place}, past labels and the like; the end if there is none. */
    int instructionFrom(int place) {
        int next = place;
        while (next < elements.size() && !(elements.get(next) instanceof Instruction)) {
            next++;
        }
        return next;
    }
}
