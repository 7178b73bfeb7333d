"""The kernel's own runner: `greenloom-kernel run NOTEBOOK` executes a notebook without Python and Jupyter."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

import notebooks
from kernels import HANG, PACKAGED

pytestmark = pytest.mark.needs("the runner")
LAUNCHER = PACKAGED / "bin" / "greenloom-kernel"


@dataclass
class Run:
    status: int
    terminal: str
    folder: Path

    @property
    def notebook(self) -> NotebookNode:
        executed = notebooks.read(self.folder / "test.executed.ipynb")
        nbformat.validate(executed)
        assert (executed.nbformat, executed.nbformat_minor) == (4, 5)
        return executed

    def shown(self, cell: int) -> str:
        return notebooks.ANSI.sub("", notebooks.shown(notebooks.code_cells(self.notebook)[cell]))


def cell(source: str, *tags: str) -> NotebookNode:
    made = nbformat.v4.new_code_cell(source)
    if tags:
        made.metadata["tags"] = list(tags)
    return made


def run(folder: Path, cells: list[NotebookNode | str], *options: str) -> Run:
    made = nbformat.v4.new_notebook(cells=[cell(c) if isinstance(c, str) else c for c in cells])
    nbformat.write(made, folder / "test.ipynb")
    done = call(folder, "test.ipynb", *options)
    return Run(done.returncode, done.stdout + done.stderr, folder)


def call(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LAUNCHER, "run", *arguments], cwd=folder, capture_output=True, text=True, timeout=HANG, check=False
    )


def test_a_notebook_is_executed_and_valid_with_all_that_cells_show(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        [
            nbformat.v4.new_markdown_cell("# Tea"),
            "int cups = 3;\ncups * 2",
            'IO.println("out");\nSystem.err.println("err");\ndisplay(html("<b>tea</b>"));',
            'var shown = display("cold");\nIO.println("between");\nshown.update("hot");',
            'IO.println("gone");\nclearOutput(true);\nIO.println("stays");',
        ],
    )
    assert done.status == 0, done.terminal
    assert done.shown(0) == "In [1]\n--- execute_result text/plain\n6"
    assert "--- stdout\nout\n--- stderr\nerr\n--- display_data text/html\n<b>tea</b>" in done.shown(1)
    assert done.shown(2) == 'In [3]\n--- display_data text/plain\n"hot"\n--- stdout\nbetween'
    assert done.shown(3) == "In [4]\n--- stdout\nstays"


def test_late_output_is_at_home_and_results_are_updated(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        [
            'spawn("tea", () -> { for (int i = 0; i < 3; i++) { sleep(0.05); IO.println("tea " + i); } return 42; })',
            '%%spawn\nsleep(0.3);\nIO.println("kettle");\n"whistle"',
            "sleep(0.1)",
        ],
    )
    assert done.status == 0, done.terminal
    assert all(line in done.shown(0).splitlines() for line in ("tea 0", "tea 1", "tea 2", '<Greenlet "tea" value=42>'))
    assert done.shown(1) == 'In [2]\n--- stdout\nkettle\n--- display_data text/plain\n"whistle"'
    assert done.shown(2) == "In [3]"


def test_greenlets_left_running_are_told_of_after_the_grace_time(tmp_path: Path) -> None:
    done = run(tmp_path, ['spawn("forever", () -> { while (true) { sleep(1); } });'], "--grace", "0.2")
    told = 'Greenlet "forever" was still running when the notebook ended, waiting for sleep'
    assert done.status == 0 and told in done.shown(0) and f"In[1]: {told}" in done.terminal


def test_greenlets_left_running_are_cancelled_and_shown_as_they_were(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        ['spawn("tea", () -> { try { while (true) sleep(1); } finally { IO.println("tidied up"); } })'],
        "--grace",
        "0",
    )
    assert done.status == 0 and "tidied up" in done.shown(0) and '<Greenlet "tea" pending>' in done.shown(0)


def test_a_cell_that_fails_ends_the_run_with_status_1(tmp_path: Path) -> None:
    done = run(tmp_path, ['throw new IllegalStateException("spilt");', "1 + 1"])
    assert done.status == 1
    assert "--- error IllegalStateException: spilt" in done.shown(0) and "line 1" in done.shown(0)
    assert done.shown(1) == "In [None]"
    assert "IllegalStateException: spilt" in done.terminal


def test_allowed_errors_let_it_go_on(tmp_path: Path) -> None:
    assert (done := run(tmp_path, ["broken;", "1 + 1"], "--allow-errors")).status == 0
    assert done.shown(1).endswith("\n2")
    tagged = cell("broken;", "raises-exception")
    assert run(tmp_path, [tagged, "1 + 1"]).status == 0


def test_an_error_of_a_spawned_cell_is_a_failure_too(tmp_path: Path) -> None:
    done = run(tmp_path, ['%%spawn\nsleep(0.05);\nthrow new IllegalStateException("late");', "1"])
    assert done.status == 1 and "--- error IllegalStateException: late" in done.shown(0)


def test_a_greenlet_that_fails_unheard_is_a_failure_told_at_its_cell_and_on_the_terminal(tmp_path: Path) -> None:
    failing = 'spawn("tea", () -> { sleep(%s); throw new IllegalStateException("spilt"); });'
    done = run(tmp_path, [failing % 0.05, "1 + 1"])
    assert done.status == 1 and done.shown(1).endswith("\n2")
    assert 'Greenlet "tea" failed, and nobody waits for it' in done.shown(0) and "spilt" in done.shown(0)
    assert "In[1] failed late: IllegalStateException: spilt" in done.terminal
    assert run(tmp_path, [failing % 0, "sleep(1.5);"]).status == 1
    assert run(tmp_path, [failing % 0, "1"], "--allow-errors").status == 0
    assert run(tmp_path, [cell(failing % 0, "raises-exception"), "1"]).status == 0


def test_a_greenlet_whose_failure_somebody_asks_for_is_none(tmp_path: Path) -> None:
    asking = 'var tea = spawn(() -> { throw new IllegalStateException("spilt"); });\ntea.join();\ntea.exception().getMessage()'
    done = run(tmp_path, [asking])
    assert done.status == 0 and done.shown(0).endswith('"spilt"')


def test_it_runs_as_a_plain_jar(tmp_path: Path) -> None:
    nbformat.write(nbformat.v4.new_notebook(cells=[cell("6 * 7")]), tmp_path / "test.ipynb")
    script = f'. "{PACKAGED}/bin/jdk.sh" && find_jdk && exec "$jdk_home/bin/java" -jar "{PACKAGED}/lib/greenloom-kernel.jar" run test.ipynb'
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=HANG, check=False)
    assert done.returncode == 0, done.stderr
    assert Run(0, "", tmp_path).shown(0).endswith("\n42")


def test_a_cell_that_takes_too_long_is_interrupted(tmp_path: Path) -> None:
    done = run(tmp_path, ["while (true) { }", "1"], "--timeout", "2")
    assert done.status == 1 and done.shown(1) == "In [None]"
    assert "--- error CellTimeout: The cell was still running after 2.0 s" in done.shown(0)


def test_parameters_replace_those_of_the_tagged_cell(tmp_path: Path) -> None:
    given = ["--param", "cups=5", "--param", "what=green tea", "--param", "hot=true", "--param", "price=2.5"]
    cells = [cell('int cups = 3;\nvar what = "water";', "parameters"), 'cups + " " + what + " " + hot + " " + price']
    done = run(tmp_path, cells, *given)
    assert done.status == 0, done.terminal
    assert done.shown(2).endswith('"5 green tea true 2.5"')
    assert notebooks.code_cells(done.notebook)[1].metadata.tags == ["injected-parameters"]
    assert run(tmp_path, ["cups + 1"], "--param", "cups=5").shown(1).endswith("\n6")


def test_the_page_is_whole_in_itself(tmp_path: Path) -> None:
    cells = [
        nbformat.v4.new_markdown_cell("# Tea & *more*\n\n| a |\n|---|\n| 1 |"),
        'IO.println("<tag> & \\u001b[31mred\\u001b[0m");\nIO.print("\\r10%\\r100%\\n");\ndisplay(svg("<svg></svg>"));',
        'throw new IllegalStateException("spilt");',
    ]
    run(tmp_path, cells, "--html", "--allow-errors", "-o", "test.executed.ipynb")
    page = (tmp_path / "test.executed.html").read_text()
    assert "<h1>Tea &amp; <em>more</em></h1>" in page and "<td>1</td>" in page
    assert '&lt;tag&gt; &amp; <span class="a31">red</span>' in page
    assert "100%" in page and "10%\r" not in page and "<svg></svg>" in page and "spilt" in page
    assert not re.search(r"""(?:src|href)=["']?https?:|<script|<link|@import|url\(""", page)


def test_progress_is_told_a_line_a_cell(tmp_path: Path) -> None:
    done = run(tmp_path, ["1 + 1", "broken;"])
    lines = [line for line in done.terminal.splitlines() if line.startswith("[")]
    assert re.fullmatch(r"\[1/2\] 1 \+ 1 +[\d.]+ s  ok", lines[0])
    assert lines[1].startswith("[2/2] broken;") and "CompileError" in lines[1]
    assert "Executed notebook: test.executed.ipynb" in done.terminal


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Which notebook?"),
        (["missing.ipynb"], "There is no notebook missing.ipynb."),
        (["broken.ipynb"], "is no notebook"),
        (["a.ipynb", "--timeout", "soon"], "--timeout needs a number of seconds"),
        (["a.ipynb", "--param", "3=4"], "--param needs NAME=VALUE"),
        (["a.ipynb", "--sideways"], "What is --sideways?"),
    ],
)
def test_what_is_wrong_with_the_call_is_said_with_status_2(tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "broken.ipynb").write_text('{"cells": 3}')
    done = call(tmp_path, *arguments)
    assert done.returncode == 2 and told in done.stderr


def test_input_is_refused_with_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, ['input("name? ")'])
    assert done.status == 1 and "cannot ask the user for input" in done.shown(0)


def test_a_notebook_of_an_older_format_gets_its_ids(tmp_path: Path) -> None:
    old = {"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": [
        {"cell_type": "code", "source": ["1 +\n", " 1"], "metadata": {}, "outputs": [], "execution_count": None}]}
    (tmp_path / "test.ipynb").write_text(__import__("json").dumps(old))
    done = call(tmp_path, "test.ipynb")
    assert done.returncode == 0, done.stderr
    assert Run(0, "", tmp_path).shown(0).endswith("\n2")
