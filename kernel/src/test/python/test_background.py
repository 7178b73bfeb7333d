"""Cells as background work: `%%spawn`, and results that are still under way when their cell ends."""

from __future__ import annotations

import pytest

from kernels import Gate, Kernel, Request
from languages import Java

pytestmark = pytest.mark.needs("late output")


def wait_for_message(kernel: Kernel, cell: Request, kind: str) -> dict:
    kernel.pump_until(lambda: cell.of_type(kind), f"a {kind} came to {cell}")
    return cell.of_type(kind)[0]["content"]


def shown_then_updated(kernel: Kernel, cell: Request) -> tuple[str, str]:
    """What a cell's result said at first, and what it says in the same place after its update."""
    update = wait_for_message(kernel, cell, "update_display_data")
    [first] = cell.of_type("display_data")
    assert first["content"]["transient"]["display_id"] == update["transient"]["display_id"]
    assert not cell.of_type("execute_result")
    return first["content"]["data"]["text/plain"], update["data"]["text/plain"]


def test_a_spawned_cell_lets_the_notebook_go_on_and_prints_at_its_own_cell(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    cell = kernel.run("%%spawn kettle\n" + lang.say("begun") + lang.wait_at(gate.path) + lang.say("boiled"))
    assert cell.is_idle() and cell.status == "ok"
    cell.wait_for("begun\n")
    later = kernel.run(lang.say("meanwhile"))
    gate.open()
    cell.wait_for("boiled\n")
    assert later.text() == "meanwhile\n"


def test_the_result_of_a_spawned_cell_comes_to_its_cell(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    cell = kernel.run("%%spawn\n" + lang.wait_at(gate.path) + "\n6 * 7")
    gate.open()
    assert wait_for_message(kernel, cell, "display_data")["data"]["text/plain"] == "42"


def test_the_error_of_a_spawned_cell_comes_to_its_cell_at_its_line(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    cell = kernel.run("%%spawn\n" + lang.wait_at(gate.path) + "\n" + lang.raising)
    later = kernel.run("1 + 1")
    gate.open()
    error = wait_for_message(kernel, cell, "error")
    assert error["ename"] == lang.raising_name and any("line 3" in line for line in error["traceback"])
    assert later.result == "2" and cell.status == "ok"


def test_what_a_spawned_cell_declares_is_known_to_the_next(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    cell = kernel.run("%%spawn\nint lumps = 3;\nint stirred(int n) { return n + lumps; }\n" + lang.wait_at(gate.path))
    assert cell.status == "ok"
    kernel.value("sleep(0.01);")
    assert kernel.value("stirred(4)") == "7"
    gate.open()


def test_a_spawned_cell_that_does_not_compile_fails_at_once(kernel: Kernel) -> None:
    cell = kernel.run("%%spawn\n\nint broken = ;")
    assert cell.status == "error" and any("line 3" in line for line in cell.error["traceback"])


def test_a_spawned_cell_is_a_greenlet_with_its_name_and_more_names_are_refused(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    kernel.run("%%spawn teapot\n" + lang.wait_at(gate.path))
    assert kernel.value('Tasks.list().stream().anyMatch(task -> task.name().equals("teapot"))') == "true"
    gate.open()
    assert "%%spawn [NAME]" in kernel.run("%%spawn two names\n1").error["evalue"]


def test_an_interrupt_does_not_hit_a_spawned_cell(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    spawned = kernel.run("%%spawn\n" + lang.wait_at(gate.path) + lang.say("still here"))
    running = kernel.start(lang.say("running") + lang.stoppable["sleep"])
    running.wait_for("running\n")
    kernel.interrupt()
    assert running.wait().status == "error"
    gate.open()
    spawned.wait_for("still here\n")


def test_a_running_greenlet_as_result_is_updated_in_place_when_it_ends(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    cell = kernel.run(f'spawn("tea", () -> {{ {lang.wait_at(gate.path)} return 42; }})')
    gate.open()
    assert shown_then_updated(kernel, cell) == ('<Greenlet "tea" pending>', '<Greenlet "tea" value=42>')


def test_a_greenlet_that_fails_is_updated_in_place_and_still_told_of(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    cell = kernel.run(f'spawn("tea", () -> {{ {lang.wait_at(gate.path)} {lang.raising}; }})')
    gate.open()
    assert "the kettle is empty" in shown_then_updated(kernel, cell)[1]
    cell.wait_for("nobody waits for it", "stderr")


def test_a_future_as_result_is_updated_in_place_when_it_is_done(kernel: Kernel) -> None:
    cell = kernel.run("var cup = new CompletableFuture<String>();\ncup")
    kernel.run('cup.complete("tea");')
    assert shown_then_updated(kernel, cell) == ("<CompletableFuture pending>", "<CompletableFuture value=tea>")


def test_a_generator_as_result_is_updated_in_place_when_it_ends(kernel: Kernel) -> None:
    cell = kernel.run("var sips = generator(co -> { co.yield(1); });\nsips.next();\nsips")
    kernel.run("for (var sip : sips) { }")
    assert shown_then_updated(kernel, cell) == (
        '<Generator "generator" SUSPENDED at line 1>',
        '<Generator "generator" CLOSED>',
    )


def test_what_has_ended_already_is_an_ordinary_result(kernel: Kernel) -> None:
    cell = kernel.run('var quick = spawn("quick", () -> 1);\nquick.join();\nquick')
    assert cell.result == '<Greenlet "quick" value=1>'
    assert not cell.of_type("display_data")
