"""What native code and child processes write to the file descriptors 1 and 2 comes to cells, and nothing else does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kernels import Gate, Kernel
from languages import Java
from test_hostile import frames
from test_runner import run

pytestmark = pytest.mark.needs("native output")

PREPARED = """
import java.lang.foreign.*;
var cWrite = Linker.nativeLinker().downcallHandle(
    Linker.nativeLinker().defaultLookup().findOrThrow("write"),
    FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
void toDescriptor(int fd, byte[] bytes) throws Throwable {
    try (var arena = Arena.ofConfined()) {
        long written = (long) cWrite.invokeExact(fd, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes), (long) bytes.length);
    }
}
void toDescriptor(int fd, String text) throws Throwable { toDescriptor(fd, text.getBytes()); }
"""
LIBC = 'Linker.nativeLinker().downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow("%s"), FunctionDescriptor.of(%s))'
CHILD = 'new ProcessBuilder("sh", "-c", "%s").inheritIO().start()'


@pytest.fixture
def native(kernel: Kernel) -> Kernel:
    prepare(kernel)
    return kernel


def prepare(kernel: Kernel) -> None:
    if kernel.value('System.getProperty("prepared")') != '"true"':
        kernel.value(PREPARED + 'System.setProperty("prepared", "true");')


def test_a_native_write_comes_to_the_stream_of_its_descriptor_at_the_cell_that_runs(native: Kernel) -> None:
    for _ in range(20):
        cell = native.run('toDescriptor(1, "good\\n"); toDescriptor(2, "bad\\n");')
        assert (cell.text(), cell.text("stderr")) == ("good\n", "bad\n")
        assert cell.iopub[-1]["msg_type"] == "status"


def test_the_very_first_cell_shows_it_too(lang: type[Java]) -> None:
    with Kernel(lang.kernel) as kernel:
        assert kernel.run(CHILD % "echo first" + ".waitFor();").text() == "first\n"


def test_native_and_other_output_of_a_cell_keep_their_order(native: Kernel) -> None:
    cell = native.run('for (int i = 0; i < 200; i++) { toDescriptor(1, "a" + i + "\\n"); IO.println("b" + i); }')
    assert cell.text().split() == [f"{who}{i}" for i in range(200) for who in "ab"]
    shown = native.run('toDescriptor(1, "before\\n"); display(html("<b>tea</b>")); toDescriptor(1, "after\\n");')
    kinds = [m["msg_type"] for m in shown.iopub if m["msg_type"] in ("stream", "display_data")]
    assert kinds == ["stream", "display_data", "stream"]


def test_a_child_that_inherits_prints_at_the_cell_before_what_follows_its_end(native: Kernel) -> None:
    cell = native.run(CHILD % "echo out; echo err >&2" + '.waitFor();\nIO.println("after");')
    assert (cell.text(), cell.text("stderr")) == ("out\nafter\n", "err\n")


def test_what_c_prints_without_an_end_of_line_is_there_when_the_cell_has_ended(native: Kernel) -> None:
    native.value("var puts = " + LIBC % ("puts", "ValueLayout.JAVA_INT, ValueLayout.ADDRESS") + ";\n"
                 "var putchar = " + LIBC % ("putchar", "ValueLayout.JAVA_INT, ValueLayout.JAVA_INT") + ";")
    cell = native.run('try (var arena = Arena.ofConfined()) { int r = (int) puts.invokeExact(arena.allocateFrom("line")); }\n'
                      "int r = (int) putchar.invokeExact((int) 'x');")
    assert cell.text() == "line\nx"


def test_what_the_jdk_writes_to_the_descriptor_comes_too(native: Kernel) -> None:
    assert native.run('new FileOutputStream(FileDescriptor.out).write("raw\\n".getBytes());').text() == "raw\n"


def test_characters_split_over_native_writes_arrive_whole(native: Kernel) -> None:
    cell = native.run('for (byte b : "生产者 ✓ 🥔".getBytes("UTF-8")) toDescriptor(1, new byte[] {b});')
    assert cell.text() == "生产者 ✓ 🥔"


def test_all_of_a_childs_flood_arrives_and_holds_no_greenlet(native: Kernel, lang: type[Java]) -> None:
    native.run("long[] turns = {0};\n" + lang.spawn("for (int i = 0; i < 2000; i++) { turns[0]++; sleep(0.001); }") + ";")
    cell = native.run(CHILD % "seq 300000" + ".waitFor();")
    assert cell.text().splitlines() == [str(i) for i in range(1, 300_001)]
    assert int(native.value("turns[0]")) > 3


def test_a_child_that_outlives_its_cell_prints_at_the_cell_that_runs_then(native: Kernel, gate: Gate, tmp_path: Path) -> None:
    waiting = f"while ! [ -e {gate.path} ]; do sleep 0.01; done; echo late"
    native.run("var child = " + CHILD % waiting + ";")
    end = Gate(tmp_path / "end")
    running = native.start(Java.say("running") + Java.wait_at(end.path))
    running.wait_for("running\n")
    gate.open()
    running.wait_for("late\n")
    end.open()
    running.wait()


def test_the_log_does_not_come_to_cells(lang: type[Java], capfd: pytest.CaptureFixture[str]) -> None:
    with Kernel(lang.kernel, env={**os.environ, "GREENLOOM_LOG": "info"}) as kernel:
        good = frames(kernel)
        kernel.sockets["shell"].send_multipart([good[0], good[1][::-1], *good[2:]])
        cell = kernel.run('IO.println("shown");')
        assert cell.text() == "shown\n" and cell.text("stderr") == ""
    told = capfd.readouterr()
    assert "greenloom" in told.err and "shown" not in told.err + told.out


def test_a_crash_of_the_jvm_is_told_on_the_real_error_stream(
    lang: type[Java], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    strlen = LIBC % ("strlen", "ValueLayout.JAVA_LONG, ValueLayout.ADDRESS")
    env = {**os.environ, "GREENLOOM_JVM_OPTS": "-XX:-CreateCoredumpOnCrash"}
    with Kernel(lang.kernel, cwd=tmp_path, env=env) as kernel:
        kernel.start(f"import java.lang.foreign.*;\nlong n = (long) {strlen}.invokeExact(MemorySegment.NULL);")
        kernel.process.wait(60)
    told = capfd.readouterr().err
    assert "A fatal error has been detected by the Java Runtime Environment" in told and "SIGSEGV" in told


def test_it_can_be_switched_off(lang: type[Java], capfd: pytest.CaptureFixture[str]) -> None:
    with Kernel(lang.kernel, env={**os.environ, "GREENLOOM_NATIVE_OUTPUT": "off"}) as kernel:
        cell = kernel.run(CHILD % "echo elsewhere" + '.waitFor();\nIO.println("here");')
        assert cell.text() == "here\n"
    assert "elsewhere\n" in capfd.readouterr().out


def test_after_the_end_the_descriptors_are_the_processes_own_again(lang: type[Java], capfd: pytest.CaptureFixture[str]) -> None:
    hook = CHILD % "echo farewell" + ".waitFor()"
    with Kernel(lang.kernel) as kernel:
        kernel.value("Runtime.getRuntime().addShutdownHook(new Thread(() -> { try { Thread.sleep(200); "
                     f"{hook}; }} catch (Exception e) {{ }} }}));")
        kernel.ask("shutdown_request", {"restart": False}, channel="control")
        kernel.process.wait(60)
    assert "farewell\n" in capfd.readouterr().out


def test_the_runner_shows_it_at_its_cell_and_its_progress_on_the_terminal(tmp_path: Path) -> None:
    done = run(tmp_path, [CHILD % "echo out; echo err >&2" + ".waitFor();", "1 + 1"])
    assert done.status == 0, done.terminal
    assert sorted(done.shown(0).splitlines()) == ["--- stderr", "--- stdout", "In [1]", "err", "out"]
    assert "[2/2] 1 + 1" in done.terminal and "out\n" not in done.terminal
