package greenloom.kernel.history;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;

/** Where history outlives its kernel, shared with other kernels. Used by one thread; whatever fails may be tried again. */
interface Archive extends AutoCloseable {

    /** The number of the session that {@link #add} adds to. */
    int session();

    /** Keeps these cells: all of them, or none if it fails. */
    void add(List<Entry> entries) throws SQLException;

    /** Shows the cells of all sessions to {@code wanted}, latest first, until it says no. */
    void latest(Predicate<Entry> wanted) throws SQLException;

    /** The cells of a session with {@code start <= line < stop}. */
    List<Entry> range(int session, int start, int stop) throws SQLException;

    @Override
    void close() throws SQLException;

    /** Makes one, as often as it is asked to. */
    @FunctionalInterface
    interface Opener {

        /** Opens the archive, with a new session. */
        Archive open() throws SQLException;
    }
}
