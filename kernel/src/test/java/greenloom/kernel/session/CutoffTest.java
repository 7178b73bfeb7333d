package greenloom.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import greenloom.kernel.wire.Channel;
import greenloom.kernel.wire.Message;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CutoffTest {
    private static final long TAKEN = TimeUnit.SECONDS.toNanos(10);

    private final Outlet outlet = new Outlet(new OutboxRecorder());
    private final Cutoff cutoff = Cutoff.of(request("a", "2020-01-01T12:00:00.000Z")).orElseThrow();

    @Test
    void whatWasSentBeforeTheAnswerCouldBeSeenIsCovered() {
        assertThat(cutoff.covers(request("a", "2020-01-01T12:00:00.001Z"))).isTrue();
        assertThat(cutoff.covers(request("a", "2020-01-01T14:00:09.900+02:00"))).isTrue();
    }

    @Test
    void whatWasSentLaterIsNot() {
        assertThat(cutoff.covers(request("a", "2020-01-01T12:05:00.000Z"))).isFalse();
    }

    @Test
    void anotherClientsClockMayDifferAndDoesNotCount() {
        assertThat(cutoff.covers(request("b", "2020-01-01T12:00:00.001Z"))).isFalse();
    }

    @Test
    void aClientThatDatesAllAlikeIsNotLockedOut() {
        Cutoff old = new Cutoff("a", cutoff.until(), System.nanoTime() - 2 * TAKEN);
        assertThat(old.covers(request("a", "2020-01-01T12:00:00.000Z"))).isFalse();
    }

    @Test
    void withoutADateThereIsNoCutoff() {
        assertThat(Cutoff.of(request("a", "yesterday"))).isEqualTo(Optional.empty());
        assertThat(cutoff.covers(request("a", ""))).isFalse();
    }

    /** Arrived ten seconds ago. */
    private Request request(String session, String date) {
        JsonObject header = JsonParser.parseString("{\"session\": \"" + session + "\", \"date\": \"" + date + "\"}")
                .getAsJsonObject();
        JsonObject none = new JsonObject();
        return new Request(
                Channel.SHELL,
                new Message(List.of(), header, none, none, none, List.of()),
                outlet,
                System.nanoTime() - TAKEN);
    }
}
