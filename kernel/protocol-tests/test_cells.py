"""Cells: results, what lasts from one to the next, and what an execute request's options do."""

from __future__ import annotations

import pytest

from kernels import Kernel
from languages import Java


def test_the_first_cell_of_a_fresh_kernel_runs(own_kernel: Kernel, lang: type[Java]) -> None:
    cell = own_kernel.run(lang.hello)
    assert cell.status == "ok"
    assert cell.text() == "hello, world\n"


def test_the_value_of_the_last_expression_is_the_result(kernel: Kernel) -> None:
    assert kernel.value("1 + 1") == "2"


def test_a_cell_without_a_value_has_no_result(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.assign("quiet", 1))
    assert cell.status == "ok"
    assert cell.result is None


def test_an_empty_cell_is_fine(kernel: Kernel) -> None:
    assert kernel.run("").status == "ok"


def test_a_variable_lasts_from_cell_to_cell(kernel: Kernel, lang: type[Java]) -> None:
    kernel.value(lang.assign("lasting", 41))
    assert kernel.value("lasting + 1") == "42"


def test_a_method_lasts_from_cell_to_cell(kernel: Kernel, lang: type[Java]) -> None:
    kernel.value(lang.method("twice"))
    assert kernel.value("twice(21)") == "42"


def test_a_class_lasts_from_cell_to_cell(kernel: Kernel, lang: type[Java]) -> None:
    kernel.value(lang.type("Crate"))
    assert kernel.value(lang.size_of_new("Crate")) == "7"


def test_an_import_lasts_from_cell_to_cell(kernel: Kernel, lang: type[Java]) -> None:
    declaration, use, expected = lang.use_import
    kernel.value(declaration)
    assert (kernel.value(use) or "").strip("\"' ") == expected.strip("\"'")


def test_an_import_leaves_variables_as_they_are(kernel: Kernel, lang: type[Java]) -> None:
    kernel.value(lang.assign("keptOverImport", 5))
    kernel.value(lang.use_import[0])
    assert kernel.value("keptOverImport") == "5"


def test_a_cell_of_several_declarations_and_statements_runs_in_their_order(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run("\n".join([lang.assign("step", 1), lang.say("middle"), lang.method("after"), "after(step)"]))
    assert cell.status == "ok", cell.content
    assert (cell.text(), cell.result) == ("middle\n", "2")


@pytest.mark.needs("greenlets")
def test_a_greenlet_is_awaited_at_the_top_level(kernel: Kernel, lang: type[Java]) -> None:
    assert kernel.value(lang.await_a_greenlet) == "42"


@pytest.mark.needs("greenlets")
def test_two_greenlets_take_turns_where_they_yield(kernel: Kernel, lang: type[Java]) -> None:
    assert (kernel.value(lang.two_greenlets_take_turns) or "").strip("\"'") == lang.turns.strip("\"'")


@pytest.mark.needs("greenlets")
def test_a_cell_runs_on_from_statement_to_statement_until_it_waits(kernel: Kernel, lang: type[Java]) -> None:
    assert (kernel.value(lang.cell_runs_on_until_it_waits) or "").strip("\"'") == "cell greenlet"


@pytest.mark.needs("greenlets")
def test_a_generator_lives_across_three_cells(kernel: Kernel, lang: type[Java]) -> None:
    for code, (result, printed) in zip(lang.generator, lang.generator_sees, strict=True):
        cell = kernel.run(code)
        assert cell.status == "ok", cell.content
        assert (cell.result, cell.text().strip()) == (result, printed)


def test_each_cell_is_echoed_with_its_count(kernel: Kernel, lang: type[Java]) -> None:
    first, second = kernel.run("1"), kernel.run("2")
    echoes = [cell.of_type("execute_input")[0]["content"] for cell in (first, second)]
    assert [echo["code"] for echo in echoes] == ["1", "2"]
    assert echoes[1]["execution_count"] == echoes[0]["execution_count"] + 1
    assert first.content["execution_count"] == echoes[0]["execution_count"]
    assert first.of_type("execute_result")[0]["content"]["execution_count"] == echoes[0]["execution_count"]


def test_every_cell_says_busy_first_and_idle_last(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run("\n".join([lang.say("between"), "1 + 1"]))
    kinds = [m["msg_type"] for m in cell.iopub]
    assert kinds == ["status", "execute_input", "stream", "execute_result", "status"]
    assert cell.states() == ["busy", "idle"]


def test_a_silent_cell_shows_no_echo_and_no_result_and_is_not_counted(kernel: Kernel, lang: type[Java]) -> None:
    before = kernel.run("1").content["execution_count"]
    silent = kernel.run("40 + 2", silent=True, store_history=False)
    assert silent.status == "ok"
    assert not silent.of_type("execute_input") and not silent.of_type("execute_result")
    assert kernel.run("1").content["execution_count"] == before + 1


def test_a_cell_kept_out_of_history_is_not_counted(kernel: Kernel) -> None:
    before = kernel.run("1").content["execution_count"]
    kernel.run("2", store_history=False)
    assert kernel.run("3").content["execution_count"] == before + 1


def test_cells_sent_at_once_run_in_their_order(kernel: Kernel, lang: type[Java]) -> None:
    kernel.value(lang.assign("order", 0))
    cells = [
        kernel.start(f"order = order * 2 + {bit}; order" if lang.name == "java" else f"order = order * 2 + {bit}\norder")
        for bit in (1, 0, 1, 1)
    ]
    assert [cell.wait().result for cell in cells] == ["1", "2", "5", "11"]
