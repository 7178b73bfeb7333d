package greenloom.internal.process;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.util.List;

/**
 * What may come out of a parcel. Both ends are the same user's and run the same code; what is refused are the JDK's classes that do something by being
 * read, and graphs so deep that reading them would end the thread.
 */
final class Trusted implements ObjectInputFilter {
    static final Trusted INSTANCE = new Trusted();

    private static final int DEEPEST = 1500;
    private static final List<String> REFUSED = List.of("java.rmi.", "sun.rmi.", "javax.management.", "javax.naming.",
            "com.sun.", "jdk.internal.");

    private Trusted() {}

    @Override
    public Status checkInput(FilterInfo info) {
        Class<?> type = info.serialClass();
        if (info.depth() > DEEPEST) {
            return Status.REJECTED;
        }
        if (type == null) {
            return Status.UNDECIDED;
        }
        while (type.isArray()) {
            type = type.componentType();
        }
        String name = type.getName();
        if (REFUSED.stream().anyMatch(name::startsWith)) {
            // Thrown, because a rejection alone would not say of what.
            throw new IllegalArgumentException(name + " is not taken from another process: send what it is made of");
        }
        return Status.ALLOWED;
    }
}
