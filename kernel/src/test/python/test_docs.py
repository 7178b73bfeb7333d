"""What the documents tell a reader to type, to open or to run is there and works."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from kernels import CHECKOUT, Kernel

BUILT = {"target", ".venv", ".git", "cache"}
DOCUMENTS = sorted(
    path for path in CHECKOUT.rglob("*.md") if not BUILT.intersection(path.relative_to(CHECKOUT).parts[:-1])
)
PROJECT = CHECKOUT / "runtime" / "example" / "target"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PRINTS = {"the kettle whistles\n": "tea", "meanwhile\ntea\n": None}


def blocks(language: str) -> list:
    return [
        pytest.param(document, block, id=f"{document.relative_to(CHECKOUT)}-{i}")
        for document in DOCUMENTS
        for i, (written, block) in enumerate(FENCE.findall(document.read_text()))
        if written == language
    ]


def commands() -> list:
    return [
        pytest.param(words, id=" ".join(words))
        for block in blocks("sh")
        for line in block.values[1].splitlines()
        if (words := shlex.split(line.removeprefix("$ "), comments=True))
    ]


def links() -> list:
    return [
        pytest.param(document.parent / link, id=f"{document.relative_to(CHECKOUT)}-{link}")
        for document in DOCUMENTS
        for link in re.findall(r"\]\(([^)#]+)\)", document.read_text())
        if "://" not in link
    ]


@pytest.fixture(scope="session")
def java_home() -> Path:
    """The JDK that the kernel's own launcher finds."""
    find = f'. "{CHECKOUT}/install/jdk.sh"; find_jdk && echo "$jdk_home"'
    return Path(subprocess.run(["sh", "-c", find], check=True, capture_output=True, text=True).stdout.strip())


@pytest.mark.parametrize("words", commands())
def test_the_reader_can_type(words: list[str]) -> None:
    program, *arguments = words
    if program == "cd" or words[:2] == ["git", "clone"]:
        return  # what they name is the reader's own
    if "/" not in program:
        assert shutil.which(program), f"no {program} on the path"
        for argument in arguments:
            if "/" in argument and "target" not in argument and "=" not in argument:
                assert (CHECKOUT / argument).exists(), f"{argument} is not there"
        return
    script = CHECKOUT / program
    assert script.exists() and script.stat().st_mode & 0o111, f"{program} is not there or not executable"
    for argument in arguments:
        if argument.startswith("-"):
            assert argument in script.read_text(), f"{program} does not know {argument}"
        elif argument != argument.upper():  # a word in capitals stands for the reader's own
            assert (CHECKOUT / argument).exists(), f"{argument} is not there"


@pytest.mark.parametrize("path", links())
def test_the_reader_can_open(path: Path) -> None:
    assert path.exists()


@pytest.mark.needs("Java samples")
@pytest.mark.parametrize(("document", "block"), blocks("java"))
def test_the_example_runs(kernel: Kernel, java_home: Path, tmp_path: Path, document: Path, block: str) -> None:
    if "void main()" in block:
        assert run_program(java_home, tmp_path, block) in PRINTS
        return
    run = kernel.run(block)
    assert run.status == "ok", run.content
    assert (run.result or "").strip('"') == PRINTS[run.text()]


def run_program(java_home: Path, tmp_path: Path, source: str) -> str:
    (tmp_path / "Program.java").write_text(source)
    assert PROJECT.exists(), "the example is not built: run 'mvn -pl runtime,runtime/example package' first"
    libraries = os.pathsep.join(str(jar) for jar in (PROJECT / "lib").glob("*.jar"))
    command = [java_home / "bin" / "java", "--add-opens", "java.base/java.lang=ALL-UNNAMED", "-cp", libraries]
    done = subprocess.run([*command, tmp_path / "Program.java"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.needs("Java samples")
def test_the_library_in_a_project_of_its_own(java_home: Path) -> None:
    """Built by the same Maven run; its jar says what the JVM has to open."""
    command = [java_home / "bin" / "java", "-jar", PROJECT / "kettles.jar"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "tea after 1\ntea after 2\ntea after 3\n"), done.stderr
