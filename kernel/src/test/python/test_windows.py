"""What Windows starts, as far as Linux can run it: the launcher in Wine's cmd.exe, with a java.exe that says how it was called.

Not run here: the kernel itself on Windows, PowerShell, and the training of the JVM.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pip._vendor.distlib as distlib
import pytest

import packages
from kernels import CHECKOUT, HANG

WINE = shutil.which("wine64", path=f"{os.defpath}:/usr/lib/wine") or ""
HERE = "Z:"  # where Wine has the root of the file system

pytestmark = pytest.mark.needs("the installation")


@pytest.fixture(scope="module", autouse=True)
def wine() -> None:
    if not WINE and os.environ.get("GREENLOOM_REQUIRE_WINE") == "1":
        pytest.fail("The Windows launcher is not tested: no wine64 found, and GREENLOOM_REQUIRE_WINE=1.")
    if not WINE:
        pytest.skip("The Windows launcher is not tested: no wine64 found.")


@pytest.fixture(scope="module")
def java(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A java.exe that prints its command line: pip's launcher of scripts, whose script is run by `echo`."""
    script = io.BytesIO()
    with zipfile.ZipFile(script, "w") as archive:
        archive.writestr("__main__.py", "")
    stub = Path(distlib.__file__).with_name("t64.exe").read_bytes()
    path = tmp_path_factory.mktemp("java") / "java.exe"
    path.write_bytes(stub + b"#!C:\\windows\\system32\\cmd.exe /c echo\r\n" + script.getvalue())
    return path


class Windows:
    """A kernel in a directory with a space, and JDKs beside it."""

    def __init__(self, prefix: Path, place: Path, java: Path):
        self.prefix = prefix
        self.place = place
        self.java = java
        self.kernel = place / "a kernel"
        (self.kernel / "bin").mkdir(parents=True)
        shutil.copy(CHECKOUT / "install" / "greenloom-kernel.cmd", self.kernel / "bin")

    def path(self, path: Path) -> str:
        return HERE + str(path).replace("/", "\\")

    def jdk(self, name: str, version: str, *, compiler: bool = True) -> str:
        home = self.place / name
        (home / "bin").mkdir(parents=True)
        (home / "release").write_text(f'IMPLEMENTOR="Test"\nJAVA_VERSION_DATE="2026-01-01"\nJAVA_VERSION="{version}"\n')
        for tool in ("java.exe", "javac.exe") if compiler else ("java.exe",):
            shutil.copy(self.java, home / "bin" / tool)
        return self.path(home)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if name not in ("JAVA_HOME", "JDK_HOME")}
        return subprocess.run(
            [WINE, "cmd", "/c", "greenloom-kernel.cmd", *arguments], cwd=self.kernel / "bin", text=True, timeout=HANG,
            capture_output=True, env=inherited | {"WINEPREFIX": str(self.prefix), "WINEDEBUG": "-all"} | environment,
        )


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("wine")


@pytest.fixture
def windows(prefix: Path, tmp_path: Path, java: Path) -> Windows:
    return Windows(prefix, tmp_path, java)


def test_the_kernel_is_started_with_the_flags_of_the_other_launcher(windows: Windows) -> None:
    jdk = windows.jdk("jdk 25", "25.0.3")
    started = windows.run("C:\\a file.json", "--more", JAVA_HOME=jdk, GREENLOOM_HEAP="2g", GREENLOOM_JVM_OPTS="-Da=b")
    assert started.returncode == 0, started.stderr
    [line] = started.stdout.splitlines()
    assert line.startswith(f'"{jdk}\\bin\\java.exe" ')
    flags = (CHECKOUT / "install" / "greenloom-kernel").read_text().split('"$jdk_home/bin/java" \\\n', 1)[1]
    for flag in (word.strip('"') for word in flags.split('"-XX:OnError')[0].replace("\\\n", " ").split()):
        expected = flag.replace("${GREENLOOM_HEAP:-1g}", "2g").replace("$home/", windows.path(windows.kernel / "bin") + "\\..\\")
        assert expected.replace("/", "\\") in line
    assert "-Da=b -jar" in line and line.endswith('lib\\greenloom-kernel.jar" "C:\\a file.json" --more')


def test_a_jdk_is_found_in_the_order_of_the_other_launcher(windows: Windows) -> None:
    old, named, fallen_back_to = windows.jdk("17", "17.0.1"), windows.jdk("26", "26"), windows.jdk("25", "25.0.3")
    jre = windows.jdk("jre", "25.0.3", compiler=False)
    assert windows.run("--jdk", JAVA_HOME=named, JDK_HOME=fallen_back_to).stdout.strip() == f"26 in {named}"
    assert windows.run("--jdk", JAVA_HOME=old, JDK_HOME=fallen_back_to).stdout.strip() == f"25.0.3 in {fallen_back_to}"
    assert windows.run("--jdk", JAVA_HOME=jre, WINEPATH=named + "\\bin").stdout.strip().startswith(f"26 in {named}")
    (windows.kernel / "jdk-home").write_text(fallen_back_to + "\n")
    assert windows.run("--jdk").stdout.strip() == f"25.0.3 in {fallen_back_to}"


def test_where_there_is_none_it_says_what_would_serve(windows: Windows) -> None:
    none = windows.run("--jdk")
    assert none.returncode == 1 and "JDK 25" in none.stderr and "JAVA_HOME" in none.stderr


def test_a_cache_is_used_only_with_the_jvm_that_made_it(windows: Windows) -> None:
    jdk, other = windows.jdk("25", "25.0.3"), windows.jdk("other", "25.0.4")
    assert windows.run("--is-trained", JAVA_HOME=jdk).returncode == 1
    (windows.kernel / "cache").mkdir()
    (windows.kernel / "cache" / "trained").write_bytes(b"much")
    (windows.kernel / "cache" / "made-of").write_text("25.0.3\n")
    assert windows.run("--is-trained", JAVA_HOME=jdk).returncode == 0
    assert "-XX:AOTCache=" in windows.run("x", JAVA_HOME=jdk).stdout
    assert windows.run("--is-trained", JAVA_HOME=other).returncode == 1
    assert "-XX:AOTCache=" not in windows.run("x", JAVA_HOME=other).stdout


def test_the_wheel_for_windows_starts_that_launcher() -> None:
    wheel = packages.wheel_for_windows()
    assert wheel.name.endswith("-py3-none-win_amd64.whl")
    with zipfile.ZipFile(wheel) as archive:
        [spec] = [name for name in archive.namelist() if name.endswith("/greenloom/kernel.json")]
        launcher = json.loads(archive.read(spec))["argv"][0]
        assert launcher == "{resource_dir}/bin/greenloom-kernel.cmd"
        assert any(name.endswith("/greenloom/bin/greenloom-kernel.cmd") for name in archive.namelist())
