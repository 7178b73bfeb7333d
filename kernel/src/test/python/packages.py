"""What install/ packs, each made once for all tests."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path

from kernels import CHECKOUT


@functools.cache
def jar() -> Path:
    """The one jar that has all in it."""
    build("jar")
    return CHECKOUT / "target" / "greenloom.jar"


@functools.cache
def wheel() -> Path:
    """The wheel for Linux and macOS."""
    build("wheel")
    [wheel] = (CHECKOUT / "target" / "wheel").glob("*.whl")
    return wheel


@functools.cache
def wheel_for_windows() -> Path:
    build("wheel", "--windows")
    [wheel] = (CHECKOUT / "target" / "wheel-windows").glob("*.whl")
    return wheel


def build(package: str, *options: str) -> None:
    done = subprocess.run([CHECKOUT / "install" / package / "build", *options], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
