"""The wheel, in environments where nothing of this checkout is: found by Jupyter, examined by its doctor, removed without a trace."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import packages
from kernels import CHECKOUT, Kernel

pytestmark = pytest.mark.needs("the installation")


@pytest.fixture(scope="module")
def wheel() -> Path:
    return packages.wheel()


class Environment:
    """A virtual environment with the wheel in it."""

    def __init__(self, home: Path, wheel: Path):
        venv.create(home, symlinks=True)
        self.home = home
        self.before = self.files()
        self.pip("install", "--no-index", wheel)

    def pip(self, *arguments: str | Path) -> None:
        command = [sys.executable, "-m", "pip", "--python", self.home / "bin" / "python", "--quiet", *arguments]
        subprocess.run(command, check=True)

    def files(self) -> set[Path]:
        return {path for path in self.home.rglob("*") if path.is_file() and "__pycache__" not in path.parts}

    @property
    def kernels(self) -> Path:
        return self.home / "share" / "jupyter" / "kernels"

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [self.home / "bin" / "greenloom", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return Environment(tmp_path_factory.mktemp("a place") / "ümgebung", wheel)


def test_jupyter_starts_the_kernel_from_where_pip_has_put_it(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", str(environment.kernels.parent))
    with Kernel("greenloom") as kernel:
        assert kernel.value("1 + 1") == "2"
        [started] = [line for line in kernel.process.cmdline() if line.endswith("greenloom-kernel.jar")]
        assert Path(started).resolve().is_relative_to(environment.home.resolve())


def test_the_doctor_finds_what_is_there_and_names_what_mends_the_rest(environment: Environment) -> None:
    found = environment.run("doctor", PATH=os.defpath)
    assert "✓ JDK " in found.stdout and "✓ a cell runs" in found.stdout
    assert "✗ no Jupyter on the path\n    pip install jupyterlab" in found.stdout
    assert "if you like: greenloom train" in found.stdout
    assert found.returncode == 1


def test_beside_a_jupyter_of_its_own_the_doctor_tells_how_that_one_finds_the_kernel(environment: Environment) -> None:
    """As pipx keeps one: another environment, first on the path."""
    beside = {"PATH": f"{Path(sys.executable).parent}:{os.defpath}", "JUPYTER_PATH": ""}
    found = environment.run("doctor", **beside)
    jupyter = Path(sys.executable).with_name("jupyter")
    assert f"✗ Jupyter ({jupyter}) does not see {environment.kernels / 'greenloom'}" in found.stdout
    mend = f"JUPYTER_PATH={environment.kernels.parent}"
    assert f"    {mend} jupyter lab" in found.stdout
    variable, _, value = mend.partition("=")
    mended = environment.run("doctor", **(beside | {variable: value}))
    assert f"✓ Jupyter ({jupyter}) sees the kernel" in mended.stdout and mended.returncode == 0, mended.stdout


def test_without_a_jdk_the_doctor_says_what_brings_one(environment: Environment) -> None:
    launcher = environment.kernels / "greenloom" / "bin" / "jdk.sh"
    text = launcher.read_text()
    launcher.write_text(text + "\nfind_jdk() { return 1; }\n")
    try:
        found = environment.run("doctor")
    finally:
        launcher.write_text(text)
    assert found.returncode == 1 and found.stdout.startswith("✗ ") and found.stdout.endswith("    greenloom fetch-jdk\n")


@pytest.mark.parametrize("scheme", ["--user", "--prefix"])
def test_it_stands_in_other_places_than_virtual_environments(
    scheme: str, wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--user`, and a prefix with the layout of conda's environments."""
    place = tmp_path / "place"
    python = getattr(sys, "_base_executable", sys.executable)
    env = {**os.environ, "PYTHONUSERBASE": str(place), "PIP_BREAK_SYSTEM_PACKAGES": "1"}
    pip = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-index", "--ignore-installed"]
    subprocess.run([*pip, *([scheme] if scheme == "--user" else [scheme, place]), wheel], env=env, check=True)
    monkeypatch.setenv("JUPYTER_PATH", str(place / "share" / "jupyter"))
    with Kernel("greenloom") as kernel:
        assert kernel.value("6 * 7") == "42"
        assert any(str(place) in word for word in kernel.process.cmdline())
    (library,) = place.glob("lib/python*/site-packages")
    version = subprocess.run([place / "bin" / "greenloom", "version"], env=env | {"PYTHONPATH": str(library)}, capture_output=True, text=True)
    assert version.stdout.startswith("0.1"), version.stderr


def test_a_notebook_is_executed_without_jupyter(environment: Environment, tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    done = environment.run("run", str(CHECKOUT / "notebooks" / "01-first-steps.ipynb"), "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert out.exists()


def test_what_it_was_taught_goes_with_it(wheel: Path, tmp_path: Path) -> None:
    environment = Environment(tmp_path / "brief", wheel)
    (library,) = environment.home.glob("lib/python*/site-packages")
    (library / "cjdk.py").write_text("def java_home(vendor, version):\n    return f'/of/{vendor}/{version}'\n")
    assert environment.run("fetch-jdk").returncode == 0
    assert (environment.kernels / "greenloom" / "jdk-home").read_text() == "/of/temurin/25\n"
    (library / "cjdk.py").unlink()
    assert "pip install 'greenloom[jdk]'" in environment.run("fetch-jdk").stderr
    cache = environment.kernels / "greenloom" / "cache"
    (cache / "trained").write_bytes(b"much")
    (cache / "made-of").write_text("jars")
    environment.pip("uninstall", "--yes", "greenloom")
    assert environment.files() == environment.before


def test_an_unknown_word_is_told_with_what_there_is(environment: Environment) -> None:
    wrong = environment.run("walk")
    assert wrong.returncode == 2 and "greenloom doctor" in wrong.stderr
    assert environment.run("version").stdout.startswith("0.1")
