package greenloom.kernel.output;

import org.jspecify.annotations.Nullable;

/** Knows on whose behalf the calling thread runs. */
@FunctionalInterface
public interface Attribution {

    /** The cell of the calling thread, null where nothing tells. Must neither wait nor print. */
    @Nullable Cell cell();
}
