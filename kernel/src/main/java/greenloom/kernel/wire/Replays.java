package greenloom.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** The signatures of the latest messages. No client sends one twice: who does has recorded it, and may not know the key. */
final class Replays {
    private static final int KNOWN = 1 << 14;

    private final Set<String> signatures = new LinkedHashSet<>(); // guarded by this

    /** Remembers {@code signature}; whether it has not come before. Any thread. */
    synchronized boolean isNew(byte[] signature) {
        if (!signatures.add(new String(signature, StandardCharsets.ISO_8859_1))) {
            return false;
        }
        if (signatures.size() > KNOWN) {
            Iterator<String> oldest = signatures.iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }
}
