"""The notebook with late output that nbclient, JupyterLab and the kernel's own runner execute."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

COLOURS = ("red", "green", "blue")
COMPUTING = len(COLOURS)  # the index of the cell that computes meanwhile
LINES = [f"{colour} {i}" for colour in COLOURS for i in range(6)]


def printing(colour: str, gate: Path, out: str = "System.out") -> str:
    """Six lines, of which the last three wait for the gate."""
    waiting = f'while (i == 3 && !Files.exists(Path.of("{gate}"))) sleep(0.01);'
    return f'for (int i = 0; i < 6; i++) {{ {waiting} {out}.println("{colour} " + i); sleep(0.02); }}'


def made(gate: Path) -> NotebookNode:
    """Three greenlets of three cells, and a fourth cell that computes until all three have ended."""
    cells = [
        f'var red = spawn("red", () -> {{ {printing("red", gate)} }});',
        f'var green = spawn("green", () -> {{ {printing("green", gate, "System.err")} }});',
        f"%%spawn blue\n{printing('blue', gate)}",
        "long sum = 0;\n"
        'for (int n = 0; Tasks.list().stream().anyMatch(task -> task.name().matches("red|green|blue")); n++) {\n'
        "    sum += n;\n"
        "    sleep(0.01);\n"
        "}\n"
        'IO.println("computed");',
        'IO.println("end");',
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    notebook.metadata["kernelspec"] = {"name": "greenloom", "display_name": "Java (Greenloom)", "language": "java"}
    return notebook
