"""What install/ does without a network: find the JDK, put the kernelspec where it is told, take it away again."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kernels import CHECKOUT

INSTALL = CHECKOUT / "install"
FOLDERS = (
    *(INSTALL, INSTALL / "wheel", INSTALL / "jar", INSTALL / "docker"),
    *(CHECKOUT / ".ci", Path(__file__).parent, CHECKOUT / "kernel" / "protocol-tests"),
)
SCRIPTS = [
    path
    for folder in FOLDERS
    for path in sorted(folder.iterdir())
    if path.suffix == ".sh" or (path.is_file() and path.read_bytes().startswith(b"#!/bin/sh"))
]

pytestmark = pytest.mark.needs("the installation")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_plain_posix_shell(script: Path) -> None:
    shellcheck = shutil.which("shellcheck", path=str(Path(sys.executable).parent))
    checked = subprocess.run([shellcheck, "-x", script], cwd=CHECKOUT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def make_jdk(home: Path, version: str, *, compiler: bool = True) -> Path:
    (home / "bin").mkdir(parents=True)
    (home / "release").write_text(f'IMPLEMENTOR="Test"\nJAVA_RUNTIME_VERSION="{version}+9"\nJAVA_VERSION="{version}"\n')
    for tool in ("java", "javac") if compiler else ("java",):
        (home / "bin" / tool).write_text("#!/bin/sh\nexit 70\n")
        (home / "bin" / tool).chmod(0o755)
    return home


def find_jdk(java_home: Path | str, path: Path | str) -> str:
    """The home and version of what jdk.sh finds first, with no machine around it but what is given."""
    places = "for jdk_place in /nowhere; do"
    text = (INSTALL / "jdk.sh").read_text()
    start, end = text.index("for jdk_place in"), text.index("; do", text.index("for jdk_place in")) + 4
    code = text[:start] + places + text[end:] + '\nfind_jdk && echo "$jdk_home $jdk_version" || echo "$jdk_advice"\n'
    env = {"JAVA_HOME": str(java_home), "PATH": f"{path}:{os.defpath}" if path else "/nowhere", "HOME": "/nowhere"}
    return subprocess.run(["/bin/sh", "-euc", code], env=env, capture_output=True, text=True, check=True).stdout.strip()


def test_java_home_comes_first(tmp_path: Path) -> None:
    named, on_path = make_jdk(tmp_path / "named", "25.0.3"), make_jdk(tmp_path / "other", "26")
    assert find_jdk(named, on_path / "bin") == f"{named} 25.0.3+9"


def test_a_java_home_that_is_too_old_is_passed_over_for_the_path(tmp_path: Path) -> None:
    old, on_path = make_jdk(tmp_path / "old", "17.0.1"), make_jdk(tmp_path / "new", "26-ea")
    assert find_jdk(old, on_path / "bin").endswith("26-ea+9")


def test_the_path_is_read_through_links(tmp_path: Path) -> None:
    home = make_jdk(tmp_path / "jdk", "25.0.3")
    links = tmp_path / "links"
    links.mkdir()
    (links / "java").symlink_to(home / "bin" / "java")
    assert find_jdk("", links) == f"{home.resolve()} 25.0.3+9"


def test_a_java_without_a_compiler_does_not_serve_and_the_advice_says_what_does(tmp_path: Path) -> None:
    jre = make_jdk(tmp_path / "jre", "25.0.3", compiler=False)
    advice = find_jdk(jre, "")
    assert "JDK 25" in advice and "JAVA_HOME" in advice and "\n" not in advice


@pytest.fixture
def without_training(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLOOM_NO_AOT", "1")


@pytest.mark.usefixtures("without_training")
def test_a_kernelspec_is_installed_whole_and_removed(tmp_path: Path) -> None:
    def kernelspec(*arguments: str) -> None:
        subprocess.run([INSTALL / "kernelspec", "--prefix", tmp_path / "a prefix", *arguments], check=True)

    kernelspec()
    spec = tmp_path / "a prefix" / "share" / "jupyter" / "kernels" / "greenloom"
    description = json.loads((spec / "kernel.json").read_text())
    launcher, connection = description["argv"]
    assert Path(launcher) == spec / "bin" / "greenloom-kernel" and os.access(launcher, os.X_OK)
    assert connection == "{connection_file}" and description["interrupt_mode"] == "message"
    assert (spec / "lib" / "greenloom-kernel.jar").exists() and (spec / "logo-64x64.png").exists()

    kernelspec("--remove")
    assert list(spec.parent.iterdir()) == []


@pytest.mark.usefixtures("without_training")
def test_a_kernelspec_is_put_where_it_is_told(tmp_path: Path) -> None:
    python = tmp_path / "env" / "bin" / "python3"  # as that of an environment that is active
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\necho '{tmp_path}/env'\n")
    python.chmod(0o755)
    home = tmp_path / "home"
    env = {**os.environ, "HOME": str(home), "PATH": f"{python.parent}:{os.environ['PATH']}"}
    for name in ("JUPYTER_DATA_DIR", "XDG_DATA_HOME"):
        env.pop(name, None)
    places = {"--user": home / ".local", "--sys-prefix": tmp_path / "env"}
    for option, place in places.items():
        spec = place / "share" / "jupyter" / "kernels" / "greenloom"
        subprocess.run([INSTALL / "kernelspec", option], env=env, check=True)
        assert (spec / "kernel.json").exists()
        subprocess.run([INSTALL / "kernelspec", option, "--remove"], env=env, check=True)
        assert not spec.exists()


@pytest.fixture
def new_user(tmp_path: Path) -> dict[str, str]:
    """A home with nothing in it; on the path only what README names."""
    (tmp_path / "bin").mkdir()
    for tool in ("java", "mvn", "python3"):
        found = getattr(sys, "_base_executable", sys.executable) if tool == "python3" else shutil.which(tool)
        (tmp_path / "bin" / tool).symlink_to(Path(found).resolve())
    return {"HOME": str(tmp_path), "PATH": f"{tmp_path}/bin:{os.defpath}"}


@pytest.mark.usefixtures("without_training")
def test_a_new_user_types_the_first_command(new_user: dict[str, str]) -> None:
    done = subprocess.run([INSTALL / "run"], env=new_user | {"GREENLOOM_NO_AOT": "1"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    [page] = re.findall(r"The same as a page: (.*)", done.stdout)
    assert "greenlet" in Path(page).read_text()


def test_a_new_user_opens_jupyterlab(new_user: dict[str, str]) -> None:
    asked = subprocess.run([INSTALL / "run", "--lab", "--version"], env=new_user | {"GREENLOOM_NO_AOT": "1"}, capture_output=True, text=True)
    assert asked.returncode == 0, asked.stderr
    assert re.search(r"^4\.\d", asked.stdout, re.MULTILINE)


def test_without_a_place_it_says_what_it_knows() -> None:
    asked = subprocess.run([INSTALL / "kernelspec"], capture_output=True, text=True)
    assert asked.returncode == 2 and "--user" in asked.stderr
