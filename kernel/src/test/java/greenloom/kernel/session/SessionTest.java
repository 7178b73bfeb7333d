package greenloom.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import greenloom.kernel.comm.CommHost;
import greenloom.kernel.comm.Comms;
import greenloom.kernel.history.History;
import greenloom.kernel.magic.Magics;
import greenloom.kernel.output.Outputs;
import greenloom.kernel.repl.LiveResults;
import greenloom.kernel.wire.Channel;
import greenloom.kernel.wire.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SessionTest {
    private final OutboxRecorder outbox = new OutboxRecorder();
    private final Outlet outlet = new Outlet(outbox);
    private final Outputs outputs = new Outputs(outlet.sink(), () -> null);
    private final ScriptedEvaluator evaluator = new ScriptedEvaluator();
    private final AtomicInteger shutdowns = new AtomicInteger();
    private final Session session = new Session(outlet, outputs, evaluator, new LiveResults(outputs),
            new Magics(List.of()), new Comms(CommHost.ALONE), History.inMemory(),
            shutdowns::incrementAndGet);
    private int count;

    @BeforeEach
    void start() {
        evaluator.printTo(outputs);
        outputs.start();
        session.start();
    }

    @AfterEach
    void close() throws InterruptedException {
        outputs.close(1000);
    }

    @Test
    void theSessionBeginsWithItsStartingStatus() {
        assertThat(outbox.about("")).hasToString("[starting]");
    }

    @Test
    void kernelInfoIsAnsweredOnTheChannelItCameFrom() throws InterruptedException {
        for (Channel channel : List.of(Channel.SHELL, Channel.CONTROL)) {
            var sent = outbox.untilIdle(request(channel, "kernel_info_request", "{}"));
            assertThat(sent).hasToString("[busy, kernel_info_reply, idle]");
            assertThat(sent.get(1).channel()).isEqualTo(channel);
            assertThat(sent.get(1).content().get("protocol_version").getAsString()).isEqualTo("5.5");
        }
    }

    @Test
    void aCellGoesFromBusyOverItsInputItsOutputAndItsResultToIdle() throws InterruptedException {
        assertThat(execute("6 * 7")).hasToString("[busy, execute_input, execute_result, execute_reply, idle]");
        assertThat(execute("show it")).hasToString("[busy, execute_input, display_data, execute_reply, idle]");
        assertThat(execute("nothing")).hasToString("[busy, execute_input, execute_reply, idle]");
    }

    @Test
    void theCountGoesUpWithEachStoredCell() throws InterruptedException {
        assertThat(countOf(execute("a"))).isEqualTo(1);
        assertThat(countOf(execute("b", "\"store_history\": false"))).isEqualTo(1);
        assertThat(countOf(execute("c", "\"silent\": true"))).isEqualTo(1);
        assertThat(countOf(execute("  "))).isEqualTo(1);
        assertThat(countOf(execute("fail"))).isEqualTo(2);
        assertThat(countOf(execute("d"))).isEqualTo(3);
    }

    @Test
    void aSilentCellPublishesNothing() throws InterruptedException {
        assertThat(execute("show it", "\"silent\": true")).hasToString("[busy, execute_reply, idle]");
        assertThat(execute("fail", "\"silent\": true")).hasToString("[busy, execute_reply, idle]");
    }

    @Test
    void anErrorIsPublishedAndReplied() throws InterruptedException {
        var sent = execute("fail");
        assertThat(sent).hasToString("[busy, execute_input, error, execute_reply, idle]");
        for (int i = 2; i < 4; i++) {
            assertThat(sent.get(i).content().get("ename").getAsString()).isEqualTo("Oops");
            assertThat(sent.get(i).content().get("traceback").toString()).isEqualTo("[\"line 1\"]");
        }
    }

    @Test
    void whatWaitsBehindAFailedCellIsAborted() throws InterruptedException {
        String failing = send("wait");
        String second = send("second");
        String third = send("third");
        request(Channel.CONTROL, "interrupt_request", "{}");
        outbox.untilIdle(failing);
        assertThat(outbox.untilIdle(second)).hasToString("[busy, execute_reply, idle]");
        assertThat(outbox.untilIdle(third).get(1).content()).isEqualTo(json("{\"status\": \"aborted\"}"));
        assertThat(execute("fourth")).hasToString("[busy, execute_input, execute_result, execute_reply, idle]");
    }

    @Test
    void stopOnErrorFalseLetsTheOthersRun() throws InterruptedException {
        String failing = send("wait", "\"stop_on_error\": false");
        String second = send("second");
        request(Channel.CONTROL, "interrupt_request", "{}");
        outbox.untilIdle(failing);
        assertThat(outbox.untilIdle(second)).hasToString("[busy, execute_input, execute_result, execute_reply, idle]");
    }

    @Test
    void allButCellsIsAnsweredWhileACellRuns() throws InterruptedException {
        String running = send("wait");
        for (String type : List.of(
                "kernel_info_request",
                "complete_request",
                "inspect_request",
                "is_complete_request",
                "history_request",
                "comm_info_request")) {
            var sent = outbox.untilIdle(request(Channel.SHELL, type, "{\"code\": \"pr\"}"));
            assertThat(sent.get(1).type()).isEqualTo(type.replace("request", "reply"));
        }
        assertThat(outbox.about(running).toString()).doesNotContain("idle");
        request(Channel.CONTROL, "interrupt_request", "{}");
        outbox.untilIdle(running);
    }

    @Test
    void userExpressionsAreEvaluatedEachForItself() throws InterruptedException {
        var reply = execute("1", "\"user_expressions\": {\"good\": \"x\", \"bad\": \"fail\"}").get(3);
        JsonObject expressions = reply.content().getAsJsonObject("user_expressions");
        assertThat(expressions.getAsJsonObject("good").get("data")).isEqualTo(json("{\"text/plain\": \"x\"}"));
        assertThat(expressions.getAsJsonObject("bad").get("ename").getAsString()).isEqualTo("Oops");
        assertThat(reply.content().get("status").getAsString()).isEqualTo("ok");
    }

    @Test
    void completionCountsCharactersAndNotUtf16Units() throws InterruptedException {
        String id = request(Channel.SHELL, "complete_request", "{\"code\": \"😀 pr\", \"cursor_pos\": 4}");
        JsonObject content = outbox.untilIdle(id).get(1).content();
        assertThat(content.get("cursor_start").getAsInt()).isEqualTo(2);
        assertThat(content.get("cursor_end").getAsInt()).isEqualTo(4);
        assertThat(content.get("matches").toString()).isEqualTo("[\"println\"]");
    }

    @Test
    void aWrongFieldIsAnsweredWithAnError() throws InterruptedException {
        for (String type : List.of("execute_request", "complete_request", "inspect_request", "is_complete_request")) {
            var sent = outbox.untilIdle(request(Channel.SHELL, type, "{\"code\": [1]}"));
            assertThat(sent).hasSize(3);
            assertThat(sent.get(1).content().get("evalue").getAsString()).contains("'code'");
        }
    }

    @Test
    void aCommToAnUnknownTargetIsClosed() throws InterruptedException {
        String id = request(Channel.SHELL, "comm_open", "{\"comm_id\": \"c1\", \"target_name\": \"none\"}");
        var sent = outbox.untilIdle(id);
        assertThat(sent).hasToString("[busy, comm_close, idle]");
        assertThat(sent.get(1).content().get("comm_id").getAsString()).isEqualTo("c1");
    }

    @Test
    void anUnknownTypeIsIgnored() throws InterruptedException {
        String unknown = request(Channel.SHELL, "frobnicate_request", "{}");
        execute("1");
        assertThat(outbox.about(unknown)).isEmpty();
    }

    @Test
    void shutdownIsAnsweredBeforeItIsBegun() throws InterruptedException {
        String id = request(Channel.CONTROL, "shutdown_request", "{\"restart\": true}");
        var sent = outbox.untilIdle(id);
        assertThat(sent.get(1).channel()).isEqualTo(Channel.CONTROL);
        assertThat(sent.get(1).content()).isEqualTo(json("{\"status\": \"ok\", \"restart\": true}"));
        assertThat(shutdowns).hasValue(1);
    }

    @Test
    void aSubscriberIsWelcomedUnderItsTopic() {
        Message welcome = session.subscribed("topic".getBytes(StandardCharsets.UTF_8));
        assertThat(welcome.type()).isEqualTo("iopub_welcome");
        assertThat(welcome.content()).isEqualTo(json("{\"subscription\": \"topic\"}"));
        assertThat(welcome.identities().getFirst()).asString().isEqualTo("topic");
    }

    private List<OutboxRecorder.Sent> execute(String code, String... fields) throws InterruptedException {
        return outbox.untilIdle(send(code, fields));
    }

    private String send(String code, String... fields) {
        String rest = fields.length == 0 ? "" : ", " + String.join(", ", fields);
        return request(Channel.SHELL, "execute_request", "{\"code\": \"" + code + "\"" + rest + "}");
    }

    private String request(Channel channel, String type, String content) {
        String id = "m" + ++count;
        JsonObject header = json("{\"msg_id\": \"" + id + "\", \"msg_type\": \"" + type + "\"}");
        session.received(
                channel,
                new Message(List.of(), header, new JsonObject(), new JsonObject(), json(content), List.of()));
        return id;
    }

    private static int countOf(List<OutboxRecorder.Sent> sent) {
        return sent.stream()
                .filter(message -> message.type().equals("execute_reply"))
                .mapToInt(message -> message.content().get("execution_count").getAsInt())
                .sum();
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
