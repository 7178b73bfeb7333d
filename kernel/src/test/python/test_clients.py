"""The commands that people use beside a browser: each runs a notebook or a line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pexpect
import psutil
import pytest

import notebooks
from kernels import HANG

pytestmark = pytest.mark.needs("the notebooks")
BIN = Path(sys.executable).parent


def test_jupyter_run_prints_what_a_file_prints(tmp_path: Path) -> None:
    (tmp_path / "tea.java").write_text('IO.println("tea for " + await(spawn(() -> 2)));\n')
    command = [BIN / "jupyter-run", "--kernel", "greenloom", "tea.java"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=HANG, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "tea for 2\n"


def test_jupyter_console_runs_lines_asks_and_ends_its_kernel(tmp_path: Path) -> None:
    arguments = ["--kernel", "greenloom", "--simple-prompt"]
    console = pexpect.spawn(str(BIN / "jupyter-console"), arguments, cwd=tmp_path, timeout=HANG, encoding="utf-8")
    try:
        console.expect_exact("In [1]:")
        console.sendline("await(spawn(() -> 6 * 7))")
        console.expect_exact("Out[1]: 42")
        console.expect_exact("In [2]:")
        console.sendline('IO.println("tea for " + input("who? "));')
        console.expect_exact("who? ")
        console.sendline("Ada")
        console.expect_exact("tea for Ada")
        console.expect_exact("In [3]:")
        kernels = psutil.Process(console.pid).children()
        console.sendeof()
        console.expect_exact("Do you really want to exit")
        console.sendline("y")
        console.expect(pexpect.EOF)
        assert kernels and not psutil.wait_procs(kernels, HANG)[1], "the kernel has stayed behind"
    finally:
        console.close(force=True)


@pytest.mark.parametrize(
    "command",
    [
        ["papermill", "--kernel", "greenloom", "--no-progress-bar", "tea.ipynb", "done.ipynb"],
        ["jupyter-execute", "--kernel_name", "greenloom", "--output", "done.ipynb", "tea.ipynb"],
    ],
    ids=["papermill", "jupyter execute"],
)
def test_a_notebook_is_executed_and_its_outputs_are_written(command: list[str], tmp_path: Path) -> None:
    cells = [nbformat.v4.new_code_cell(source) for source in ("int cups = 3;", 'IO.println("tea");\ncups * 2')]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "tea.ipynb")
    whole = [BIN / command[0], *command[1:]]
    done = subprocess.run(whole, cwd=tmp_path, capture_output=True, text=True, timeout=HANG, check=False)
    assert done.returncode == 0, done.stderr
    executed = notebooks.read(tmp_path / "done.ipynb")
    assert notebooks.shown(executed.cells[1]) == "In [2]\n--- stdout\ntea\n--- execute_result text/plain\n6"
