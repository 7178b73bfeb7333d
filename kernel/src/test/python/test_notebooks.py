"""Every notebook shows what is committed in it, executed by nbconvert and with all output at its cell."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

import notebooks
from notebooks import NOTEBOOKS

pytestmark = pytest.mark.needs("the notebooks")
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)


@every_notebook
def test_a_notebook_executed_by_nbconvert_shows_what_is_committed(path: Path) -> None:
    told = notebooks.differences(notebooks.read(path), notebooks.execute_with_nbconvert(path), with_late=False)
    assert not told, "\n".join(told)


@every_notebook
def test_a_notebook_executed_with_late_lines_at_home_shows_what_is_committed(path: Path) -> None:
    told = notebooks.differences(notebooks.read(path), notebooks.execute_at_home(path), with_late=True)
    assert not told, "\n".join(told)


@every_notebook
def test_a_notebook_is_valid_and_made_for_greenloom(path: Path) -> None:
    notebook = notebooks.read(path)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "greenloom"
    assert not notebooks.faults_of_declarations(notebook)


def cell_showing(text: str, **declarations: list[str]) -> nbformat.NotebookNode:
    output = nbformat.v4.new_output("stream", name="stdout", text=text)
    cell = nbformat.v4.new_code_cell("", execution_count=1, outputs=[output] if text else [], id="a")
    cell.metadata["greenloom"] = declarations
    return nbformat.v4.new_notebook(cells=[cell])


def differ(committed: nbformat.NotebookNode, executed: nbformat.NotebookNode, with_late: bool = True) -> bool:
    return bool(notebooks.differences(committed, executed, with_late))


def test_the_checker_sees_a_changed_a_missing_and_an_added_line() -> None:
    committed = cell_showing("one\ntwo\n")
    assert not differ(committed, cell_showing("one\ntwo\n"))
    assert differ(committed, cell_showing("one\nthree\n"))
    assert differ(committed, cell_showing("one\n"))
    assert differ(committed, cell_showing("one\ntwo\nthree\n"))


def test_the_checker_lets_vary_what_is_declared_and_nothing_else() -> None:
    committed = cell_showing("took 12 ms\n", varies=[r"\d+(?= ms)"])
    assert not differ(committed, cell_showing("took 345 ms\n"))
    assert differ(committed, cell_showing("took long\n"))


def test_the_checker_lets_late_lines_be_missing_only_where_they_cannot_be_shown() -> None:
    committed = cell_showing("tick 1\ntick 2\n", late=[r"tick \d"])
    assert not differ(committed, cell_showing(""), with_late=False)
    assert not differ(committed, cell_showing("tick 1\n"), with_late=False)
    assert differ(committed, cell_showing("tick 1\n"))
    assert differ(committed, cell_showing("tock\n"), with_late=False)


@pytest.mark.parametrize("pattern", [".*", r"[\s\S]+", r"\d+ days"])
def test_the_checker_refuses_a_pattern_that_hides_a_line_or_matches_none(pattern: str) -> None:
    assert notebooks.faults_of_declarations(cell_showing("took 12 ms\n", varies=[pattern]))
