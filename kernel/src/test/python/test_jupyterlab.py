"""The first tutorial in JupyterLab, in headless Chromium."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest

import jupyterlab_browser as lab
import notebooks
from kernels import CHECKOUT

pytestmark = pytest.mark.needs("the notebooks")

NOTEBOOK = Path(os.environ.get("GREENLOOM_LAB_NOTEBOOK", CHECKOUT / "notebooks" / "01-first-steps.ipynb"))
SCREENSHOTS = CHECKOUT / "kernel" / "target" / "screenshots"


@pytest.fixture(scope="module", autouse=True)
def chromium() -> None:
    missing = [name for name, path in (("chromium", lab.CHROMIUM), ("chromedriver", lab.CHROMEDRIVER)) if not path]
    if missing and os.environ.get("GREENLOOM_REQUIRE_BROWSER") == "1":
        pytest.fail(f"JupyterLab is not tested: no {' and no '.join(missing)} found, and GREENLOOM_REQUIRE_BROWSER=1.")
    if missing:
        pytest.skip(f"JupyterLab is not tested: no {' and no '.join(missing)} found.")


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory, jupyter_home: Path, chromium: None):
    """The tutorial after 'Run All Cells': all that was seen meanwhile, and the notebook as JupyterLab saved it."""
    folder = tmp_path_factory.mktemp("notebooks")
    file = folder / NOTEBOOK.name
    nbformat.write(notebooks.without_outputs(notebooks.read(NOTEBOOK)), file)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    profile = tmp_path_factory.mktemp("chromium")
    with lab.running_lab(folder, jupyter_home) as address, lab.running_browser(profile) as browser:
        notebook = lab.LabNotebook(browser, address.format(file.name))
        try:
            notebook.command("notebook:run-all-cells")
            for number, (cell, line) in enumerate(late_lines()):
                notebook.wait_for_text(cell, line)
                if number == 1:
                    notebook.screenshot_of(cell, SCREENSHOTS / f"{NOTEBOOK.stem}-running.png")
            notebook.wait_until_all_have_run()
        finally:
            notebook.screenshot(SCREENSHOTS / f"{NOTEBOOK.stem}.png")
        notebook.finish_command("docmanager:save")
        yield notebook.seen(), notebooks.read(file)


def late_lines() -> list[tuple[int, str]]:
    """The lines that the tutorial's greenlets print after their cells have ended, each with its cell."""
    cells = notebooks.code_cells(notebooks.read(NOTEBOOK))
    return [(index, line) for index, cell in enumerate(cells) for line in notebooks.late_lines(cell, cell)]


def test_the_tutorial_shows_in_jupyterlab_what_is_committed(executed) -> None:
    _, saved = executed
    told = notebooks.differences(notebooks.read(NOTEBOOK), saved, with_late=True)
    assert not told, "\n".join(told)


def test_late_lines_appear_at_their_own_cell_while_a_later_cell_runs(executed) -> None:
    seen, _ = executed
    running = [(cell, cells_running_when(seen, cell, line)) for cell, line in late_lines()]
    assert any(later > cell for cell, ran in running for later in ran), "no late line appeared while a later cell ran"
    for cell, line in late_lines():
        assert not any(line in shown["text"] for index, shown in enumerate(seen[-1]) if index != cell)


def cells_running_when(seen: list[list[dict[str, str]]], cell: int, line: str) -> list[int]:
    """The cells with a star at their prompt at the moment when the line appeared at the cell."""
    moment = next(cells for cells in seen if line in cells[cell]["text"])
    return [index for index, shown in enumerate(moment) if "*" in shown["prompt"]][:1]


def test_a_screenshot_of_the_tutorial_is_kept(executed) -> None:
    assert (SCREENSHOTS / f"{NOTEBOOK.stem}.png").stat().st_size > 10_000
