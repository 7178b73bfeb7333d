"""The first tutorial, in both languages, in JupyterLab, in headless Chromium."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

import jupyterlab_browser as lab
import notebooks
from kernels import CHECKOUT

pytestmark = pytest.mark.needs("the notebooks")

# Others, by hand: GREENLOOM_LAB_NOTEBOOKS="05-asyncio.ipynb zh/06-network.ipynb" kernel/src/test/python/run test_jupyterlab.py -k committed
FIRST = "01-first-steps.ipynb zh/01-first-steps.ipynb"
NOTEBOOKS = [notebooks.FOLDER / name for name in os.environ.get("GREENLOOM_LAB_NOTEBOOKS", FIRST).split()]
AT_MOST = 60  # seconds
SCREENSHOTS = CHECKOUT / "kernel" / "target" / "screenshots"


@pytest.fixture(scope="module", autouse=True)
def chromium() -> None:
    missing = [name for name, path in (("chromium", lab.CHROMIUM), ("chromedriver", lab.CHROMEDRIVER)) if not path]
    if missing and os.environ.get("GREENLOOM_REQUIRE_BROWSER") == "1":
        pytest.fail(f"JupyterLab is not tested: no {' and no '.join(missing)} found, and GREENLOOM_REQUIRE_BROWSER=1.")
    if missing:
        pytest.skip(f"JupyterLab is not tested: no {' and no '.join(missing)} found.")


@dataclass
class Executed:
    """A tutorial after 'Run All Cells': all that was seen meanwhile, and the notebook as JupyterLab saved it."""

    path: Path
    seen: list[list[dict[str, str]]]
    saved: NotebookNode
    seconds: float

    @property
    def committed(self) -> NotebookNode:
        return notebooks.read(self.path)


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def executed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, jupyter_home: Path, chromium: None):
    path: Path = request.param
    folder = tmp_path_factory.mktemp("notebooks")
    file = folder / path.name
    nbformat.write(notebooks.without_outputs(notebooks.read(path)), file)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    profile = tmp_path_factory.mktemp("chromium")
    with lab.running_lab(folder, jupyter_home) as address, lab.running_browser(profile) as browser:
        notebook = lab.LabNotebook(browser, address.format(file.name))
        begun = time.monotonic()
        try:
            notebook.command("notebook:run-all-cells")
            for number, (cell, line) in enumerate(late_lines(path)):
                notebook.wait_for_text(cell, line)
                if number == 1:
                    notebook.screenshot_of(cell, screenshot(path, "-running"))
            notebook.wait_until_all_have_run()
        finally:
            seconds = time.monotonic() - begun
            notebook.screenshot(screenshot(path))
        notebook.finish_command("docmanager:save")
        yield Executed(path, notebook.seen(), notebooks.read(file), seconds)


def screenshot(path: Path, moment: str = "") -> Path:
    return SCREENSHOTS / f"{path.parent.name}-{path.stem}{moment}.png"


def late_lines(path: Path) -> list[tuple[int, str]]:
    """The lines that the tutorial's greenlets print after their cells have ended, each with its cell."""
    cells = notebooks.code_cells(notebooks.read(path))
    return [(index, line) for index, cell in enumerate(cells) for line in notebooks.late_lines(cell, cell)]


def test_the_tutorial_shows_in_jupyterlab_what_is_committed_in_less_than_a_minute(executed: Executed) -> None:
    told = notebooks.differences(executed.committed, executed.saved, with_late=True)
    assert not told, "\n".join(told)
    assert executed.seconds < AT_MOST


def test_what_the_reader_shall_predict_is_unfolded_when_the_cell_is_run(executed: Executed) -> None:
    cells = notebooks.code_cells(executed.committed)
    predictions = [index for index, cell in enumerate(cells) if "prediction" in cell.metadata.get("tags", [])]
    assert predictions
    for index in predictions:
        assert executed.seen[-1][index]["text"], cells[index].id


def test_late_lines_appear_at_their_own_cell_while_a_later_cell_runs(executed: Executed) -> None:
    late = late_lines(executed.path)
    running = [(cell, cells_running_when(executed.seen, cell, line)) for cell, line in late]
    assert any(later > cell for cell, ran in running for later in ran), "no late line appeared while a later cell ran"
    for cell, line in late:
        assert not any(line in shown["text"] for index, shown in enumerate(executed.seen[-1]) if index != cell)


def cells_running_when(seen: list[list[dict[str, str]]], cell: int, line: str) -> list[int]:
    """The cells with a star at their prompt at the moment when the line appeared at the cell."""
    moment = next(cells for cells in seen if line in cells[cell]["text"])
    return [index for index, shown in enumerate(moment) if "*" in shown["prompt"]][:1]


def test_a_screenshot_of_the_tutorial_is_kept(executed: Executed) -> None:
    assert screenshot(executed.path).stat().st_size > 10_000
