package greenloom.kernel.output;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** One thing in the order in which user code did it. */
sealed interface Item {
    /** What an item costs beside its text, so that many small writes are held back like one big one. */
    int OVERHEAD = 48;

    Cell cell();

    /** How much it fills the cell's allowance. */
    int weight();

    /** Whole characters. */
    record Text(Cell cell, Stream stream, String text) implements Item {
        @Override
        public int weight() {
            return text.length() + OVERHEAD;
        }
    }

    /** Bytes of UTF-8, which may begin or end within a character. */
    record Bytes(Cell cell, Stream stream, ByteBuffer bytes) implements Item {
        @Override
        public int weight() {
            return bytes.limit() + OVERHEAD;
        }
    }

    /** Anything else that goes to the sink, such as a display. */
    record Act(Cell cell, int weight, Consumer<Sink> act) implements Item {}

    /** Tells that all before it has reached the sink. */
    record Barrier(Cell cell, Runnable reached) implements Item {
        @Override
        public int weight() {
            return 0;
        }
    }
}
