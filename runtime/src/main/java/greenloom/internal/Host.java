package greenloom.internal;

import org.jspecify.annotations.Nullable;

/** What a program that embeds loops, such as a notebook kernel, may hang on greenlets: to tell, anywhere, on whose behalf code runs. */
public final class Host {
    private Host() {}

    /** Hangs {@code attachment} on the current greenlet and on all that it will spawn. */
    public static void attach(@Nullable Object attachment) {
        Strand strand = Strand.current();
        if (strand == null) {
            throw new IllegalStateException("Only a greenlet can carry an attachment: call this inside one");
        }
        strand.attach(attachment);
    }

    /** The greenlet for which the current thread runs; null if it is none of a loop's. */
    public static @Nullable Object greenlet() {
        Strand strand = Strand.current();
        return strand == null ? null : strand.owner();
    }

    /**
     * What hangs on the greenlet for which the current thread runs, also in virtual threads on the loop and in the bodies of generators, which
     * run for their consumer; null if nothing does or the thread is none of a loop's.
     */
    public static @Nullable Object attachment() {
        Strand strand = Strand.current();
        return strand == null ? Context.attachmentOfThread() : strand.attachment();
    }
}
