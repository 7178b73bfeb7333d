"""Has the kernel look at its installation; here is only what must be known where no JDK is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def examine(launcher: Path) -> int:
    """Prints what is found; 1 if something is missing that the kernel cannot do without."""
    jdk = subprocess.run([launcher, "--jdk"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if jdk.returncode:
        print(f"✗ {jdk.stderr.strip()}\n    greenloom fetch-jdk")
        return 1
    environment = os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
        "GREENLOOM_DOCTOR_INSTALL": "pip install --force-reinstall greenloom",
        "GREENLOOM_DOCTOR_TRAIN": "greenloom train",
    }
    return subprocess.run([launcher, "doctor"], env=environment).returncode
