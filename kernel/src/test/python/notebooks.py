"""Executes notebooks and holds what they show against the outputs committed in them, cell by cell.

What may differ is declared in the cell's own metadata, see notebooks/README.md. Run as a program it writes the outputs
of an execution into the notebooks: `python notebooks.py notebooks/*.ipynb`.
"""

from __future__ import annotations

import copy
import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import NotebookNode

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "protocol-tests"))  # where it is run as a program

from kernels import CHECKOUT, HANG, PACKAGED, own_jupyter

FOLDER = CHECKOUT / "notebooks"
NOTEBOOKS = [path for folder in (FOLDER, FOLDER / "zh") for path in sorted(folder.glob("*.ipynb"))]
FROM_ANOTHER_CELL = re.compile(r"\[In \d+\] .*")  # so late lines are marked where their own cell cannot show them
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    bare = copy.deepcopy(notebook)
    for cell in code_cells(bare):
        cell.outputs, cell.execution_count = [], None
    return bare


# -- executing -------------------------------------------------------------------------------------------------------


def execute_with_nbconvert(path: Path) -> NotebookNode:
    """Executes as `jupyter nbconvert --execute` does: what comes after its cell has ended is shown by the one that runs."""
    notebook = without_outputs(read(path))
    ExecutePreprocessor(timeout=HANG).preprocess(notebook, {"metadata": {"path": str(path.parent)}})
    return notebook


def execute_with_runner(path: Path) -> NotebookNode:
    """Executes with the kernel's own runner, which keeps every output at its cell, late ones too, as JupyterLab does."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / path.name
        command = [PACKAGED / "bin" / "greenloom-kernel", "run", path, "-o", out]
        # A copy: the process's own environment may be changed by another thread, with a notebook of its own, while this forks.
        options = {"cwd": path.parent, "env": os.environ.copy(), "capture_output": True, "text": True}
        done = subprocess.run(command, timeout=HANG, check=False, **options)
        assert done.returncode == 0, done.stdout + done.stderr
        return read(out)


def merged(outputs) -> list[NotebookNode]:
    """Joins neighbouring pieces of one stream: where a stream is cut into messages is nobody's promise."""
    joined: list[NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            joined.append(copy.deepcopy(output))
    return joined


# -- comparing -------------------------------------------------------------------------------------------------------


def declared(cell: NotebookNode, what: str) -> list[re.Pattern[str]]:
    return [re.compile(pattern) for pattern in cell.metadata.get("greenloom", {}).get(what, [])]


def shown(cell: NotebookNode) -> str:
    """All that a cell shows, as text."""
    lines = [f"In [{cell.execution_count}]"]
    for output in merged(cell.outputs):
        match output.output_type:
            case "stream":
                lines += [f"--- {output.name}", output.text.rstrip("\n")]
            case "error":
                lines += [f"--- error {output.ename}: {output.evalue}", ANSI.sub("", "\n".join(output.traceback))]
            case kind:
                for mime, data in sorted(output.data.items()):
                    lines += [f"--- {kind} {mime}", data if isinstance(data, str) else repr(data)]
    return "\n".join(lines)


def late_lines(declaring: NotebookNode, cell: NotebookNode) -> list[str]:
    patterns = declared(declaring, "late")
    return [line for line in shown(cell).splitlines() if any(p.fullmatch(line) for p in patterns)]


def comparable(declaring: NotebookNode, cell: NotebookNode, with_late: bool) -> list[str]:
    text = shown(cell)
    for pattern in declared(declaring, "varies"):
        text = pattern.sub("‹varies›", text)
    lines = text.splitlines()
    if with_late:
        return lines
    late = [*declared(declaring, "late"), FROM_ANOTHER_CELL]
    kept = [line for line in lines if not any(p.fullmatch(line) for p in late)]
    return [
        line
        for line, after in zip(kept, [*kept[1:], "---"], strict=True)
        if not (line == "--- stdout" and after.startswith("---"))
    ]


def differences(committed: NotebookNode, executed: NotebookNode, with_late: bool) -> list[str]:
    """What differs, a text for each cell that does; nothing where all is as committed."""
    told = []
    for expected, actual in zip(code_cells(committed), code_cells(executed), strict=True):
        before, after = (comparable(expected, cell, with_late) for cell in (expected, actual))
        if before != after:
            diff = difflib.unified_diff(before, after, "committed", "executed", lineterm="", n=99)
            told.append(f"cell '{expected.id}':\n" + "\n".join(diff))
    return told


def faults_of_declarations(notebook: NotebookNode) -> list[str]:
    """Patterns that say nothing (any more), or so much that they would hide a cell."""
    told = []
    for cell in code_cells(notebook):
        text = shown(cell)
        for pattern in declared(cell, "varies"):
            matches = [m.group() for m in pattern.finditer(text)]
            if not matches:
                told.append(f"cell '{cell.id}': nothing matches the pattern {pattern.pattern!r}")
            if any("\n" in m or not m or m in text.splitlines() for m in matches):
                told.append(f"cell '{cell.id}': the pattern {pattern.pattern!r} matches nothing or a whole line")
        if declared(cell, "late") and not late_lines(cell, cell):
            told.append(f"cell '{cell.id}': no line is late")
    return told


# -- committing ------------------------------------------------------------------------------------------------------


def update(path: Path) -> None:
    """Writes the outputs of an execution into the notebook, leaving alone what differs only as declared."""
    committed, executed = read(path), execute_with_runner(path)
    for old, new in zip(code_cells(committed), code_cells(executed), strict=True):
        if comparable(old, old, True) != comparable(old, new, True):
            old.outputs, old.execution_count = new.outputs, new.execution_count
            print(f"{path.name}: wrote cell '{old.id}'")
    nbformat.validate(committed)
    nbformat.write(committed, path)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home, own_jupyter(Path(home)):
        for name in sys.argv[1:]:
            update(Path(name).resolve())
