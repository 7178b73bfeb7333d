"""Looks at the installation, and says for each thing that is missing the one command that mends it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Finding(NamedTuple):
    what: str
    fine: bool
    mend: str = ""


def examine(kernel: Path) -> int:
    """Prints what is found; 1 if something is missing that the kernel cannot do without."""
    missing = False
    for finding in findings(kernel):
        print(("✓ " if finding.fine else "✗ ") + finding.what)
        if not finding.fine:
            print(f"    {finding.mend}")
            missing = missing or not finding.mend.startswith("if you like")
    return int(missing)


def findings(kernel: Path) -> Iterator[Finding]:
    find = '. "$1/bin/jdk.sh"; [ ! -s "$1/jdk-home" ] || JDK_HOME=$(cat "$1/jdk-home"); find_jdk && echo "$jdk_version in $jdk_home"'
    jdk = subprocess.run(["sh", "-c", find, "sh", kernel], capture_output=True, text=True)
    found = jdk.returncode == 0
    yield Finding(f"JDK {jdk.stdout.strip()}" if found else "no JDK 25", found, "greenloom fetch-jdk")
    yield jupyter(kernel)
    if found:
        yield works(kernel)
        trained = subprocess.run([kernel / "bin" / "greenloom-kernel", "--is-trained"]).returncode == 0
        yield Finding("the JVM is trained" if trained else "the JVM is not trained: it starts in twice the time", trained,
                      "if you like: greenloom train")


def jupyter(kernel: Path) -> Finding:
    try:
        from jupyter_client.kernelspec import KernelSpecManager
    except ImportError:
        mend = f"pip install jupyterlab; or let the Jupyter you have look here: JUPYTER_PATH={kernel.parents[1]}"
        return Finding("no Jupyter in this environment", False, mend)
    place = KernelSpecManager().find_kernel_specs().get("greenloom")
    seen = place is not None and Path(place).resolve() == kernel
    return Finding(f"Jupyter sees the kernel in {place}" if seen else f"Jupyter does not see {kernel}", seen,
                   f"JUPYTER_PATH={kernel.parents[1]} jupyter lab")


def works(kernel: Path) -> Finding:
    cell = {"cell_type": "code", "id": "one", "source": "1 + 1", "metadata": {}, "outputs": [], "execution_count": None}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "doctor.ipynb")
        path.write_text(json.dumps(notebook))
        command = [kernel / "bin" / "greenloom-kernel", "run", path, "-o", path]
        run = subprocess.run(command, capture_output=True, text=True)
        shown = json.loads(path.read_text())["cells"][0]["outputs"]
    fine = run.returncode == 0 and [output["data"]["text/plain"] for output in shown] == ["2"]
    return Finding("a cell runs" if fine else f"a cell does not run: {run.stderr.strip()}", fine,
                   "pip install --force-reinstall greenloom")
