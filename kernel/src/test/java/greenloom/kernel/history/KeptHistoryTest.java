package greenloom.kernel.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** History that outlives its session: over a real database, and over an archive that fails when it is told to. */
class KeptHistoryTest {
    private static final int HANG_MILLIS = 60_000;

    @TempDir Path dir;

    private final List<History> open = new ArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        for (History history : open) {
            history.close(HANG_MILLIS);
        }
    }

    @Test
    void whatOneSessionRanALaterOneFinds() throws InterruptedException {
        run(opened(history()), "a", "b").close(HANG_MILLIS);
        History later = run(opened(history()), "c");
        assertThat(ask(later, () -> later.tail(10))).extracting(Entry::input).containsExactly("a", "b", "c");
        assertThat(ask(later, () -> later.tail(2))).extracting(Entry::input).containsExactly("b", "c");
        assertThat(ask(later, () -> later.range(-1, 0, 9))).extracting(Entry::input).containsExactly("a", "b");
        assertThat(ask(later, () -> later.range(0, 0, 9))).extracting(Entry::input).containsExactly("c");
        assertThat(ask(later, () -> later.range(1, 2, 9))).containsExactly(new Entry(1, 2, "b", Optional.of("= b")));
        assertThat(ask(later, () -> later.search("?", 2, false))).extracting(Entry::line).containsExactly(2, 1);
    }

    @Test
    void uniqueCountsOverAllSessions() throws InterruptedException {
        run(opened(history()), "a", "b", "a").close(HANG_MILLIS);
        History later = run(opened(history()), "b");
        assertThat(ask(later, () -> later.search("*", 9, true))).extracting(Entry::input).containsExactly("a", "b");
        assertThat(ask(later, () -> later.search("*", 9, true))).extracting(Entry::session).containsExactly(1, 2);
    }

    @Test
    void sessionsAtTheSameTimeHaveNumbersOfTheirOwnAndSeeEachOther() {
        History one = opened(history());
        History other = opened(history());
        for (int i = 1; i <= 20; i++) {
            one.add(i, "one " + i, Optional.empty());
            other.add(i, "other " + i, Optional.empty());
        }
        ask(one, () -> 0);
        ask(other, () -> 0);
        for (History history : List.of(one, other)) {
            assertThat(ask(history, () -> history.search("*", 99, false))).hasSize(40);
            assertThat(ask(history, () -> history.range(0, 0, 99))).hasSize(20);
        }
        assertThat(ask(one, () -> one.tail(1))).extracting(Entry::input).containsExactly("one 20");
    }

    @Test
    void itsFileIsPrivateFromItsBeginning() throws Exception {
        run(opened(history()), "secret").close(HANG_MILLIS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw-rw-"));
        run(opened(history()), "another").close(HANG_MILLIS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
    }

    @Test
    void aFileThatIsNoDatabaseIsLeftAlone() throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "a diary, not a database. ".repeat(100));
        History history = run(opened(history()), "a", "b");
        assertThat(ask(history, () -> history.tail(9))).extracting(Entry::input).containsExactly("a", "b");
        history.close(HANG_MILLIS);
        assertThat(file()).content().startsWith("a diary");
    }

    @Test
    void whatCouldNotBeArchivedIsInMemoryAndArchivedWhenItCanBe() throws InterruptedException {
        FailingArchive archive = new FailingArchive();
        History history = run(opened(new History(archive::open)), "a");
        ask(history, () -> archive.broken = true);
        run(history, "b", "c");
        assertThat(ask(history, () -> history.tail(9))).extracting(Entry::input).containsExactly("a", "b", "c");
        assertThat(archive.kept).hasSize(1);
        ask(history, () -> archive.broken = false);
        history.close(HANG_MILLIS);
        assertThat(archive.kept).extracting(Entry::input).containsExactly("a", "b", "c");
    }

    @Test
    void anArchiveThatCannotBeOpenedIsNotAskedAtEachCell() {
        FailingArchive archive = new FailingArchive();
        archive.broken = true;
        History history = run(opened(new History(archive::open)), "a", "b", "c", "d");
        assertThat(ask(history, () -> history.search("*", 9, false))).hasSize(4);
        assertThat(archive.opened).isEqualTo(1);
    }

    private Path file() {
        return dir.resolve("not/there/yet/history.sqlite");
    }

    private History history() {
        return History.in(file());
    }

    private History opened(History history) {
        open.add(history);
        return history;
    }

    private static History run(History history, String... inputs) {
        int line = ask(history, () -> history.range(0, 0, Integer.MAX_VALUE)).size();
        for (String input : inputs) {
            history.add(++line, input, Optional.of("= " + input));
        }
        ask(history, () -> 0);
        return history;
    }

    /** On the history's thread, behind what has been added. */
    private static <T> T ask(History history, Supplier<T> query) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        history.execute(() -> answer.completeAsync(query, Runnable::run));
        return answer.join();
    }

    /** All but the field that breaks it is used by the history's thread alone, and by the test behind it. */
    private static final class FailingArchive implements Archive {
        final List<Entry> kept = new ArrayList<>();
        volatile boolean broken;
        int opened;

        Archive open() throws SQLException {
            opened++;
            ensureWhole();
            return this;
        }

        private void ensureWhole() throws SQLException {
            if (broken) {
                throw new SQLException("disk full, on purpose");
            }
        }

        @Override
        public int session() {
            return opened;
        }

        @Override
        public void add(List<Entry> entries) throws SQLException {
            ensureWhole();
            kept.addAll(entries);
        }

        @Override
        public void latest(Predicate<Entry> wanted) throws SQLException {
            ensureWhole();
            for (Entry entry : kept.reversed()) {
                if (!wanted.test(entry)) {
                    return;
                }
            }
        }

        @Override
        public List<Entry> range(int session, int start, int stop) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
