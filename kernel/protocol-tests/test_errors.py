"""Errors: what a failed cell says, where it points, and what happens to the cells that wait behind it."""

from __future__ import annotations

import re

import pytest

from kernels import Gate, Kernel
from languages import Java

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def traceback(cell) -> str:
    return ANSI.sub("", "\n".join(cell.error["traceback"]))


def test_an_exception_ends_the_cell_with_its_name_and_message(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.raising)
    assert cell.status == "error"
    assert cell.error["ename"].split(".")[-1] == lang.raising_name
    assert cell.error["evalue"] == "the kettle is empty"
    assert "the kettle is empty" in traceback(cell)


def test_the_reply_repeats_what_the_error_message_says(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.raising)
    assert {key: cell.content[key] for key in ("ename", "evalue", "traceback")} == cell.error


def test_what_was_printed_before_an_exception_comes_before_it(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run("\n".join([lang.say("last words"), lang.raising]))
    assert [m["msg_type"] for m in cell.iopub] == ["status", "execute_input", "stream", "error", "status"]


@pytest.mark.needs("greenlet traceback")
def test_a_traceback_names_cell_line_and_source(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run("int before = 1;\n" + lang.raising + ";")
    shown = traceback(cell)
    assert f"Cell In[{cell.content['execution_count']}], line 2" in shown
    assert "the kettle is empty" in shown and "throw new IllegalStateException" in shown


@pytest.mark.needs("greenlet traceback")
def test_a_traceback_shows_each_line_of_the_users_code_and_no_others(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.fail_in_method())
    shown = traceback(cell)
    for line in lang.failing_method_lines:
        assert f"Cell In[{cell.content['execution_count']}], line {line}" in shown
    assert "return 10 / cups;" in shown
    for noise in ("greenloom.kernel", "greenloom.internal", "jdk.internal", "java.lang.reflect", "REPL.$"):
        assert noise not in shown


@pytest.mark.needs("greenlet traceback")
def test_a_traceback_names_the_earlier_cell_whose_method_failed(kernel: Kernel, lang: type[Java]) -> None:
    defining = kernel.run("int divide(int cups) {\n    return 10 / cups;\n}")
    failing = kernel.run("divide(0)")
    shown = traceback(failing)
    assert f"Cell In[{defining.content['execution_count']}], line 2" in shown
    assert f"Cell In[{failing.content['execution_count']}], line 1" in shown


@pytest.mark.needs("compile position")
def test_a_compile_error_points_at_its_place(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.broken)
    shown = traceback(cell)
    assert f"Cell In[{cell.content['execution_count']}], line 2" in shown
    source = next(i for i, line in enumerate(shown.splitlines()) if "int broken = ;" in line)
    source_line, caret_line = shown.splitlines()[source : source + 2]
    assert caret_line.strip().startswith("^")
    assert source_line[caret_line.index("^")] == ";"


def test_a_cell_that_does_not_compile_runs_nothing(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.say("must not be seen") + "\n" + lang.broken)
    assert cell.status == "error"
    assert cell.text() == ""


def test_a_name_that_does_not_exist_is_an_error_that_names_it(kernel: Kernel) -> None:
    cell = kernel.run("noSuchThing + 1")
    assert cell.status == "error"
    assert "noSuchThing" in traceback(cell)


def test_after_an_error_the_next_cell_runs_and_the_state_is_kept(kernel: Kernel, lang: type[Java]) -> None:
    kernel.value(lang.assign("survivor", 7))
    assert kernel.run(lang.raising).status == "error"
    assert kernel.value("survivor") == "7"


def test_a_cell_sent_after_the_end_of_a_failed_one_is_never_aborted(kernel: Kernel, lang: type[Java]) -> None:
    for i in range(50):
        assert kernel.run(lang.raising).status == "error"
        assert kernel.value(f"{i} + 1") == str(i + 1)


def test_cells_queued_behind_a_failing_one_are_aborted(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    failing = kernel.start("\n".join([lang.say("up"), lang.wait_at(gate.path), lang.raising]))
    failing.wait_for("up\n")
    queued = [kernel.start(lang.say("must not be seen")) for _ in range(3)]
    kernel.ensure_arrived(lang.answers_while_a_cell_runs)
    gate.open()
    assert failing.wait().status == "error"
    for cell in queued:
        assert cell.wait().status in ("aborted", "error")
        assert cell.text() == ""
        assert cell.states() == ["busy", "idle"]
    assert kernel.value("1 + 1") == "2"


def test_without_stop_on_error_the_queued_cells_run(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    failing = kernel.start("\n".join([lang.say("up"), lang.wait_at(gate.path), lang.raising]), stop_on_error=False)
    failing.wait_for("up\n")
    queued = kernel.start("3 * 4")
    kernel.ensure_arrived(lang.answers_while_a_cell_runs)
    gate.open()
    assert failing.wait().status == "error"
    assert (queued.wait().status, queued.result) == ("ok", "12")


def test_an_aborted_cell_is_not_counted(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    failing = kernel.start("\n".join([lang.say("up"), lang.wait_at(gate.path), lang.raising]))
    failing.wait_for("up\n")
    queued = kernel.start("1")
    kernel.ensure_arrived(lang.answers_while_a_cell_runs)
    gate.open()
    failing.wait(), queued.wait()
    assert kernel.run("1").content["execution_count"] == failing.content["execution_count"] + 1


@pytest.mark.needs("greenlet traceback")
def test_the_error_of_a_greenlet_names_it_and_where_it_was_spawned(kernel: Kernel) -> None:
    cell = kernel.run('int cold = 1;\nspawn("boiler", () -> {\n    throw new IllegalStateException("dry");\n});')
    cell.wait_for("dry", "stderr")
    here = f"Cell In[{cell.content['execution_count']}]"
    told = ANSI.sub("", cell.text("stderr"))
    assert 'Greenlet "boiler" failed, and nobody waits for it:' in told
    assert f"{here}, line 3" in told
    assert f'of greenlet "boiler", spawned at {here}, line 2' in told
