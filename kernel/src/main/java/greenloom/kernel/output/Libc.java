package greenloom.kernel.output;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the kernel needs of the C library to take file descriptors; each method is the function of its name. Linking costs
 * some 50 ms: not for a thread that somebody waits for. A caller first asks {@link #isThere}.
 */
@SuppressWarnings("restricted") // the kernel's manifest enables native access
final class Libc {
    /** The bytes of a {@code struct pollfd}. */
    static final int POLLFD = 8;

    private static final FunctionDescriptor INT_TO_INT = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
    private static final FunctionDescriptor TRANSFER = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final FunctionDescriptor POLLING = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private static final MethodHandle PIPE = link("pipe", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle DUP = link("dup", INT_TO_INT);
    private static final MethodHandle DUP2 = link("dup2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = link("close", INT_TO_INT);
    private static final MethodHandle READ = link("read", TRANSFER);
    private static final MethodHandle WRITE = link("write", TRANSFER);
    private static final MethodHandle POLL = link("poll", POLLING);
    // At every line that a cell prints: so without the JVM's transition, as is right for what never waits.
    private static final MethodHandle POLL_NOW = link("poll", POLLING, Linker.Option.critical(false));
    private static final MethodHandle FFLUSH = link("fflush", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle SETVBUF = link(
            "setvbuf", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG));
    private static final int LINE_BUFFERED = 1; // _IOLBF, of glibc, musl and macOS alike

    /** C's {@code FILE *stdout}. */
    private static final Optional<MemorySegment> STDOUT = Stream.of("stdout", "__stdoutp")
            .flatMap(name -> symbols().find(name).stream()).findFirst()
            .map(variable -> variable.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0));

    private Libc() {}

    /** Whether the platform has all that: Linux and macOS do, Windows does not. */
    static boolean isThere() {
        return Stream.of("pipe", "dup2", "poll").allMatch(name -> symbols().find(name).isPresent());
    }

    private static SymbolLookup symbols() {
        return Linker.nativeLinker().defaultLookup();
    }

    private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(symbols().findOrThrow(name), type, options);
    }

    private interface Call {
        long call() throws Throwable;
    }

    private static long run(Call call) {
        try {
            return call.call();
        } catch (Throwable e) {
            throw new IllegalStateException("a C function was called with other types than it was linked with", e);
        }
    }

    /** The reading and the writing end of a new pipe; empty if the process may open no more. */
    static Optional<int[]> pipe() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            return run(() -> (int) PIPE.invokeExact(ends)) == 0 ? Optional.of(ends.toArray(JAVA_INT))
                    : Optional.empty();
        }
    }

    static int dup(int descriptor) {
        return (int) run(() -> (int) DUP.invokeExact(descriptor));
    }

    static int dup2(int descriptor, int as) {
        return (int) run(() -> (int) DUP2.invokeExact(descriptor, as));
    }

    static void close(int descriptor) {
        run(() -> (int) CLOSE.invokeExact(descriptor));
    }

    static int read(int descriptor, MemorySegment into) {
        return (int) run(() -> (long) READ.invokeExact(descriptor, into, into.byteSize()));
    }

    static int write(int descriptor, MemorySegment bytes) {
        return (int) run(() -> (long) WRITE.invokeExact(descriptor, bytes, bytes.byteSize()));
    }

    /** Waits until something happens at one of the descriptors. */
    static void poll(MemorySegment pollfds) {
        run(() -> (int) POLL.invokeExact(pollfds, pollfds.byteSize() / POLLFD, -1));
    }

    /** At how many of the descriptors something has happened; does not wait. */
    static int pollNow(MemorySegment pollfds) {
        return (int) run(() -> (int) POLL_NOW.invokeExact(pollfds, pollfds.byteSize() / POLLFD, 0));
    }

    /** Has C's {@code printf} write each line when it ends, as on a terminal, not each few thousand characters. */
    static void bufferStdoutByLine() {
        STDOUT.ifPresent(out -> run(
                () -> (int) SETVBUF.invokeExact(out, MemorySegment.NULL, LINE_BUFFERED, 0L)));
    }

    /** Writes what C's {@code printf} keeps of a line. */
    static void flushStdout() {
        STDOUT.ifPresent(out -> run(() -> (int) FFLUSH.invokeExact(out)));
    }
}
