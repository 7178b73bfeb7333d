"""One notebook with late output, executed by nbclient and by the kernel's own runner (by JupyterLab: test_jupyterlab_output):
every line is found, whatever executes it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import late_notebook
import notebooks
from kernels import HANG, PACKAGED
from late_notebook import COLOURS, COMPUTING, LINES

pytestmark = pytest.mark.needs("the notebooks")


def test_nbclient_shows_every_line_marked_with_its_cell_at_the_cell_that_ran(tmp_path: Path) -> None:
    (gate := tmp_path / "open").touch()
    notebook = late_notebook.made(gate)
    NotebookClient(notebook, timeout=HANG, kernel_name="greenloom").execute()
    for cell, colour in enumerate(COLOURS):
        pattern = rf"^(?:\[In {cell + 1}\] )?({colour} \d)$"
        found = [line for shown in notebook.cells for line in re.findall(pattern, notebooks.shown(shown), re.MULTILINE)]
        assert found == [line for line in LINES if colour in line]


def test_the_runner_shows_every_line_at_its_own_cell(tmp_path: Path) -> None:
    (gate := tmp_path / "open").touch()
    nbformat.write(late_notebook.made(gate), tmp_path / "late.ipynb")
    command = [PACKAGED / "bin" / "greenloom-kernel", "run", "late.ipynb", "-o", "out.ipynb"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=HANG)
    executed = notebooks.read(tmp_path / "out.ipynb")
    for cell, colour in enumerate(COLOURS):
        shown = notebooks.shown(executed.cells[cell]).splitlines()
        assert [line for line in shown if re.fullmatch(r"\w+ \d", line)] == [line for line in LINES if colour in line]
    assert notebooks.shown(executed.cells[COMPUTING]).endswith("--- stdout\ncomputed")
