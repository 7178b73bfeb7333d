package greenloom.kernel.history;

import greenloom.kernel.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** A database with IPython's tables, so that whatever reads IPython's history reads this one. */
final class SqliteArchive implements Archive {
    private static final int PATIENCE_MILLIS = 3000; // with other kernels, which write for milliseconds

    private static final List<String> SCHEMA = List.of(
            """
                    CREATE TABLE IF NOT EXISTS sessions (session integer primary key autoincrement, start timestamp,
                    end timestamp, num_cmds integer, remark text)""",
            """
                    CREATE TABLE IF NOT EXISTS history (session integer, line integer, source text, source_raw text,
                    PRIMARY KEY (session, line))""",
            """
                    CREATE TABLE IF NOT EXISTS output_history (session integer, line integer, output text,
                    PRIMARY KEY (session, line))""");

    private static final String CELLS = """
            SELECT history.session, history.line, source_raw, output
            FROM history LEFT JOIN output_history USING (session, line)
            """;

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    private final Connection connection;
    private final int session;
    private int count; // of the session's cells

    private SqliteArchive(Connection connection) throws SQLException {
        this.connection = connection;
        this.session = begin();
    }

    /** Opens {@code file}, or makes it, so that only its user can read it. */
    static SqliteArchive open(Path file) throws SQLException {
        try {
            PrivateFiles.make(file);
        } catch (IOException e) {
            throw new SQLException("there can be no file " + file + ": " + e, e);
        }
        Connection connection = SqliteDriver.connect(file);
        try {
            return new SqliteArchive(connection);
        } catch (SQLException e) {
            try (connection) {
                throw new SQLException(file + ": " + e.getMessage(), e);
            }
        }
    }

    private int begin() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + PATIENCE_MILLIS);
        }
        return inTransaction(() -> {
            try (Statement statement = connection.createStatement()) {
                for (String table : SCHEMA) {
                    statement.execute(table);
                }
            }
            update("INSERT INTO sessions VALUES (NULL, ?, NULL, NULL, '')", now());
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT last_insert_rowid()")) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    private static String now() {
        return TIMESTAMP.format(LocalDateTime.now(ZoneId.systemDefault()));
    }

    @Override
    public int session() {
        return session;
    }

    @Override
    public void add(List<Entry> entries) throws SQLException {
        inTransaction(() -> {
            for (Entry entry : entries) {
                update("INSERT OR REPLACE INTO history VALUES (?, ?, ?, ?)", entry.session(), entry.line(),
                        entry.input(), entry.input());
                if (entry.output().isPresent()) {
                    update("INSERT OR REPLACE INTO output_history VALUES (?, ?, ?)", entry.session(), entry.line(),
                            entry.output().get());
                }
            }
            return entries;
        });
        count += entries.size();
    }

    @Override
    public void latest(Predicate<Entry> wanted) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CELLS + "ORDER BY session DESC, line DESC");
                ResultSet rows = select.executeQuery()) {
            while (rows.next() && wanted.test(entry(rows))) {
                // the next one
            }
        }
    }

    @Override
    public List<Entry> range(int number, int start, int stop) throws SQLException {
        List<Entry> found = new ArrayList<>();
        try (PreparedStatement select = connection
                .prepareStatement(CELLS + "WHERE session = ? AND line >= ? AND line < ? ORDER BY line")) {
            set(select, number, start, stop);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(entry(rows));
                }
            }
        }
        return found;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        String input = Objects.requireNonNullElse(row.getString(3), "");
        return new Entry(row.getInt(1), row.getInt(2), input, Optional.ofNullable(row.getString(4)));
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T done = work.run();
            connection.commit();
            return done;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            statement.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** Notes when the session ended. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            inTransaction(() -> {
                update("UPDATE sessions SET end = ?, num_cmds = ? WHERE session = ?", now(), count, session);
                return session;
            });
        }
    }
}
