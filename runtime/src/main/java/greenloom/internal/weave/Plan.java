package greenloom.internal.weave;

import greenloom.internal.weave.Type.Basic;
import greenloom.internal.weave.Type.Raw;
import greenloom.internal.weave.Type.Ref;
import greenloom.internal.woven.Stackful;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** How a body is to be compiled: where it yields, and what has to be put aside there. Made only for bodies that can be. */
final class Plan {
    /** Longer methods HotSpot does not compile; what the weaver adds makes them longer. */
    private static final int MOST_BYTES = 8000;

    /** About what the weaver adds for a yield. */
    private static final int BYTES_PER_YIELD = 40;

    private final Code code;
    private final int yielder;
    private final Predicate<ClassDesc> accessible;
    private final List<Site> sites = new ArrayList<>();
    private final BitSet unchanged = new BitSet();

    /** Where constructors are called, and where what they construct was made. */
    private final Map<Integer, Integer> constructors = new HashMap<>();

    private Plan(Code code, int yielder, Predicate<ClassDesc> accessible) {
        this.code = code;
        this.yielder = yielder;
        this.accessible = accessible;
    }

    /**
     * Looks how a method can be compiled.
     *
     * @param yielder the slot of its yielder
     * @param accessible whether the method's class may name a type
     */
    static Plan of(Code code, int yielder, Predicate<ClassDesc> accessible) throws Refused {
        Plan plan = new Plan(code, yielder, accessible);
        plan.make();
        return plan;
    }

    private void make() throws Refused {
        if (code.method().flags().has(AccessFlag.SYNCHRONIZED)) {
            throw new Refused(Stackful.Locks.class, "the method is synchronized");
        }
        ensureMonitorsUnderstood();
        findUnchanged();
        List<Site> found = new ArrayList<>();
        Liveness liveness = Liveness.of(code);
        new Simulation(code, yielder, (place, state) -> {
            addConstructor(place, state);
            addSite(found, place, state, liveness);
        }).run();
        for (Site site : found) {
            ensureSavable(site);
            sites.add(site);
        }
        if (code.bytes() + sites.size() * BYTES_PER_YIELD > MOST_BYTES) {
            throw new Refused(Stackful.TooLong.class, "it has " + code.bytes() + " bytes of code");
        }
        ensureUntouched();
    }

    /** The parameters that nothing is assigned to: whoever resumes passes them again. */
    private void findUnchanged() {
        int slot = code.isStatic() ? 0 : 1;
        for (ClassDesc parameter : code.method().methodTypeSymbol().parameterList()) {
            slot += TypeKind.from(parameter).slotSize();
        }
        unchanged.set(0, slot);
        for (CodeElement element : code.elements()) {
            switch (element) {
                case StoreInstruction store ->
                    unchanged.clear(store.slot(), store.slot() + store.typeKind().slotSize());
                case IncrementInstruction increment -> unchanged.clear(increment.slot());
                default -> {}
            }
        }
    }

    private void addSite(List<Site> found, int place, State state, Liveness liveness) {
        CodeElement element = code.elements().get(place);
        if (!Yields.isYield(element) || state.stack().get(state.depth() - 2) != Basic.YIELDER) {
            return;
        }
        BitSet kept = liveness.after(place);
        kept.andNot(unchanged);
        found.add(new Site(found.size() + 1, place, Yields.isYieldFrom((InvokeInstruction) element),
                code.ranges().stream().anyMatch(range -> range.covers(place)), lineAt(place), state.locals(), kept,
                state.stack().subList(0, state.depth() - 2)));
    }

    private void addConstructor(int place, State state) {
        if (code.elements().get(place) instanceof InvokeInstruction call
                && call.name().equalsString(ConstantDescs.INIT_NAME)
                && state.stack().get(state.depth() - 1 - call.typeSymbol().parameterCount()) instanceof Raw(int made)) {
            constructors.put(place, made);
        }
    }

    private int lineAt(int place) {
        for (int i = place; i >= 0; i--) {
            if (code.elements().get(i) instanceof LineNumber line) {
                return line.line();
            }
        }
        return 0;
    }

    private void ensureSavable(Site site) throws Refused {
        if (holdsLock(site.place())) {
            throw new Refused(Stackful.Locks.class, "it yields in a synchronized block");
        }
        List<Type> saved = new ArrayList<>(site.stack());
        site.kept().stream().forEach(slot -> saved.add(site.locals().get(slot)));
        for (Type type : saved) {
            if (type instanceof Ref(ClassDesc desc) && !accessible.test(desc)) {
                throw new Refused(Stackful.Unsaved.class, "it keeps a value of a type that its class may not name: "
                        + desc.displayName());
            }
        }
    }

    private void ensureMonitorsUnderstood() throws Refused {
        long entered = code.elements().stream()
                .filter(element -> element instanceof MonitorInstruction monitor
                        && monitor.opcode() == Opcode.MONITORENTER)
                .count();
        long left = code.ranges().stream().map(Code.Range::handler).distinct().filter(this::leavesMonitor).count();
        if (entered > left) {
            throw new Refused(Stackful.Locks.class, "it enters monitors in an unusual way");
        }
    }

    /** javac has exceptions of a synchronized block go to a handler that leaves the monitor. */
    private boolean holdsLock(int place) {
        return code.ranges().stream().anyMatch(range -> range.covers(place) && leavesMonitor(range.handler()));
    }

    private boolean leavesMonitor(int handler) {
        int place = handler;
        for (int i = 0; i < 3; i++) {
            place = code.instructionFrom(place) + 1;
        }
        return place <= code.elements().size()
                && code.elements().get(place - 1) instanceof MonitorInstruction monitor
                && monitor.opcode() == Opcode.MONITOREXIT;
    }

    /** An object whose arguments yield is made when they are there; until then nothing may do anything with it. */
    private void ensureUntouched() throws Refused {
        for (int place : moved()) {
            int next = code.instructionFrom(place + 1);
            if (!(code.elements().get(next) instanceof StackInstruction dup) || dup.opcode() != Opcode.DUP) {
                throw new Refused(Stackful.Unsaved.class, "it yields while an object is made in an unusual way");
            }
        }
    }

    /** Where the objects are made among whose arguments there is a yield. */
    Set<Integer> moved() {
        Set<Integer> moved = new HashSet<>();
        for (Site site : sites) {
            for (Type type : site.stack()) {
                if (type instanceof Raw(int place)) {
                    moved.add(place);
                }
            }
        }
        return moved;
    }

    Map<Integer, Integer> constructors() {
        return constructors;
    }

    Code code() {
        return code;
    }

    int yielder() {
        return yielder;
    }

    List<Site> sites() {
        return sites;
    }

    /** Whether a variable has its value whenever the body is called. */
    boolean isUnchanged(int slot) {
        return unchanged.get(slot);
    }

    /** How many values any of the sites puts aside. */
    int mostSaved() {
        return sites.stream().mapToInt(site -> site.savedLocals().size() + site.savedStack().size()).max().orElse(0);
    }

    /** How many references any of the sites puts aside. */
    int mostReferences() {
        return sites.stream().mapToInt(Site::references).max().orElse(0);
    }
}
