package greenloom.internal.weave;

import java.lang.classfile.Opcode;

/** The instructions that only move what is on the stack. A wide value is one entry here, and counts as two for them. */
final class Shuffles {
    private Shuffles() {}

    static void apply(Opcode opcode, State state) throws Refused {
        switch (opcode) {
            case POP -> state.pop();
            case POP2 -> popPair(state);
            case DUP -> under(state, 0, state.pop());
            case DUP_X1 -> under(state, 1, state.pop());
            case DUP_X2 -> under(state, 2, state.pop());
            case DUP2 -> pairUnder(state, 0);
            case DUP2_X1 -> pairUnder(state, 1);
            case DUP2_X2 -> pairUnder(state, 2);
            case SWAP -> swap(state);
            default -> throw new IllegalArgumentException("Moves nothing on the stack: " + opcode);
        }
    }

    private static void popPair(State state) throws Refused {
        if (!state.pop().isWide()) {
            state.pop();
        }
    }

    private static void swap(State state) throws Refused {
        Type top = state.pop();
        Type below = state.pop();
        state.push(top);
        state.push(below);
    }

    private static void pairUnder(State state, int words) throws Refused {
        Type top = state.pop();
        if (top.isWide()) {
            under(state, words, top);
        } else {
            under(state, words, state.pop(), top);
        }
    }

    /** Pushes what was taken, and a copy of it below the next {@code words} words. */
    private static void under(State state, int words, Type... taken) throws Refused {
        Type[] jumped = new Type[words];
        int count = 0;
        for (int left = words; left > 0; count++) {
            jumped[count] = state.pop();
            left -= jumped[count].isWide() ? 2 : 1;
        }
        push(state, taken);
        while (count > 0) {
            state.push(jumped[--count]);
        }
        push(state, taken);
    }

    private static void push(State state, Type... types) {
        for (Type type : types) {
            state.push(type);
        }
    }
}
