"""What README.md tells a reader to type or to open is there."""

from __future__ import annotations

import re
import shlex
import shutil

import pytest

from kernels import CHECKOUT, Kernel

README = (CHECKOUT / "README.md").read_text()
FENCES = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [
    words
    for language, block in FENCES
    if language != "java"
    for line in block.splitlines()
    if (words := shlex.split(line.removeprefix("$ "), comments=True))
]
LINKS = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_reader_can_type(words: list[str]) -> None:
    program, *arguments = words
    if program == "cd" or words[:2] == ["git", "clone"]:
        return  # what they name is the reader's own
    if "/" not in program:
        assert shutil.which(program), f"no {program} on the path"
        return
    script = CHECKOUT / program
    assert script.exists() and script.stat().st_mode & 0o111, f"{program} is not there or not executable"
    for argument in arguments:
        if argument.startswith("-"):
            assert argument in script.read_text(), f"{program} does not know {argument}"
        elif argument != argument.upper():  # a word in capitals stands for the reader's own
            assert (CHECKOUT / argument).exists(), f"{argument} is not there"


@pytest.mark.parametrize("link", LINKS)
def test_the_reader_can_open(link: str) -> None:
    assert (CHECKOUT / link).exists()


@pytest.mark.needs("Java samples")
@pytest.mark.parametrize("cell", [block for language, block in FENCES if language == "java"])
def test_the_example_runs_as_a_cell(kernel: Kernel, cell: str) -> None:
    run = kernel.run(cell)
    assert run.status == "ok", run.content
    assert run.text() == "the kettle whistles\n"
    assert (run.result or "").strip('"') == "tea"
