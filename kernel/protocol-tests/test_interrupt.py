"""Interrupt: whatever a cell does, it stops, the state is kept, and the next cell runs."""

from __future__ import annotations

import pytest

from kernels import Gate, Kernel
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


@pytest.mark.needs("late output")
def test_a_greenlet_that_loops_without_waiting_is_stopped_too(kernel: Kernel, lang: type[Java]) -> None:
    spawning = kernel.run("spawn(() -> { " + lang.say("spinning") + " while (true) {} });")
    spawning.wait_for("spinning\n")
    blocked = kernel.start("1 + 1")
    kernel.interrupt()
    blocked.wait()
    assert kernel.value("2 + 2") == "4"
