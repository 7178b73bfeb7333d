"""The console, in a pseudo terminal."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernels import HANG, PACKAGED, Gate, await_that
from terminals import CLEAR, END, ENTER, INTERRUPT, TAB, UP, Terminal

LAUNCHER = PACKAGED / "bin" / "greenloom-kernel"

pytestmark = pytest.mark.needs("the console")


def started(state: Path) -> Terminal:
    return Terminal(LAUNCHER, "console", JUPYTER_DATA_DIR=str(state))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    with started(tmp_path_factory.mktemp("state")) as terminal:
        yield terminal


@pytest.fixture
def console(shared: Terminal) -> Terminal:
    """The module's console, at its prompt, with nothing above it."""
    number(shared)
    shared.type(CLEAR)
    await_that(lambda: len(shared.rows()) == 1, "the screen is cleared")
    return shared


def number(console: Terminal) -> int:
    """What the next cell will be called; waits until there is a prompt."""
    prompt = await_that(lambda: re.fullmatch(r"In \[(\d+)\]:", "".join(console.rows()[-1:])), "there is a prompt")
    return int(prompt[1])


def test_await_at_the_prompt_gives_a_result(console: Terminal) -> None:
    n = number(console)
    console.type("await(spawn(() -> 6 * 7))" + ENTER)
    console.await_row(f"Out[{n}]: 42")
    console.await_last(f"In [{n + 1}]:")


def test_a_cell_goes_on_over_lines_until_it_is_whole(console: Terminal) -> None:
    n = number(console)
    console.type("int twice(int n) {" + ENTER)
    console.await_last("   ...:")
    console.type("return 2 * n; }" + ENTER)
    console.await_last(f"In [{n + 1}]:")
    console.type("twice(21)" + ENTER)
    console.await_row(f"Out[{n + 1}]: 42")


def test_an_empty_line_ends_what_is_not_whole(console: Terminal) -> None:
    n = number(console)
    console.type("int cut(" + ENTER)
    console.await_last("   ...:")
    console.type(ENTER)
    console.await_text("CompileError")
    console.await_last(f"In [{n + 1}]:")


def test_late_output_appears_above_what_is_being_typed(console: Terminal, gate: Gate) -> None:
    n = number(console)
    wait = f'while (!Files.exists(Path.of("{gate.path}"))) sleep(0.01);'
    console.type(f'var kettle = spawn(() -> {{ {wait} IO.println("the kettle whistles"); return "tea"; }});' + ENTER)
    console.await_last(f"In [{n + 1}]:")
    console.type("int half = 21;")
    console.await_last(f"In [{n + 1}]: int half = 21;")
    gate.open()
    console.await_row(f"[In {n}] the kettle whistles")
    rows = console.await_last(f"In [{n + 1}]: int half = 21;")
    assert rows[-2] == f"[In {n}] the kettle whistles"
    console.type(" half * 2" + ENTER)
    console.await_row(f"Out[{n + 1}]: 42")


def test_an_interrupt_stops_the_cell_and_nothing_else(console: Terminal) -> None:
    n = number(console)
    console.type('int kept = 7; IO.println("begun"); while (true) {}' + ENTER)
    console.await_row("begun")
    console.type(INTERRUPT)
    console.await_text("Interrupted")
    console.await_last(f"In [{n + 1}]:")
    console.type("kept" + ENTER)
    console.await_row(f"Out[{n + 1}]: 7")


def test_an_interrupt_at_the_prompt_gives_up_what_was_typed(console: Terminal) -> None:
    n = number(console)
    console.type("int never = 1;")
    console.await_last(f"In [{n}]: int never = 1;")
    console.type(INTERRUPT)
    console.await_last(f"In [{n}]:")
    console.type("1 + 1" + ENTER)
    console.await_row(f"Out[{n}]: 2")


def test_a_name_is_completed(console: Terminal) -> None:
    n = number(console)
    console.type("Thread.currentThr" + TAB)
    console.await_last(f"In [{n}]: Thread.currentThread")
    console.type("().getName().isEmp" + TAB)
    console.await_last(f"In [{n}]: Thread.currentThread().getName().isEmpty")
    console.type(INTERRUPT)
    console.await_last(f"In [{n}]:")


def test_a_cell_asks_its_user(console: Terminal) -> None:
    n = number(console)
    console.type('"tea for " + input("who? ")' + ENTER)
    console.await_last("who?")
    console.type("Ada's" + ENTER)
    console.await_row(f'Out[{n}]: "tea for Ada\'s"')


def test_help_and_magics_are_there(console: Terminal) -> None:
    n = number(console)
    console.type("?Math.hypot" + ENTER)
    console.await_text("hypot(double")
    console.type("%lsmagic" + ENTER)
    console.await_text("%%spawn")
    console.await_last(f"In [{n + 1}]:")


def test_what_was_typed_is_there_in_the_next_console_and_the_end_leaves_nothing(tmp_path: Path) -> None:
    with started(tmp_path) as first:
        first.await_last("In [1]:")
        first.type("int remembered = 1;" + ENTER)
        first.await_last("In [2]:")
        first.type(END)
        assert first.end() == 0
    with started(tmp_path) as second:
        second.await_last("In [1]:")
        second.type(UP)
        second.await_last("In [1]: int remembered = 1;")


def test_without_a_terminal_it_reads_to_the_end_of_its_input(tmp_path: Path) -> None:
    done = subprocess.run(
        [LAUNCHER, "console"], input="int n = 6;\nn * 7\n", capture_output=True, text=True, timeout=HANG,
        env={"PATH": "/usr/bin:/bin", "JUPYTER_DATA_DIR": str(tmp_path), "HOME": str(tmp_path)},
    )
    assert done.returncode == 0 and "Out[2]: 42" in done.stdout and done.stderr == ""
