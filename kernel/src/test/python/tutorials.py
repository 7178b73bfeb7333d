"""What a tutorial is made of, besides its outputs: tags on its cells, the examples it shows, links, Python blocks."""

from __future__ import annotations

import re
from pathlib import Path

from nbformat import NotebookNode

import notebooks
from notebooks import FOLDER

LANGUAGES = {"English": FOLDER, "Chinese": FOLDER / "zh"}

LESSONS = [
    "01-first-steps",
    "02-generators",
    "03-greenlets",
    "04-gevent",
    "05-asyncio",
    "06-network",
    "07-executors",
    "08-choosing",
]
ALL = {"00-index", *LESSONS, "playground"}
EXAMPLES = {f"S{number:02}" for number in range(1, 40)}

JAVA_TEXT = re.compile(r"""
    //[^\n]* | /\*[\s\S]*?\*/           # comments
    | \"{3}[\s\S]*?\"{3}                # text blocks
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])+'
    """, re.VERBOSE)
PYTHON_BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+\.ipynb)\)")
IN_README = re.compile(r"^\| (S\d\d) \|.*\| ([^|]+) \|$", re.MULTILINE)


def present(language: str) -> dict[str, NotebookNode]:
    """The notebooks of a language by their names."""
    return {path.stem: notebooks.read(path) for path in sorted(LANGUAGES[language].glob("*.ipynb"))}


def tagged(notebook: NotebookNode, tag: str) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def examples_of(notebook: NotebookNode) -> list[str]:
    """The ids, as in README, of the examples that the notebook shows, in its order."""
    ids = [id for cell in notebook.cells for id in cell.metadata.get("greenloom", {}).get("examples", [])]
    return list(dict.fromkeys(ids))


def places_in_readme() -> dict[str, list[str]]:
    """Which notebooks README names for each example."""
    rows = IN_README.findall((FOLDER / "README.md").read_text())
    return {id: re.findall(r"\((\S+)\.ipynb\)", places) for id, places in rows}


def before(notebook: NotebookNode, cell: NotebookNode) -> NotebookNode:
    return notebook.cells[notebook.cells.index(cell) - 1]


def code_alone(source: str) -> list[str]:
    """The lines of a cell without comments and without what its strings say."""
    bare = JAVA_TEXT.sub(lambda text: "" if text.group().startswith("/") else '""', source)
    return [line.rstrip() for line in bare.splitlines() if line.strip()]


def text_of(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def links_of(notebook: NotebookNode) -> list[Path]:
    return [Path(target) for cell in text_of(notebook) for target in LINK.findall(cell.source)]


def python_of(notebook: NotebookNode) -> list[str]:
    return [block for cell in text_of(notebook) for block in PYTHON_BLOCK.findall(cell.source)]
