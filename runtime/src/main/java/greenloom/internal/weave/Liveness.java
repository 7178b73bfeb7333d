package greenloom.internal.weave;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.util.BitSet;
import java.util.List;

/**
 * Which local variables are read later on before they are written: only those are worth keeping over a yield, and no others may be kept, or a
 * suspended generator would hold on to what its body is through with.
 */
final class Liveness {
    private final Code code;

    /** By place: what is live before it. */
    private final BitSet[] before;

    private Liveness(Code code) {
        this.code = code;
        this.before = new BitSet[code.elements().size() + 1];
        for (int i = 0; i < before.length; i++) {
            before[i] = new BitSet();
        }
    }

    static Liveness of(Code code) {
        Liveness liveness = new Liveness(code);
        while (liveness.improve()) {
            // Until nothing changes any more: what is live in a loop is known only after a second look.
        }
        return liveness;
    }

    private boolean improve() {
        boolean changed = false;
        for (int place = code.elements().size() - 1; place >= 0; place--) {
            BitSet live = before(place);
            if (!live.equals(before[place])) {
                before[place] = live;
                changed = true;
            }
        }
        return changed;
    }

    private BitSet before(int place) {
        CodeElement element = code.elements().get(place);
        if (!(element instanceof Instruction instruction)) {
            return (BitSet) before[place + 1].clone();
        }
        BitSet live = after(instruction, place);
        switch (instruction) {
            case StoreInstruction store -> live.clear(store.slot());
            case LoadInstruction load -> live.set(load.slot());
            case IncrementInstruction increment -> live.set(increment.slot());
            default -> {}
        }
        // Once more: the exception may come before the store.
        addHandlers(live, place);
        return live;
    }

    /** What is live after the instruction at {@code place}, whether it ends well or throws. */
    BitSet after(int place) {
        return after((Instruction) code.elements().get(place), place);
    }

    private BitSet after(Instruction instruction, int place) {
        BitSet live = Flow.goesOn(instruction) ? (BitSet) before[place + 1].clone() : new BitSet();
        List<Label> targets = Flow.targets(instruction);
        for (Label target : targets) {
            live.or(before[code.place(target)]);
        }
        addHandlers(live, place);
        return live;
    }

    private void addHandlers(BitSet live, int place) {
        for (Code.Range range : code.ranges()) {
            if (range.covers(place)) {
                live.or(before[range.handler()]);
            }
        }
    }
}
