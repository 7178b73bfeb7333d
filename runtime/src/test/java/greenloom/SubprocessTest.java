package greenloom;

import static greenloom.Async.sleep;
import static greenloom.Async.spawn;
import static greenloom.Async.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubprocessTest {
    private static void onLoop(Action body) {
        EventLoop.run(() -> withTimeout(60, body));
    }

    private static void awaitNoChildren(long before) {
        while (ProcessHandle.current().descendants().count() > before) {
            sleep(0.005);
        }
    }

    @Test
    void programsRunWhileOthersDo() {
        onLoop(() -> {
            Subprocess.Result result = Subprocess.of("sh", "-c", "cat; echo oops >&2; exit 3").input("given\n").run();
            assertThat(result).isEqualTo(new Subprocess.Result(3, "given\n", "oops\n"));
            assertThat(Subprocess.of("sh", "-c", "echo $X").environment("X", "y").run().stdout()).isEqualTo("y\n");
            assertThatThrownBy(() -> Subprocess.run("no-such-program")).isInstanceOf(IOException.class);
        });
    }

    @Test
    void aProgramThatTakesTooLongIsKilledWithItsChildren() {
        onLoop(() -> {
            long before = ProcessHandle.current().descendants().count();
            assertThatThrownBy(() -> Subprocess.of("sh", "-c", "sleep 100 & sleep 100").timeout(0.1).run())
                    .isInstanceOf(Timeout.class);
            awaitNoChildren(before);
        });
    }

    @Test
    void aRunningProgramIsTalkedToLineByLineWhileOthersRun() {
        onLoop(() -> {
            List<String> ticks = new ArrayList<>();
            Greenlet<?> other = spawn(() -> {
                while (true) {
                    ticks.add("tick");
                    sleep(0.001);
                }
            });
            try (ChildProcess child = Subprocess.of("sh", "-c", "while read x; do echo got $x; done; exit 7").start()) {
                List<String> answers = new ArrayList<>();
                child.write("first\n");
                for (String line : child.lines()) {
                    answers.add(line);
                    if (answers.size() == 3) {
                        child.closeInput();
                    } else {
                        sleep(0.005);
                        child.write("más " + answers.size() + "\n");
                    }
                }
                assertThat(answers).containsExactly("got first", "got más 1", "got más 2");
                assertThat(child.waitFor()).isEqualTo(7);
                assertThat(child.isAlive()).isFalse();
                assertThat(child).hasToString("<ChildProcess " + child.pid() + " ended with 7>");
            }
            other.kill();
            assertThat(ticks).hasSizeGreaterThan(2);
        });
    }

    @Test
    void aReaderThatIsTimedOutLosesNothingForTheNextOne() {
        onLoop(() -> {
            try (ChildProcess child = Subprocess.of("cat").start()) {
                assertThatExceptionOfType(Timeout.class)
                        .isThrownBy(() -> withTimeout(0.01, () -> child.stdout().read()));
                assertThatExceptionOfType(Timeout.class).isThrownBy(() -> child.waitFor(0.01));
                child.write("still here");
                assertThat(child.stdout().readNBytes(10)).asString().isEqualTo("still here");
                child.terminate();
                assertThat(child.waitFor()).isGreaterThan(128);
            }
        });
    }

    @Test
    void aProgramThatWritesMoreThanAnybodyReadsWaitsAndIsEndedByClose() {
        onLoop(() -> {
            long before = ProcessHandle.current().descendants().count();
            try (ChildProcess child = Subprocess.of("sh", "-c", "yes & yes").start()) {
                assertThat(child.stdout().readNBytes(4)).asString().isEqualTo("y\ny\n");
                assertThat(child.isAlive()).isTrue();
            }
            awaitNoChildren(before);
        });
    }

    @Test
    void anInputThatNobodyTakesHoldsItsWriterAlone() {
        onLoop(() -> {
            try (ChildProcess child = Subprocess.of("sleep", "100").start()) {
                Greenlet<?> writing = spawn(() -> child.write(new byte[1 << 20]));
                writing.join(0.02);
                assertThat(writing.ready()).isFalse();
                child.kill();
                assertThatThrownBy(writing::get).isInstanceOf(IOException.class);
            }
        });
    }

    @Test
    void whatIsLeftEndsWithItsLoop() {
        long before = ProcessHandle.current().descendants().count();
        ChildProcess[] left = new ChildProcess[1];
        onLoop(() -> left[0] = Subprocess.of("sleep", "100").start());
        EventLoop.run(() -> withTimeout(60, () -> awaitNoChildren(before)));
        assertThat(left[0].isAlive()).isFalse();
    }

    @Test
    void whatItSaysWhenAskedToEndIsRead() {
        onLoop(() -> {
            try (ChildProcess child = Subprocess.of("sh", "-c",
                    "trap 'echo bye; exit 4' TERM; echo ready; while :; do sleep 0.01; done").start()) {
                var lines = child.lines().iterator();
                assertThat(lines.next()).isEqualTo("ready");
                child.terminate();
                assertThat(child.waitFor()).isEqualTo(4);
                assertThat(lines.next()).isEqualTo("bye");
                assertThat(lines.hasNext()).isFalse();
            }
        });
    }

    @Test
    void tenMegabytesGoThereAndBack() {
        byte[] much = new byte[10 << 20];
        for (int i = 0; i < much.length; i++) {
            much[i] = (byte) ('a' + i % 26);
        }
        onLoop(() -> {
            String back = Subprocess.of("cat").input(much).run().stdout();
            assertThat(back.length()).isEqualTo(much.length);
            assertThat(back.endsWith("jkl")).isTrue();
        });
    }
}
