"""What there is to do beside Jupyter:

    greenloom run NOTEBOOK [OPTION...]   executes a notebook here, without Jupyter
    greenloom console                    runs cells that are typed here
    greenloom doctor                     says what is found, what is missing, and what mends it
    greenloom train                      lets the kernel start twice as fast, once and for this JDK
    greenloom fetch-jdk                  fetches a JDK 25 for the kernel alone; needs pip install 'greenloom[jdk]'
    greenloom version
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import files, version
from pathlib import Path

from greenloom.doctor import examine


def kernel() -> Path:
    """The kernel as pip has installed it, wherever that is: a virtual environment, a prefix, the user's own place."""
    return Path(next(file for file in files("greenloom") or [] if file.name == "kernel.json").locate()).resolve().parent


def launcher() -> Path:
    return kernel() / "bin" / ("greenloom-kernel.cmd" if os.name == "nt" else "greenloom-kernel")


def become(*command: str | Path) -> int:
    """Runs the command in place of this one; where a process cannot do that, as a child."""
    if os.name == "nt":
        return subprocess.run(command).returncode
    os.execv(command[0], [str(word) for word in command])


def fetch_jdk() -> int:
    try:
        import cjdk
    except ImportError:
        print("What fetches a JDK is not installed: pip install 'greenloom[jdk]'", file=sys.stderr)
        return 1
    home = cjdk.java_home(vendor="temurin", version="25")
    (kernel() / "jdk-home").write_text(f"{home}\n")
    print(f"The kernel uses {home} where it finds no other JDK 25.")
    return 0


def main() -> int:
    match sys.argv[1:]:
        case ["run", *arguments]:
            return become(launcher(), "run", *arguments)
        case ["console"]:
            return become(launcher(), "console")
        case ["train"]:
            return become(launcher(), "--train")
        case ["fetch-jdk"]:
            return fetch_jdk()
        case ["doctor"]:
            return examine(launcher())
        case ["version"]:
            print(version("greenloom"))
        case ["--help" | "-h"]:
            print(__doc__)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
