package greenloom.internal.weave;

import greenloom.internal.woven.Stackful;

/** A body cannot be compiled, and so runs on a stack of its own. */
final class Refused extends Exception {
    private final Class<? extends Stackful> mark;

    /**
     * A refusal.
     *
     * @param mark what tells users why
     * @param detail more of it, for the log
     */
    Refused(Class<? extends Stackful> mark, String detail) {
        super(detail, null, false, false);
        this.mark = mark;
    }

    Class<? extends Stackful> mark() {
        return mark;
    }
}
