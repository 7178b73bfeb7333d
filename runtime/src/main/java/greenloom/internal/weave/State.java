package greenloom.internal.weave;

import greenloom.internal.weave.Type.Basic;
import greenloom.internal.weave.Type.Raw;
import greenloom.internal.woven.Stackful;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is in the local variables and on the stack at one place of a method. */
final class State {
    private final Type[] locals;
    private final List<Type> stack = new ArrayList<>();

    State(int slots) {
        locals = new Type[slots];
        Arrays.fill(locals, Basic.TOP);
    }

    /** The local variables by slot; the second slot of a wide one is TOP. */
    List<Type> locals() {
        return List.of(locals);
    }

    /** From the bottom. */
    List<Type> stack() {
        return List.copyOf(stack);
    }

    int depth() {
        return stack.size();
    }

    Type local(int slot) {
        return locals[slot];
    }

    void setLocal(int slot, Type type) {
        locals[slot] = type;
        if (type.isWide()) {
            locals[slot + 1] = Basic.TOP;
        }
        if (slot > 0 && locals[slot - 1].isWide()) {
            locals[slot - 1] = Basic.TOP;
        }
    }

    void push(Type type) {
        stack.add(type);
    }

    /** Takes what is on top for something that the yielder is not for. */
    Type pop() throws Refused {
        Type top = take();
        if (top == Basic.YIELDER) {
            throw new Refused(Stackful.Escapes.class, "the yielder is used for more than to yield");
        }
        return top;
    }

    /** Takes what is on top, whatever it is. */
    Type take() {
        return stack.removeLast();
    }

    void pop(int count) throws Refused {
        for (int i = 0; i < count; i++) {
            pop();
        }
    }

    void initialize(Raw raw, Type made) {
        stack.replaceAll(type -> type.equals(raw) ? made : type);
        for (int i = 0; i < locals.length; i++) {
            if (locals[i].equals(raw)) {
                locals[i] = made;
            }
        }
    }

    /** Where on the stack the yielder is. */
    List<Boolean> yielders() {
        return stack.stream().map(type -> type == Basic.YIELDER).toList();
    }

    /** Frames know the yielder only by its type: here it is told where it is. */
    void mark(List<Boolean> yielders) throws Refused {
        if (yielders.size() != stack.size()) {
            throw new Refused(Stackful.Unsaved.class, "two ways meet with stacks of different depths");
        }
        for (int i = 0; i < yielders.size(); i++) {
            if (yielders.get(i)) {
                stack.set(i, Basic.YIELDER);
            }
        }
    }
}
