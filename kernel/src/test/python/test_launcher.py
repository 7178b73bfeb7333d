"""The launcher, with a java that says how it was called: which cache it uses, and when it makes a new one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kernels import CHECKOUT, await_that

JAVA = """#!/bin/sh
for word; do
    case $word in
        -XX:AOTCacheOutput=*) [ ! -e "${0%/bin/java}/broken" ] || exit 3; echo "of $0" >"${word#*=}" ;;
    esac
done
printf '%s\\n' "${LC_ALL:-}${LC_CTYPE:-}${LANG:-}" "$@"
"""

pytestmark = pytest.mark.needs("the installation")


class Installed:
    """A kernel in a directory of its own, with a JDK to be replaced by others."""

    def __init__(self, place: Path):
        self.place = place
        self.home = place / "kernels" / "greenloom"
        (self.home / "bin").mkdir(parents=True)
        (self.home / "lib").mkdir()
        for file in ("greenloom-kernel", "jdk.sh"):
            shutil.copy(CHECKOUT / "install" / file, self.home / "bin")
        (self.home / "lib" / "greenloom-kernel.jar").write_text("a jar")
        self.jdk = self.make_jdk("25.0.3")

    def make_jdk(self, version: str) -> Path:
        home = self.place / f"jdk {version}"
        (home / "bin").mkdir(parents=True)
        (home / "release").write_text(f'JAVA_VERSION="{version}"\n')
        for tool in ("java", "javac"):
            (home / "bin" / tool).write_text(JAVA)
            (home / "bin" / tool).chmod(0o755)
        return home

    def run(self, *arguments: str, program: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = [program or self.home / "bin" / "greenloom-kernel", *arguments]
        env = {"JAVA_HOME": str(self.jdk), "PATH": os.defpath, "HOME": "/nowhere"}
        return subprocess.run(command, env=env, capture_output=True, text=True)

    def start(self) -> list[str]:
        """The words that java gets for a kernel."""
        started = self.run("connection file.json")
        assert started.returncode == 0, started.stderr
        return started.stdout.splitlines()

    def uses_cache(self) -> bool:
        return f"-XX:AOTCache={self.home / 'bin'}/../cache/trained" in self.start()

    def is_trained(self) -> bool:
        return self.run("--is-trained").returncode == 0

    @property
    def made_of(self) -> str:
        return (self.home / "cache" / "made-of").read_text()


@pytest.fixture(params=["plain", "mit Leerzeichen und Ümlaut", "日本 & $HOME 'x'"])
def installed(request: pytest.FixtureRequest, tmp_path: Path) -> Installed:
    return Installed(tmp_path / request.param)


def test_a_kernel_is_started_wherever_it_lies(installed: Installed) -> None:
    assert installed.start()[-3:] == ["-jar", f"{installed.home}/bin/../lib/greenloom-kernel.jar", "connection file.json"]
    link = installed.place / "a link"
    link.symlink_to(installed.home / "bin" / "greenloom-kernel")
    assert installed.run("x", program=link).stdout.splitlines()[-1] == "x"
    assert installed.run("--jdk").stdout == f"25.0.3 in {installed.jdk}\n"


def test_names_that_are_not_ascii_can_be_opened_where_no_locale_is_set(tmp_path: Path) -> None:
    assert Installed(tmp_path / "one").start()[0] == "C.UTF-8"


def test_a_cache_is_made_once_and_used(installed: Installed) -> None:
    assert not installed.uses_cache() and not installed.is_trained()
    assert installed.run("--train").returncode == 0
    assert installed.is_trained() and installed.uses_cache()


def test_another_jdk_starts_without_the_cache_and_has_it_made_again(installed: Installed) -> None:
    installed.run("--train")
    installed.jdk = installed.make_jdk("25.0.4")
    assert not installed.uses_cache()
    await_that(installed.is_trained, "the cache is made again")
    assert installed.uses_cache()
    assert "25.0.4" in (installed.home / "cache" / "trained").read_text()


def test_other_jars_start_without_the_cache(installed: Installed) -> None:
    installed.run("--train")
    (installed.home / "lib" / "greenloom-kernel.jar").write_text("another jar")
    assert not installed.uses_cache()
    await_that(installed.is_trained, "the cache is made again")


def test_a_cache_that_cannot_be_made_costs_nothing_and_is_not_tried_again(installed: Installed) -> None:
    installed.run("--train")
    installed.jdk = installed.make_jdk("26")
    (installed.jdk / "broken").touch()
    assert not installed.uses_cache()
    await_that(lambda: installed.made_of.startswith("tried "), "it was tried")
    before = os.stat(installed.home / "cache" / "made-of").st_mtime_ns
    assert not installed.uses_cache()
    assert os.stat(installed.home / "cache" / "made-of").st_mtime_ns == before


def test_two_versions_have_a_cache_each(tmp_path: Path) -> None:
    older, newer = Installed(tmp_path / "0.1"), Installed(tmp_path / "0.2")
    older.run("--train")
    assert older.uses_cache() and not newer.uses_cache()
