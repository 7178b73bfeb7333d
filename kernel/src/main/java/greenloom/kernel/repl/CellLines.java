package greenloom.kernel.repl;

import greenloom.internal.weave.Pass;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.instruction.LineNumber;

/**
 * Makes a class say where in the notebook it comes from: the cell as its source file, the cell's lines as its lines. So
 * every stack trace, thread dump and profile tells it, also long after the cell.
 */
final class CellLines implements Pass {
    private final Places places;

    CellLines(Places places) {
        this.places = places;
    }

    @Override
    public ClassTransform of(String name) {
        return places.of(name).map(CellLines::renumber).orElse(ClassTransform.ACCEPT_ALL);
    }

    private static ClassTransform renumber(LineMap map) {
        CodeTransform lines = (builder, element) -> builder
                .with(element instanceof LineNumber line ? LineNumber.of(map.cellLine(line.line())) : element);
        ClassTransform file = ClassTransform.dropping(SourceFileAttribute.class::isInstance)
                .andThen(
                        ClassTransform.endHandler(builder -> builder.with(SourceFileAttribute.of(map.cell().label()))));
        return file.andThen(ClassTransform.transformingMethodBodies(lines));
    }
}
