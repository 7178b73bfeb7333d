"""The one jar that has all in it, on any Java, with a home of its own: what it puts there it takes away again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import psutil
import pytest

import packages
from kernels import CHECKOUT, HANG, Gate, Kernel, await_that
from terminals import END, ENTER, INTERRUPT, Terminal

JAVA = shutil.which("java") or "java"  # whichever comes first: it need not be the one that the kernel runs on

pytestmark = pytest.mark.needs("the installation")


@pytest.fixture(scope="module")
def jar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copy(packages.jar(), tmp_path_factory.mktemp("ein Ort für") / "greenloom.jar")


class User:
    """Someone with a home of his own, where nothing of Greenloom is."""

    def __init__(self, jar: Path, home: Path):
        self.jar = jar
        self.home = home
        self.environment = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",  # without it Java cannot open the jar, whose path is not ASCII
            "GREENLOOM_NO_AOT": "1",
        }

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [JAVA, "-jar", self.jar, *arguments], env=self.environment | environment, capture_output=True, text=True,
            timeout=HANG,
        )

    def files(self) -> list[Path]:
        return [path for path in self.home.rglob("*") if path.is_file()]

    @property
    def spec(self) -> Path:
        return self.home / ".local" / "share" / "jupyter" / "kernels" / "greenloom"


@pytest.fixture
def user(jar: Path, tmp_path: Path) -> User:
    home = tmp_path / "Zoë's home"
    home.mkdir()
    return User(jar, home)


def test_it_is_installed_for_a_user_run_by_jupyter_and_uninstalled_without_a_trace(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = user.run("install")
    assert installed.returncode == 0, installed.stderr
    description = json.loads((user.spec / "kernel.json").read_text())
    assert description["argv"] == [str(user.spec / "bin" / "greenloom-kernel"), "{connection_file}"]
    monkeypatch.setenv("JUPYTER_PATH", str(user.spec.parents[1]))
    with Kernel("greenloom") as kernel:
        assert kernel.value("await(spawn(() -> 6 * 7))") == "42"
        assert any(str(user.spec) in word for word in kernel.process.cmdline())
    assert user.run("uninstall").returncode == 0
    assert user.files() == []
    again = user.run("uninstall")
    assert again.returncode == 1 and "There is no kernelspec" in again.stderr


def test_two_versions_stand_side_by_side_below_a_prefix(user: User, tmp_path: Path) -> None:
    prefix = tmp_path / "like conda"
    kernels = prefix / "share" / "jupyter" / "kernels"
    assert user.run("install", "--prefix", str(prefix)).returncode == 0
    assert user.run("install", "--prefix", str(prefix), "--name", "greenloom-next").returncode == 0
    names = {path.name: json.loads((path / "kernel.json").read_text())["display_name"] for path in kernels.iterdir()}
    assert names == {"greenloom": "Java (Greenloom)", "greenloom-next": "Java (greenloom-next)"}
    assert user.run("uninstall", "--prefix", str(prefix)).returncode == 0
    assert [path.name for path in kernels.iterdir()] == ["greenloom-next"]


def test_a_notebook_runs_from_the_jar_alone(user: User, tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    done = user.run("run", str(CHECKOUT / "notebooks" / "00-index.ipynb"), "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert out.exists()


def test_the_console_runs_from_the_jar_and_an_interrupt_means_the_cell(user: User) -> None:
    with Terminal(JAVA, "-jar", str(user.jar), "console", **user.environment) as console:
        console.await_last("In [1]:")
        console.type('IO.println("begun"); while (true) {}' + ENTER)
        console.await_row("begun")
        console.type(INTERRUPT)
        console.await_last("In [2]:")
        console.type("1 + 1" + ENTER)
        console.await_row("Out[2]: 2")
        console.type(END)
        assert console.end() == 0


def test_who_ends_the_jar_ends_the_kernel(user: User, tmp_path: Path, gate: Gate) -> None:
    cell = {"cell_type": "code", "id": "one", "metadata": {}, "outputs": [], "execution_count": None,
            "source": f'Files.createFile(Path.of("{gate.path}")); Thread.sleep(1_000_000);'}
    notebook = tmp_path / "long.ipynb"
    notebook.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    running = subprocess.Popen([JAVA, "-jar", user.jar, "run", notebook], env=user.environment, stderr=subprocess.DEVNULL)
    await_that(gate.path.exists, "the cell runs")
    children = psutil.Process(running.pid).children(recursive=True)
    running.send_signal(signal.SIGTERM)
    running.wait(HANG)
    await_that(lambda: not any(child.is_running() for child in children), "the kernel has ended")


def test_the_doctor_looks_and_names_what_mends_the_rest(user: User) -> None:
    found = user.run("doctor", PATH=str(Path(JAVA).parent) + ":/usr/bin:/bin")
    assert "✓ JDK " in found.stdout and "✓ a cell runs" in found.stdout, found.stderr
    assert "✗ no Jupyter on the path\n    pip install jupyterlab" in found.stdout
    assert found.returncode == 1


def test_where_no_cache_can_be_written_it_runs_all_the_same(user: User, tmp_path: Path) -> None:
    no_place = tmp_path / "a file"
    no_place.touch()
    done = user.run("doctor", XDG_CACHE_HOME=str(no_place), TMPDIR=str(tmp_path), PATH="/usr/bin:/bin")
    assert "✓ a cell runs" in done.stdout, done.stderr


def test_version_usage_and_completion(user: User) -> None:
    assert user.run("version").stdout.startswith("Greenloom 0.1")
    wrong = user.run("walk")
    assert wrong.returncode == 2 and "walk" in wrong.stderr
    completion = user.run("generate-completion").stdout
    words = subprocess.run(
        ["bash", "-c", f"{completion}\nCOMP_WORDS=(greenloom un); COMP_CWORD=1; _complete_greenloom; echo ${{COMPREPLY[@]}}"],
        capture_output=True, text=True,
    )
    assert words.stdout.split() == ["uninstall"], words.stderr
