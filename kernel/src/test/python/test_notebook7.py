"""Jupyter Notebook 7, in headless Chromium: cells run, and late lines appear at their cell."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

import jupyterlab_browser as browsers
from test_jupyterlab import SCREENSHOTS, chromium

__all__ = ["chromium"]
pytestmark = pytest.mark.needs("the notebooks")

SOURCES = [
    'spawn(() -> { sleep(0.3); IO.println("late tea"); });',
    'IO.println("tea for " + await(spawn(() -> 2)));\n6 * 7',
    'display(html("<b>hot</b> tea"));',
]


def test_a_notebook_runs_with_each_line_at_its_own_cell(tmp_path: Path, jupyter_home: Path) -> None:
    cells = [nbformat.v4.new_code_cell(source) for source in SOURCES]
    metadata = {"kernelspec": {"name": "greenloom", "display_name": "Java (Greenloom)", "language": "java"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), tmp_path / "tea.ipynb")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with (
        browsers.running_lab(tmp_path, jupyter_home, "notebook") as address,
        browsers.running_browser(tmp_path / "profile") as browser,
    ):
        notebook = browsers.LabNotebook(browser, address.format("tea.ipynb"))
        notebook.command("notebook:run-all-cells")
        notebook.wait_until_all_have_run()
        for cell, text in enumerate(["late tea", "tea for 2", "hot tea"]):
            notebook.wait_for_text(cell, text)
        notebook.wait_for_text(1, "42")
        browser.save_screenshot(str(SCREENSHOTS / "notebook-7.png"))
        assert not any("late tea" in cell["text"] for cell in notebook.cells()[1:])
