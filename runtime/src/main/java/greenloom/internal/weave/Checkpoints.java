package greenloom.internal.weave;

import greenloom.internal.Checkpoint;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Set;

/** A check at each method's entry and before each jump backwards: so that code which never waits can be stopped. */
public final class Checkpoints implements Pass {
    private static final ClassDesc CHECKPOINT = ClassDesc.of(Checkpoint.class.getName());
    private static final MethodTypeDesc CHECK = MethodTypeDesc.of(ConstantDescs.CD_void);

    @Override
    public ClassTransform of(String name) {
        return ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(InMethod::new));
    }

    private static final class InMethod implements CodeTransform {
        private final Set<Label> passed = new HashSet<>();
        private boolean entered;

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            switch (element) {
                case LabelTarget target -> passed.add(target.label());
                case Instruction _ when !entered -> check(builder);
                case BranchInstruction jump when passed.contains(jump.target()) -> check(builder);
                default -> {}
            }
            builder.with(element);
        }

        /** Behind the first line number: an error here, a stack that is too deep, has to have its line. */
        private void check(CodeBuilder builder) {
            entered = true;
            builder.invokestatic(CHECKPOINT, "check", CHECK);
        }
    }
}
