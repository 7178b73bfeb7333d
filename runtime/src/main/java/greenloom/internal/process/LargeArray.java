package greenloom.internal.process;

import java.io.Serializable;

/** In the place of a large array in a parcel's body: which of the arrays beside it is meant. */
record LargeArray(int index) implements Serializable {
    private static final int LEAST = 1 << 16;

    static boolean replaces(byte[] array) {
        return array.length >= LEAST;
    }
}
