"""Interrupt: whatever a cell does, it stops, the state is kept, and the next cell runs."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from kernels import Gate, Kernel, await_that
from languages import LANGUAGES, Java

WAYS = sorted({way for language in LANGUAGES.values() for way in language.stoppable})


@pytest.mark.parametrize("way", WAYS)
def test_an_interrupt_stops_the_cell_and_the_next_one_runs(kernel: Kernel, lang: type[Java], way: str) -> None:
    if way not in lang.stoppable:
        pytest.skip(f"{lang.name} has no snippet for: {way}")
    kernel.value(lang.assign("keptOverInterrupt", 99))
    cell = kernel.start("\n".join([lang.say("running"), lang.stoppable[way]]))
    cell.wait_for("running\n")
    kernel.interrupt()
    assert cell.wait().status == "error"
    assert cell.error["ename"].split(".")[-1] in lang.interrupted_names
    assert any("line" in line for line in cell.error["traceback"]), cell.error["traceback"]
    assert kernel.value("keptOverInterrupt") == "99"


@pytest.mark.parametrize("way", ["sleep", "endless loop"])
def test_an_interrupted_cell_aborts_those_queued_behind_it(kernel: Kernel, lang: type[Java], way: str) -> None:
    cell = kernel.start("\n".join([lang.say("running"), lang.stoppable[way]]))
    cell.wait_for("running\n")
    queued = kernel.start(lang.say("must not be seen"))
    kernel.ensure_arrived(lang.answers_while_a_cell_runs)
    kernel.interrupt()
    cell.wait()
    assert queued.wait().status in ("aborted", "error")
    assert queued.text() == ""
    assert kernel.value("1 + 1") == "2"


def test_an_interrupt_while_nothing_runs_harms_nothing(kernel: Kernel) -> None:
    kernel.interrupt()
    assert kernel.value("1 + 1") == "2"


@pytest.mark.needs("late output")
def test_an_interrupt_leaves_the_greenlets_of_other_cells_alive(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    spawning = kernel.run(lang.spawn(lang.wait_at(gate.path), lang.say("still alive")))
    running = kernel.start("\n".join([lang.say("running"), lang.stoppable["sleep"]]))
    running.wait_for("running\n")
    kernel.interrupt()
    running.wait()
    gate.open()
    spawning.wait_for("still alive\n")


@pytest.fixture
def stubborn() -> str:
    """A loop that swallows what an interrupt throws into it, and says so."""
    return (
        "while (true) {\n"
        '    try { new LinkedBlockingQueue<String>().take(); } catch (Exception e) { IO.println("swallowed"); }\n'
        "}"
    )


@pytest.mark.needs("late output")
def test_a_greenlet_that_holds_the_loop_is_stopped_in_place_of_the_cell_behind_it(
    kernel: Kernel, lang: type[Java]
) -> None:
    spawning = kernel.run('spawn("hog", () -> {\n' + lang.say("spinning") + "while (true) {}\n});")
    spawning.wait_for("spinning\n")
    blocked = kernel.start("1 + 1")
    kernel.ensure_arrived(lang.answers_while_a_cell_runs)
    assert blocked.reply is None
    kernel.interrupt()
    assert blocked.wait().result == "2"
    spawning.wait_for("held the loop", "stderr")
    assert "line 2" in spawning.text("stderr")


@pytest.mark.needs("late output")
def test_the_second_interrupt_insists(kernel: Kernel, lang: type[Java], stubborn: str) -> None:
    cell = kernel.start(lang.say("running") + stubborn)
    cell.wait_for("running\n")
    kernel.interrupt()
    cell.wait_for("swallowed\n")
    assert cell.reply is None
    kernel.interrupt()
    assert cell.wait().error["ename"] == "Interrupted"
    assert kernel.value("1 + 1") == "2"


@pytest.mark.parametrize("way", ["sleep", "endless loop"])
def test_a_signal_interrupts_like_a_message(own_kernel: Kernel, lang: type[Java], way: str) -> None:
    cell = own_kernel.start("\n".join([lang.say("running"), lang.stoppable[way]]))
    cell.wait_for("running\n")
    own_kernel.process.send_signal(signal.SIGINT)
    assert cell.wait().error["ename"].split(".")[-1] in lang.interrupted_names
    assert own_kernel.value("1 + 1") == "2"


def test_a_signal_interrupts_a_kernel_that_was_started_where_it_is_ignored(lang: type[Java]) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as for all that a script runs in the background
    try:
        kernel = Kernel(lang.kernel)
    finally:
        signal.signal(signal.SIGINT, before)
    with kernel:
        cell = kernel.start("\n".join([lang.say("running"), lang.stoppable["sleep"]]))
        cell.wait_for("running\n")
        kernel.process.send_signal(signal.SIGINT)
        assert cell.wait().error["ename"].split(".")[-1] in lang.interrupted_names


@pytest.mark.needs("magics")
def test_a_loop_in_a_library_of_the_notebook_is_stopped(kernel: Kernel, lang: type[Java], tmp_path: Path) -> None:
    source = tmp_path / "Wheel.java"
    source.write_text(
        'package mill; public class Wheel { public static void turn() { System.out.println("turning"); while (true) { } } }'
    )
    classes = tmp_path / "classes"
    compile = f'javax.tools.ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", "{classes}", "{source}")'
    assert kernel.value(compile) == "0"
    kernel.run(f"%classpath {classes}")
    cell = kernel.start("mill.Wheel.turn();")
    cell.wait_for("turning\n")
    kernel.interrupt()
    assert cell.wait().error["ename"] == "Interrupted"
    assert kernel.value("1 + 1") == "2"


@pytest.mark.needs("late output")
def test_code_that_was_interrupted_uses_the_processor_no_more(own_kernel: Kernel, lang: type[Java]) -> None:
    own_kernel.value("long spin() { long n = 0; while (true) n++; }\nSupplier<Long> later = () -> spin();")
    cell = own_kernel.start(lang.say("running") + "later.get()")
    cell.wait_for("running\n")
    own_kernel.interrupt()
    assert cell.wait().error["ename"] == "Interrupted"
    own_kernel.value("1 + 1")
    await_that(lambda: cpu_share(own_kernel) < 0.3, "the loop used the processor no more")


def cpu_share(kernel: Kernel) -> float:
    """What part of one processor the kernel uses now."""
    return kernel.process.cpu_percent(interval=1) / 100
