package greenloom.kernel.repl;

import java.util.Arrays;

/** Where the lines of a wrapper class stand in the notebook. */
final class LineMap {
    private final CellText cell;

    /** The cell's line for each of the class' lines, index 0 for line 1; never 0. */
    private final int[] toCell;

    private LineMap(CellText cell, int[] toCell) {
        this.cell = cell;
        this.toCell = toCell;
    }

    /** A map where {@code known} has a 0 for each line that is the wrapper's own: such a line counts to the one before it. */
    static LineMap filled(CellText cell, int firstLine, int[] known) {
        int[] all = Arrays.copyOf(known, Math.max(1, known.length));
        int latest = firstLine;
        for (int i = 0; i < all.length; i++) {
            latest = all[i] == 0 ? latest : all[i];
            all[i] = latest;
        }
        return new LineMap(cell, all);
    }

    /** A map for a class whose line 1 is the cell's {@code firstLine}, and so on. */
    static LineMap shifted(CellText cell, int firstLine, int lines) {
        int[] all = new int[Math.max(1, lines)];
        Arrays.setAll(all, i -> firstLine + i);
        return new LineMap(cell, all);
    }

    CellText cell() {
        return cell;
    }

    int cellLine(int classLine) {
        return toCell[Math.clamp(classLine - 1, 0, toCell.length - 1)];
    }
}
