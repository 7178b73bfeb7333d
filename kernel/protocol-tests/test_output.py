"""Output: live while a cell runs, and always under the cell that spawned the code which prints."""

from __future__ import annotations

import pytest

from kernels import Gate, Kernel
from languages import Java


def test_standard_output_and_error_are_streams_of_their_own(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run("\n".join([lang.say("good"), lang.say_error("bad")]))
    assert (cell.text("stdout"), cell.text("stderr")) == ("good\n", "bad\n")


def test_a_line_arrives_while_its_cell_is_still_running(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    cell = kernel.start("\n".join([lang.say("early"), lang.wait_at(gate.path), lang.say("late")]))
    cell.wait_for("early\n")
    assert cell.reply is None and not cell.is_idle()
    gate.open()
    assert cell.wait().text() == "early\nlate\n"


def test_standard_error_arrives_while_its_cell_is_still_running(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    cell = kernel.start("\n".join([lang.say_error("early"), lang.wait_at(gate.path)]))
    cell.wait_for("early\n", "stderr")
    assert cell.reply is None
    gate.open()
    cell.wait()


def test_all_output_of_a_cell_comes_before_its_idle(kernel: Kernel, lang: type[Java]) -> None:
    for _ in range(20):
        cell = kernel.run(lang.many_lines(50))
        assert cell.iopub[-1]["msg_type"] == "status"
        assert cell.text().count("\n") == 50


def test_many_lines_all_arrive_in_order(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.many_lines(20_000))
    assert [line.split()[-1] for line in cell.text().splitlines()] == [str(i) for i in range(20_000)]


def test_text_beyond_ascii_arrives_whole(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.say("生产者 → consumer ✓ 🥔"))
    assert cell.text() == "生产者 → consumer ✓ 🥔\n"


@pytest.mark.needs("late output")
def test_a_late_line_belongs_to_the_cell_that_spawned_its_greenlet(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    spawning = kernel.run(lang.spawn(lang.wait_at(gate.path), lang.say("here at last")))
    assert spawning.is_idle() and spawning.text() == ""
    gate.open()
    spawning.wait_for("here at last\n")


@pytest.mark.needs("late output")
def test_a_late_line_belongs_to_its_cell_even_while_a_later_cell_runs(
    kernel: Kernel, lang: type[Java], tmp_path
) -> None:
    first_gate, second_gate = Gate(tmp_path / "first"), Gate(tmp_path / "second")
    spawning = kernel.run(lang.spawn(lang.wait_at(first_gate.path), lang.say("from the first")))
    later = kernel.start("\n".join([lang.say("from the second"), lang.wait_at(second_gate.path)]))
    later.wait_for("from the second\n")
    first_gate.open()
    spawning.wait_for("from the first\n")
    assert later.reply is None, "the later cell ended before the late line came"
    second_gate.open()
    assert later.wait().text() == "from the second\n"


@pytest.mark.needs("late output")
def test_a_late_line_on_standard_error_comes_home_too(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    spawning = kernel.run(lang.spawn(lang.wait_at(gate.path), lang.say_error("late trouble")))
    later = kernel.start(lang.wait_at(gate.path))
    gate.open()
    spawning.wait_for("late trouble\n", "stderr")
    assert later.wait().text("stderr") == ""


@pytest.mark.needs("late output")
def test_greenlets_of_three_cells_each_print_at_home(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    cells = [
        kernel.run(lang.spawn(lang.wait_at(gate.path), *[lang.say(f"{name} {i}") for i in range(5)]))
        for name in ("red", "green", "blue")
    ]
    gate.open()
    for cell, name in zip(cells, ("red", "green", "blue"), strict=True):
        cell.wait_for(f"{name} 4\n")
        assert cell.text() == "".join(f"{name} {i}\n" for i in range(5))


@pytest.mark.needs("late output")
def test_a_greenlet_spawned_by_a_late_greenlet_prints_at_the_same_home(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    grandchild = lang.spawn(lang.say("grandchild")) + ";"
    spawning = kernel.run(lang.spawn(lang.wait_at(gate.path), grandchild))
    kernel.run("1")
    gate.open()
    spawning.wait_for("grandchild\n")


@pytest.mark.needs("late output")
def test_the_failure_of_a_greenlet_that_nobody_awaits_is_told_at_its_cell(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    spawning = kernel.run(f"spawn(() -> {{ {lang.wait_at(gate.path)} {lang.raising}; }});")
    kernel.run("1")
    gate.open()
    spawning.wait_for(": the kettle is empty", "stderr")
    kernel.value("1 + 1")
    assert spawning.text("stderr").count(": the kettle is empty") == 1


@pytest.mark.needs("display")
def test_a_display_is_shown_between_the_lines_around_it(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run("\n".join([lang.say("before"), lang.show_html, lang.say("after")]))
    assert [m["msg_type"] for m in cell.iopub[2:-1]] == ["stream", "display_data", "stream"]
    assert cell.of_type("display_data")[0]["content"]["data"]["text/html"] == "<b>tea</b>"


@pytest.mark.needs("late output")
def test_a_late_display_comes_home_too(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    spawning = kernel.run(lang.spawn(lang.wait_at(gate.path), lang.show_html))
    later = kernel.start(lang.wait_at(gate.path))
    gate.open()
    kernel.pump_until(lambda: spawning.of_type("display_data"), "the late display came home")
    assert not later.wait().of_type("display_data")
