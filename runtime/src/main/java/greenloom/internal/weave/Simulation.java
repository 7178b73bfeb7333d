package greenloom.internal.weave;

import greenloom.internal.weave.Type.Basic;
import greenloom.internal.weave.Type.Ref;
import greenloom.internal.woven.Stackful;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a method once, from top to bottom, and tells the state before each instruction that can be reached.
 *
 * <p>Once is enough, as javac writes down the state wherever two ways meet. Only which of several yielders on the stack is the body's own it does
 * not write down: that is remembered here for each way, and must be the same for all ways to a place.
 */
final class Simulation {
    private final Code code;
    private final int yielder;
    private final BiConsumer<Integer, State> visitor;

    /** For each place that has been jumped to or reached: where on the stack the yielder is. */
    private final Map<Integer, List<Boolean>> yielders = new HashMap<>();

    private @Nullable State state;

    Simulation(Code code, int yielder, BiConsumer<Integer, State> visitor) {
        this.code = code;
        this.yielder = yielder;
        this.visitor = visitor;
    }

    void run() throws Refused {
        state = atEntry();
        List<CodeElement> elements = code.elements();
        for (int place = 0; place < elements.size(); place++) {
            CodeElement element = elements.get(place);
            if (element instanceof LabelTarget) {
                arrive(place);
            } else if (element instanceof Instruction instruction && state != null) {
                visitor.accept(place, state);
                step(instruction, place, state);
            }
        }
    }

    private State atEntry() {
        State entry = new State(code.slots());
        int slot = 0;
        if (!code.isStatic()) {
            entry.setLocal(slot++, new Ref(code.owner()));
        }
        for (ClassDesc parameter : code.method().methodTypeSymbol().parameterList()) {
            Type type = Type.of(parameter);
            entry.setLocal(slot, type);
            slot += type.isWide() ? 2 : 1;
        }
        return entry;
    }

    private void step(Instruction instruction, int place, State now) throws Refused {
        new Effects(now, yielder).apply(instruction, place);
        for (Label target : Flow.targets(instruction)) {
            jump(code.place(target), now);
        }
        if (!Flow.goesOn(instruction)) {
            state = null;
        }
    }

    private void jump(int to, State now) throws Refused {
        List<Boolean> before = yielders.putIfAbsent(to, now.yielders());
        if (before != null && !before.equals(now.yielders())) {
            throw new Refused(Stackful.Escapes.class, "two ways meet that differ in where the yielder is");
        }
    }

    private void arrive(int place) throws Refused {
        StackMapFrameInfo frame = code.frame(place);
        if (frame == null) {
            return;
        }
        if (state != null) {
            jump(place, state);
        }
        State written = read(frame);
        List<Boolean> marks = yielders.get(place);
        if (marks != null) {
            written.mark(marks);
        } else if (written.stack().contains(new Ref(Yields.YIELDER))) {
            throw new Refused(Stackful.Escapes.class, "it cannot be told which yielder is on the stack");
        }
        yielders.putIfAbsent(place, written.yielders());
        state = written;
    }

    private State read(StackMapFrameInfo frame) {
        State read = new State(code.slots());
        int slot = 0;
        for (VerificationTypeInfo info : frame.locals()) {
            Type type = Type.of(info, this::placeOfNew);
            if (type != Basic.TOP) {
                read.setLocal(slot, type);
            }
            slot += type.isWide() ? 2 : 1;
        }
        frame.stack().forEach(info -> read.push(Type.of(info, this::placeOfNew)));
        return read;
    }

    private int placeOfNew(Label label) {
        return code.instructionFrom(code.place(label));
    }
}
