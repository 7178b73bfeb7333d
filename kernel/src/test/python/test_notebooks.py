"""Every notebook, in either language, shows what is committed in it, in less than a minute, whatever executes it.

JupyterLab executes some of them in test_jupyterlab.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

import notebooks
from notebooks import FOLDER, NOTEBOOKS

pytestmark = pytest.mark.needs("the notebooks")
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: str(path.relative_to(FOLDER)))

EXECUTED_BY: dict[str, Callable[[Path], NotebookNode]] = {
    "nbconvert": notebooks.execute_with_nbconvert,
    "runner": notebooks.execute_with_runner,
}
SHOWS_LATE_LINES = "runner"
AT_MOST = 60  # seconds; most take less than ten

Executions = dict[tuple[str, Path], Future[tuple[NotebookNode, float]]]


@pytest.fixture(scope="module")
def executions(request: pytest.FixtureRequest, jupyter_home: Path) -> Iterator[Executions]:
    """What the selected tests will ask for: a notebook mostly waits, so two are executed at a time, in the tests' order."""
    asked = [item.callspec.params for item in request.session.items if "executions" in getattr(item, "fixturenames", ())]
    with ThreadPoolExecutor(2) as two:
        yield {(by, path): two.submit(timed, EXECUTED_BY[by], path) for by, path in ((p["by"], p["path"]) for p in asked)}
        two.shutdown(cancel_futures=True)


def timed(execute: Callable[[Path], NotebookNode], path: Path) -> tuple[NotebookNode, float]:
    begun = time.monotonic()
    return execute(path), time.monotonic() - begun


@pytest.mark.parametrize("by", EXECUTED_BY)
@every_notebook
def test_a_notebook_shows_what_is_committed_and_takes_less_than_a_minute(
    path: Path, by: str, executions: Executions
) -> None:
    executed, seconds = executions[by, path].result()
    told = notebooks.differences(notebooks.read(path), executed, with_late=by == SHOWS_LATE_LINES)
    assert not told, "\n".join(told)
    assert seconds < AT_MOST


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
