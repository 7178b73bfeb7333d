package greenloom.internal.weave;

import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.List;
import java.util.stream.Stream;

/** Where control may go from an instruction, exceptions aside. */
final class Flow {
    private Flow() {}

    /** Where it may jump. */
    static List<Label> targets(Instruction instruction) {
        return switch (instruction) {
            case BranchInstruction branch -> List.of(branch.target());
            case TableSwitchInstruction choice -> targets(choice.defaultTarget(), choice.cases());
            case LookupSwitchInstruction choice -> targets(choice.defaultTarget(), choice.cases());
            default -> List.of();
        };
    }

    private static List<Label> targets(Label otherwise, List<SwitchCase> cases) {
        return Stream.concat(Stream.of(otherwise), cases.stream().map(SwitchCase::target)).toList();
    }

    /** Whether the next instruction may follow. */
    static boolean goesOn(Instruction instruction) {
        return switch (instruction) {
            case BranchInstruction branch -> branch.opcode() != Opcode.GOTO && branch.opcode() != Opcode.GOTO_W;
            case TableSwitchInstruction _,LookupSwitchInstruction _,ReturnInstruction _,ThrowInstruction _ -> false;
            default -> true;
        };
    }
}
