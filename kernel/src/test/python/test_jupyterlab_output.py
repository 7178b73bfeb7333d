"""Output in JupyterLab, in headless Chromium: late lines, progress bars, updated displays, questions. Screenshots are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from selenium.webdriver.common.by import By

import jupyterlab_browser as lab
import late_notebook
from kernels import Gate
from late_notebook import COLOURS, COMPUTING, LINES
from test_jupyterlab import SCREENSHOTS, chromium

__all__ = ["chromium"]
pytestmark = pytest.mark.needs("the notebooks")

BAR = 'IO.print("\\r" + "█".repeat(i / 5) + "░".repeat(20 - i / 5) + " " + i + " %");'
ASKING = {
    "progress": f"for (int i = 0; i <= 100; i += 5) {{\n    {BAR}\n    sleep(0.01);\n    %s\n}}",
    "display": 'var shown = display(html("<b>the water is cold</b>"));\nIO.println("heating");',
    "update": 'shown.update(html("<b>the water boils</b>"));',
    "greenlet": 'spawn("tea", () -> { %s return "drawn"; })',
    "input": 'var name = input("Who wants tea? ");\nIO.println("tea for " + name);',
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, jupyter_home: Path, chromium: None) -> Iterator[tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("notebooks")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with lab.running_lab(folder, jupyter_home) as url:
        yield folder, url


@pytest.fixture
def opened(address: tuple[Path, str], tmp_path: Path):
    """Opens a notebook in a browser of its own."""
    folder, url = address

    def at(name: str, notebook: nbformat.NotebookNode) -> lab.LabNotebook:
        nbformat.write(notebook, folder / name)
        return lab.LabNotebook(browser, url.format(name) + "&reset")  # else it would show the notebooks of before, too

    with lab.running_browser(tmp_path / "profile") as browser:
        yield at


def test_three_greenlets_of_three_cells_print_interleaved_while_a_fourth_computes(opened, gate: Gate) -> None:
    page = opened("late.ipynb", late_notebook.made(gate.path))
    page.command("notebook:run-all-cells")
    for cell, colour in enumerate(COLOURS):
        page.wait_for_text(cell, f"{colour} 2")
    page.wait_until("return window.seen.at(-1)[arguments[0]].prompt.includes('*')", "the fourth computes", COMPUTING)
    assert "*" in page.cells()[COMPUTING]["prompt"]
    page.screenshot(SCREENSHOTS / "late-lines-while-a-cell-computes.png")
    gate.open()
    for cell, colour in enumerate(COLOURS):
        page.wait_for_text(cell, f"{colour} 5")
    page.wait_until_all_have_run()
    shown = [[line for line in cell["text"].splitlines() if line in LINES] for cell in page.cells()]
    assert shown == [[line for line in LINES if colour in line] for colour in COLOURS] + [[], []]
    order = first_seen(page.seen())
    first, second = ([order[f"{colour} {i}"] for colour in COLOURS for i in part] for part in (range(3), range(3, 6)))
    assert max(first) < min(second), "one had printed all before another had printed half"


def first_seen(seen: list[list[dict[str, str]]]) -> dict[str, int]:
    """When each line was first on the screen, as the number of the change."""
    return {
        line: next(moment for moment, cells in enumerate(seen) if any(line in cell["text"] for cell in cells))
        for line in LINES
    }


def test_progress_bars_displays_results_and_questions(opened, gate: Gate, tmp_path: Path) -> None:
    half, drawn = Gate(tmp_path / "half"), Gate(tmp_path / "drawn")
    waiting = 'while (!Files.exists(Path.of("%s"))) sleep(0.01);'
    sources = [
        ASKING["progress"].replace("%s", f"if (i == 60) {waiting % half.path}"),
        ASKING["display"],
        ASKING["update"],
        ASKING["greenlet"] % (waiting % drawn.path),
        ASKING["input"],
    ]
    notebook = late_notebook.made(gate.path)
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in sources]
    page = opened("shown.ipynb", notebook)
    page.command("notebook:run-all-cells")
    page.wait_for_text(0, " 60 %")
    page.screenshot(SCREENSHOTS / "progress-bar.png")
    half.open()
    page.wait_for_text(0, "█" * 20 + " 100 %")
    assert page.cells()[0]["text"].count("%") == 1
    page.wait_for_text(1, "the water boils")
    assert "cold" not in page.cells()[1]["text"] and "heating" in page.cells()[1]["text"]
    page.wait_for_text(3, '<Greenlet "tea" pending>')
    page.wait_until("return document.querySelector('.jp-Stdin-input')", "there was a box to type in")
    page.screenshot(SCREENSHOTS / "input-box.png")
    page.browser.find_element(By.CSS_SELECTOR, ".jp-Stdin-input").send_keys("Ada\n")
    page.wait_for_text(4, "tea for Ada")
    drawn.open()
    page.wait_for_text(3, '<Greenlet "tea" value=drawn>')
    assert "pending" not in page.cells()[3]["text"]
    page.screenshot(SCREENSHOTS / "updated-display.png")


def test_the_picture_in_readme(opened) -> None:
    """README's kernel/doc/interleaved.png is cut out of what this keeps."""
    kettle = 'spawn("{0}", () -> {{\n    for (int i = 1; i <= 9; i++) {{ sleep({1}); IO.println("{0} " + i); }}\n}});'
    ticking = 'for (int s = 1; s <= 9; s++) {\n    sleep(0.25);\n    IO.println("the cell that runs: " + s);\n}'
    sources = [kettle.format("red", 0.2), kettle.format("green", 0.3), ticking]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    notebook.metadata["kernelspec"] = {"name": "greenloom", "display_name": "Java (Greenloom)"}
    page = opened("interleaved.ipynb", notebook)
    page.command("notebook:run-all-cells")
    page.wait_for_text(2, "the cell that runs: 3")
    page.screenshot(SCREENSHOTS / "interleaved.png")
    for cell, last in enumerate(["red 9", "green 9", "the cell that runs: 9"]):
        page.wait_for_text(cell, last)
