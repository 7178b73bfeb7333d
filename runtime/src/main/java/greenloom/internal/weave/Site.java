package greenloom.internal.weave;

import greenloom.internal.weave.Type.Basic;
import greenloom.internal.weave.Type.Raw;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A yield of a body, and what is there when the body comes to it.
 *
 * @param number counted from 1
 * @param place where it stands in the code
 * @param isFrom whether it is a {@code yieldFrom}
 * @param isInTry whether exceptions that are thrown in may be caught by the body
 * @param line its line, or 0
 * @param locals the types of the local variables, by slot
 * @param kept the slots of those that the body needs later on and that must be put aside
 * @param stack what lies on the stack below the yielder, from the bottom
 */
record Site(int number, int place, boolean isFrom, boolean isInTry, int line, List<Type> locals, BitSet kept,
        List<Type> stack) {
    /** A local variable or an entry of the stack, and the place in the frame where its value waits. */
    record Saved(int slot, Type type, int index) {
        boolean isReference() {
            return type.kind() == TypeKind.REFERENCE;
        }
    }

    /** The local variables that are put aside. */
    List<Saved> savedLocals() {
        List<Saved> all = new ArrayList<>();
        kept.stream().filter(slot -> needsRoom(locals.get(slot)))
                .forEach(slot -> all.add(new Saved(slot, locals.get(slot), next(all, locals.get(slot)))));
        return all;
    }

    /** The entries of the stack that are put aside; {@code slot} is their height. */
    List<Saved> savedStack() {
        List<Saved> all = savedLocals();
        int first = all.size();
        for (int i = 0; i < stack.size(); i++) {
            if (needsRoom(stack.get(i))) {
                all.add(new Saved(i, stack.get(i), next(all, stack.get(i))));
            }
        }
        return all.subList(first, all.size());
    }

    /** How many references wait in the frame. */
    int references() {
        List<Saved> all = savedLocals();
        all.addAll(savedStack());
        return (int) all.stream().filter(Saved::isReference).count();
    }

    private static int next(List<Saved> all, Type type) {
        boolean isReference = type.kind() == TypeKind.REFERENCE;
        return (int) all.stream().filter(saved -> saved.isReference() == isReference).count();
    }

    /** The yielder and null are known anyway; what is not constructed yet is made later, when its constructor runs. */
    private static boolean needsRoom(Type type) {
        return type != Basic.YIELDER && type != Basic.NULL && type != Basic.TOP && !(type instanceof Raw);
    }
}
