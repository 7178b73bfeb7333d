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
PRINTS = {"the kettle whistles\n": "tea", "meanwhile\ntea\n": None, "": ""}


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
        assert program == "docker" or shutil.which(program), f"no {program} on the path"
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


# Who runs each command that a document shows: a test, or the reason why none does.
BUILD = "the build runs it, or is it"
BY_HAND = "takes minutes, and its figures mean something only on a quiet machine"
RUN_BY = {
    "mvn verify": BUILD,
    "mvn -pl runtime test -Dtest=ChannelTest": BUILD,
    "mvn spotless:apply": BUILD,
    "mvn -pl runtime,kernel package -DskipTests": BUILD,
    "mvn -f runtime/example/pom.xml package": BUILD,
    "mvn -pl runtime install -DskipTests": "would write to the user's own ~/.m2; the example is built in the same run",
    "kernel/src/test/python/run -k NAME": BUILD,
    "kernel/protocol-tests/run --kernel NAME": "test_install.py::test_scripts_are_plain_posix_shell",
    "python kernel/bench/compare.py --quick": BY_HAND,
    "python runtime/bench/loop/compare.py --quick": BY_HAND,
    "python runtime/bench/generators/compare.py --quick": BY_HAND,
    "python runtime/bench/network/compare.py --quick": BY_HAND,
    "java -jar runtime/example/target/kettles.jar": "test_docs.py::test_the_library_in_a_project_of_its_own",
    "install/run": "test_install.py::test_a_new_user_types_the_first_command",
    "install/run --lab": "test_install.py::test_a_new_user_opens_jupyterlab",
    "install/kernelspec --user": "test_install.py::test_a_kernelspec_is_put_where_it_is_told",
    "install/kernelspec --user --remove": "test_install.py::test_a_kernelspec_is_put_where_it_is_told",
    "install/kernelspec --sys-prefix": "test_install.py::test_a_kernelspec_is_put_where_it_is_told",
    "install/kernelspec --prefix DIR": "test_install.py::test_a_kernelspec_is_installed_whole_and_removed",
    "install/wheel/build": "packages.py::wheel",
    "install/wheel/build --windows": "packages.py::wheel_for_windows",
    "install/jar/build": "packages.py::jar",
    "java -jar target/greenloom.jar install": "test_jar.py::test_it_is_installed_for_a_user_run_by_jupyter_and_uninstalled_without_a_trace",
    "java -jar target/greenloom.jar uninstall": "test_jar.py::test_it_is_installed_for_a_user_run_by_jupyter_and_uninstalled_without_a_trace",
    "java -jar target/greenloom.jar doctor": "test_jar.py::test_the_doctor_looks_and_names_what_mends_the_rest",
    "java -jar target/greenloom.jar console": "test_jar.py::test_the_console_runs_from_the_jar_and_an_interrupt_means_the_cell",
    "java -jar target/greenloom.jar run NOTEBOOK": "test_jar.py::test_a_notebook_runs_from_the_jar_alone",
    "java -jar target/greenloom.jar version": "test_jar.py::test_version_usage_and_completion",
    "java -jar target/greenloom.jar generate-completion": "test_jar.py::test_version_usage_and_completion",
    "docker build -f .binder/Dockerfile -t greenloom .": "test_docker.py::image",
    "docker run --rm -p 8888:8888 greenloom": "test_docker.py::test_its_user_runs_a_tutorial_without_writing_to_it",
}


def test_each_command_is_run_by_a_test_or_said_not_to_be() -> None:
    assert sorted({" ".join(command.values[0]) for command in commands()}) == sorted(RUN_BY)
    for runner in RUN_BY.values():
        file, _, name = runner.partition("::")
        assert not name or f"def {name}(" in Path(__file__).with_name(file).read_text(), f"there is no {runner}"


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
