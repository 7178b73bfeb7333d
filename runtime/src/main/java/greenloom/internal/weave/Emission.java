package greenloom.internal.weave;

import static greenloom.internal.weave.FrameAccess.FRAME;

import greenloom.internal.weave.Site.Saved;
import greenloom.internal.weave.Type.Basic;
import greenloom.internal.weave.Type.Raw;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a body anew so that it can be left at each yield and entered there again.
 *
 * <p>The body stays one method, which still runs on any other yielder as its author wrote it. Where the yielder is a {@link
 * greenloom.internal.woven.Frame},
 *
 * <ul>
 *   <li>at its beginning it asks the frame where to go on, and jumps to the <em>entrance</em> of that yield;
 *   <li>at a yield it puts aside what it will need, tells the frame, and returns;
 *   <li>the entrance, behind the end of the code and so in no {@code try} block, takes back what was put aside and jumps to just behind that return,
 *       where the value of the yield is asked for: in the midst of the code, so that what was thrown in meets the body's own handlers.
 * </ul>
 *
 * <p>One method and not two: so each line has one place, stack traces show a body once, and redefining a class adds no method. Rejected for the same
 * reasons: a copy of the method that the original calls.
 */
final class Emission implements CodeTransform {
    private final Plan plan;
    private final Map<Integer, Site> sites = new HashMap<>();
    private final Constructions constructions;

    /** Where each site is gone on with, and where its entrance is. */
    private final List<Label> resumptions = new ArrayList<>();
    private final List<Label> entrances = new ArrayList<>();

    private int place;

    Emission(Plan plan) {
        this.plan = plan;
        plan.sites().forEach(site -> sites.put(site.place(), site));
        this.constructions = new Constructions(plan);
    }

    private int frameSlot() {
        return plan.code().slots();
    }

    private int valueSlot() {
        return frameSlot() + 1;
    }

    private int firstSpill() {
        return frameSlot() + 2;
    }

    @Override
    public void atStart(CodeBuilder builder) {
        Label fresh = builder.newLabel();
        List<SwitchCase> cases = new ArrayList<>();
        for (Site site : plan.sites()) {
            resumptions.add(builder.newLabel());
            entrances.add(builder.newLabel());
            cases.add(SwitchCase.of(site.number(), entrances.getLast()));
        }
        builder.aload(plan.yielder()).instanceOf(FRAME).ifeq(fresh);
        builder.aload(plan.yielder()).checkcast(FRAME)
                .invokevirtual(FRAME, "enter", MethodTypeDesc.of(ConstantDescs.CD_int));
        if (cases.isEmpty()) {
            builder.pop();
        } else {
            builder.tableswitch(fresh, cases);
        }
        builder.labelBinding(fresh);
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
        Site site = sites.get(place);
        if (site != null) {
            writeYield(builder, element, site);
        } else if (!constructions.write(builder, element, place, firstSpill())) {
            builder.with(element);
        }
        place++;
    }

    private void writeYield(CodeBuilder builder, CodeElement original, Site site) {
        Label otherwise = builder.newLabel();
        Label after = builder.newLabel();
        builder.aload(plan.yielder()).instanceOf(FRAME).ifeq(otherwise);
        leave(builder, site);
        builder.labelBinding(resumptions.get(site.number() - 1));
        builder.aload(plan.yielder()).checkcast(FRAME)
                .invokevirtual(FRAME, "resumed", MethodTypeDesc.of(ConstantDescs.CD_Object))
                .goto_(after);
        builder.labelBinding(otherwise).with(original).labelBinding(after);
    }

    private void leave(CodeBuilder builder, Site site) {
        builder.astore(valueSlot()).pop();
        builder.aload(plan.yielder()).checkcast(FRAME).astore(frameSlot());
        int[] spills = spill(builder, site);
        FrameAccess access = new FrameAccess(builder, frameSlot(), plan.mostSaved());
        for (Saved saved : site.savedLocals()) {
            access.save(saved, saved.slot());
        }
        for (Saved saved : site.savedStack()) {
            access.save(saved, spills[saved.slot()]);
        }
        for (int index = site.references(); index < plan.mostReferences(); index++) {
            access.forgetReference(index);
        }
        builder.aload(frameSlot()).aload(valueSlot()).loadConstant(site.number()).loadConstant(site.line())
                .loadConstant(site.isInTry() ? 1 : 0)
                .invokevirtual(FRAME, site.isFrom() ? "delegate" : "suspend",
                        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object, ConstantDescs.CD_int,
                                ConstantDescs.CD_int, ConstantDescs.CD_boolean));
        TypeKind result = TypeKind.from(plan.code().method().methodTypeSymbol().returnType()).asLoadable();
        pushNothing(builder, result);
        builder.return_(result);
    }

    /** Moves the stack into local variables; answers into which. */
    private int[] spill(CodeBuilder builder, Site site) {
        int[] spills = new int[site.stack().size()];
        int next = firstSpill();
        for (int i = spills.length - 1; i >= 0; i--) {
            Type type = site.stack().get(i);
            if (!(type instanceof Raw)) {
                spills[i] = next;
                builder.storeLocal(type.kind(), next);
                next += type.kind().slotSize();
            }
        }
        return spills;
    }

    private static void pushNothing(CodeBuilder builder, TypeKind kind) {
        switch (kind) {
            case INT -> builder.iconst_0();
            case LONG -> builder.lconst_0();
            case FLOAT -> builder.fconst_0();
            case DOUBLE -> builder.dconst_0();
            case REFERENCE -> builder.aconst_null();
            default -> {}
        }
    }

    @Override
    public void atEnd(CodeBuilder builder) {
        for (Site site : plan.sites()) {
            builder.labelBinding(entrances.get(site.number() - 1));
            if (site.line() > 0) {
                builder.lineNumber(site.line());
            }
            enter(builder, site);
            builder.goto_(resumptions.get(site.number() - 1));
        }
    }

    private void enter(CodeBuilder builder, Site site) {
        builder.aload(plan.yielder()).checkcast(FRAME).astore(frameSlot());
        FrameAccess access = new FrameAccess(builder, frameSlot(), plan.mostSaved());
        List<Saved> locals = site.savedLocals();
        for (int slot = 0; slot < site.locals().size(); slot++) {
            Type type = site.locals().get(slot);
            if (type != Basic.TOP && !plan.isUnchanged(slot)) {
                int at = slot;
                locals.stream().filter(saved -> saved.slot() == at).findFirst().ifPresentOrElse(access::restore,
                        () -> pushNothing(builder, type.kind()));
                builder.storeLocal(type.kind(), slot);
            }
        }
        List<Saved> stack = site.savedStack();
        for (int height = 0; height < site.stack().size(); height++) {
            pushAgain(builder, access, stack, height, site.stack().get(height));
        }
    }

    private void pushAgain(CodeBuilder builder, FrameAccess access, List<Saved> stack, int height, Type type) {
        if (type == Basic.YIELDER) {
            builder.aload(plan.yielder());
        } else if (type == Basic.NULL) {
            builder.aconst_null();
        } else if (!(type instanceof Raw)) {
            stack.stream().filter(saved -> saved.slot() == height).findFirst().ifPresent(access::restore);
        }
    }
}
