package greenloom.kernel.history;

import greenloom.kernel.Log;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was run. This session's cells are in memory, whatever becomes of the archive, which has those of other sessions; what
 * cannot be archived now is tried again later. All that touches the archive, which is made when it is first needed, happens
 * on one thread of its own: neither the kernel's start nor a cell waits for it.
 */
public final class History {
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int ALONE = 1; // this session's number where there is no archive

    private final List<Entry> own = new ArrayList<>(); // guarded by itself
    private final Queue<Entry> unarchived = new ArrayDeque<>(); // the history's thread's
    private final Set<Integer> ownNumbers = new HashSet<>(); // the history's thread's: one more each time it is opened again
    private final ExecutorService thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("greenloom-history").factory(), new DiscardPolicy());
    private final Archive.@Nullable Opener opener;
    private @Nullable Archive archive; // the history's thread's
    private long failedNanos; // the history's thread's: when it was last found out of order
    private boolean failed; // the history's thread's: whether that was ever

    History(Archive.@Nullable Opener opener) {
        this.opener = opener;
    }

    /** One that ends with this kernel. */
    public static History inMemory() {
        return new History(null);
    }

    /** One that is also kept in the database {@code file}, which other kernels may use, too. */
    public static History in(Path file) {
        return new History(() -> SqliteArchive.open(file));
    }

    /** Runs {@code query} where the methods below may be called, after what has been added by now. Any thread. */
    public void execute(Runnable query) {
        thread.execute(query);
    }

    /** Remembers a cell; returns at once. Any thread. */
    public void add(int line, String input, Optional<String> output) {
        Entry entry = new Entry(ALONE, line, input, output);
        synchronized (own) {
            own.add(entry);
        }
        if (opener != null) {
            thread.execute(() -> archive(entry));
        }
    }

    private void archive(Entry entry) {
        unarchived.add(entry);
        archiveAll();
    }

    private void archiveAll() {
        Archive open = archive();
        if (open == null) {
            return;
        }
        try {
            open.add(unarchived.stream().map(entry -> entry.in(open.session())).toList());
            unarchived.clear();
        } catch (SQLException e) {
            giveUp(e);
        }
    }

    /** The archive, if it can be used now. */
    private @Nullable Archive archive() {
        boolean wait = failed && System.nanoTime() - failedNanos < RETRY_NANOS;
        if (archive == null && opener != null && !wait) {
            try {
                archive = opener.open();
                ownNumbers.add(archive.session());
            } catch (SQLException e) {
                giveUp(e);
            }
        }
        return archive;
    }

    private void giveUp(SQLException why) {
        if (!failed) {
            Log.warn("the history of this session is kept in memory, until its file can be used again: "
                    + why.getMessage());
        }
        failed = true;
        failedNanos = System.nanoTime();
        closeArchive();
    }

    private void closeArchive() {
        Archive closing = archive;
        archive = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (SQLException e) {
                Log.info("the history's file was not closed well: " + e.getMessage());
            }
        }
    }

    /** The number of this session. */
    private int session() {
        Archive open = archive();
        return open == null ? ALONE : open.session();
    }

    private List<Entry> own() {
        int number = session();
        synchronized (own) {
            return own.stream().map(entry -> entry.in(number)).toList();
        }
    }

    /** The last {@code n} cells of all sessions, this one's last. */
    public List<Entry> tail(int n) {
        return latest(_ -> true, n, false);
    }

    /**
     * The cells of one session with {@code start <= line < stop}.
     *
     * @param session 0 for this one, a negative number for one before it
     */
    public List<Entry> range(int session, int start, int stop) {
        int number = session <= 0 ? session() + session : session;
        if (session == 0 || number == session()) {
            return own().stream().filter(entry -> entry.line() >= start && entry.line() < stop).toList();
        }
        Archive open = archive();
        if (open == null) {
            return List.of();
        }
        try {
            return open.range(number, start, stop);
        } catch (SQLException e) {
            giveUp(e);
            return List.of();
        }
    }

    /** The last {@code n} cells whose whole input matches the glob; where unique, each input once, at its last place. */
    public List<Entry> search(String glob, int n, boolean unique) {
        Glob wanted = new Glob(glob);
        return latest(entry -> wanted.matches(entry.input()), n, unique);
    }

    private List<Entry> latest(Predicate<Entry> wanted, int n, boolean unique) {
        Latest found = new Latest(wanted, n, unique);
        for (Entry entry : own().reversed()) {
            if (!found.test(entry)) {
                return found.inOrder();
            }
        }
        Archive open = archive();
        if (open != null) {
            try {
                open.latest(entry -> ownNumbers.contains(entry.session()) || found.test(entry));
            } catch (SQLException e) {
                giveUp(e);
            }
        }
        return found.inOrder();
    }

    /** Collects cells, latest first. */
    private static final class Latest implements Predicate<Entry> {
        private final Predicate<Entry> wanted;
        private final int most;
        private final boolean unique;
        private final List<Entry> found = new ArrayList<>();
        private final Set<String> inputs = new HashSet<>();

        Latest(Predicate<Entry> wanted, int most, boolean unique) {
            this.wanted = wanted;
            this.most = most;
            this.unique = unique;
        }

        /** Whether there may be more. */
        @Override
        public boolean test(Entry entry) {
            if (found.size() < most && wanted.test(entry) && (!unique || inputs.add(entry.input()))) {
                found.add(entry);
            }
            return found.size() < most;
        }

        List<Entry> inOrder() {
            Collections.reverse(found);
            return List.copyOf(found);
        }
    }

    /** Archives what is left, as far as that takes at most {@code millis}. */
    public void close(long millis) throws InterruptedException {
        thread.execute(() -> {
            failedNanos = System.nanoTime() - RETRY_NANOS;
            if (!unarchived.isEmpty()) {
                archiveAll();
            }
            closeArchive();
        });
        thread.shutdown();
        if (!thread.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
            Log.warn("the last cells may be missing in the history's file: it is in use");
        }
    }
}
