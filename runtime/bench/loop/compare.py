#!/usr/bin/env python3
"""Greenloom's loop beside its peers, in one run: what tasks cost.

Needs: the runtime built (mvn -pl runtime package dependency:copy-dependencies), JDK 25 as JAVA_HOME, and, for as many
peers as are to be had, go, mvn (it fetches Kotlin) and a Python with peers/requirements.txt. Only ratios inside one
table count. --quick for a look, and names of works to run only those; "echo" is the TCP echo of ../network. What was
found is in README.md.
"""
import argparse
import glob
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "target"
WORKS = {
    "switch-2": "switch between 2, ns", "switch-1000": "switch among 1 000, ns",
    "spawn-100k": "spawn and join 100 000, ns each", "spawn-1M": "spawn and join a million, ns each",
    "parked-bytes": "a parked task, bytes", "channel-1": "channel of capacity 1, ns an item",
    "channel-100": "channel of capacity 100, ns an item", "cancel-10k": "cancel 10 000, ns each",
    "gather-10k": "gather 10 000, ns each",
    "timers": "100 000 timers of one second, first round: ns late each", "timers-cpu": "the same, ns of CPU each",
    "timers-warm": "later rounds: ns late each", "timers-warm-cpu": "the same, ns of CPU each",
}
# A heap that is there from the beginning, like the peers' own: one that grows copies what lives again and again, and
# one that was never touched is paid for page by page while the clock runs.
HEAP = ["-XX:+UseSerialGC", "-Xms3g", "-Xmx3g", "-Xmn2g", "-XX:+AlwaysPreTouch"]

SLOW = {("gevent", "spawn-1M")}

# What takes seconds is not repeated often. What is over in a few milliseconds is repeated until the compiler of a JVM
# has done its work; Go and CPython are what they are from the beginning.
FEW = {"timers": 4, "spawn-1M": 4}
ROUNDS = {"gather-10k": 10, "cancel-10k": 10, "switch-2": 3, "switch-1000": 3, "channel-1": 4, "channel-100": 20, "spawn-100k": 6}
COMPILING = ("Greenloom", "Kotlin")


def commands(python):
    """The peers that are here, by name."""
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    path = ":".join([str(TARGET / "classes"), *glob.glob(str(TARGET / "dependency" / "*.jar"))])
    work = tempfile.mkdtemp()
    subprocess.run([java + "c", "-d", work, "-cp", path, str(HERE / "Loops.java")], check=True)
    flags = ["--add-opens", "java.base/java.lang=ALL-UNNAMED", *HEAP, "-cp", f"{path}:{work}"]
    found = {f"Greenloom, {engine}": [java, *flags, "Loops", "WORK", engine] for engine in ("fast", "portable")}
    if shutil.which("go"):
        subprocess.run(["go", "build", "-o", f"{work}/loops", str(HERE / "peers" / "loops.go")], check=True)
        found["Go"] = [f"{work}/loops", "WORK"]
    if (kotlin := compiled_kotlin(java, work)) is not None:
        found["Kotlin"] = [java, *HEAP, "-cp", kotlin, "LoopsKt", "WORK"]
    for peer in ("greenlet", "gevent", "asyncio", "uvloop"):
        module = subprocess.run([python, "-c", f"import {peer}"], capture_output=True, check=False)
        if module.returncode == 0:
            found[peer] = [python, str(HERE / "peers" / "peers.py"), peer, "WORK"]
    return found


def compiled_kotlin(java, work):
    """The class path of Kotlin's side; None if there is no mvn, or if it cannot fetch the compiler."""
    fetch = ["mvn", "-q", "-B", "-f", str(HERE / "peers" / "kotlin.xml"), "dependency:copy-dependencies",
             f"-DoutputDirectory={work}/kotlin"]
    if not shutil.which("mvn") or subprocess.run(fetch, capture_output=True, check=False).returncode != 0:
        return None
    libraries = ":".join(glob.glob(f"{work}/kotlin/*.jar"))
    subprocess.run([java, "-cp", libraries, "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", "-no-stdlib", "-no-reflect",
                    "-cp", libraries, "-d", f"{work}/kt", str(HERE / "peers" / "Loops.kt")], check=True, stderr=subprocess.DEVNULL)
    return f"{work}/kt:{libraries}"


def echo(chosen):
    """The TCP echo, which has servers and a client of its own."""
    quick = ["--quick"] if chosen.quick else []
    subprocess.run([sys.executable, str(HERE.parent / "network" / "compare.py"), "--echo", "--python", chosen.python,
                    *quick], check=True)


def figures(command, work, rounds):
    """One row of figures a round; the first is a cold one."""
    filled = [part.replace("WORK", work) for part in command]
    out = subprocess.run([*filled, str(rounds)], capture_output=True, text=True, check=True).stdout
    return [[float(figure) for figure in line.split()] for line in out.splitlines()]


def medians(rows):
    return [statistics.median(column) for column in zip(*rows)]


def measure(peers, work, runs, rounds):
    """Name to medians. Runs of the peers alternate; only warm rounds count, but for timers, whose first is shown too."""
    cold, warm = {}, {}
    for _ in range(runs):
        for name, command in peers.items():
            if (name, work) in SLOW or (name == "greenlet" and work != "switch-2"):
                continue
            longer = ROUNDS.get(work, 1) if name.startswith(COMPILING) else 1
            rows = figures(command, work, rounds * longer)
            cold.setdefault(name, []).append(rows[0])
            warm.setdefault(name, []).extend(rows[len(rows) // 2:])
    for name, rows in warm.items():
        figure = medians(rows)
        yield name, [*medians(cold[name]), *figure] if work == "timers" else figure


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("works", nargs="*", metavar="work")
    options.add_argument("--quick", action="store_true")
    options.add_argument("--python", default=sys.executable)
    chosen = options.parse_args()
    runs, rounds = (1, 4) if chosen.quick else (3, 10)
    works = chosen.works or [*(name for name in WORKS if not name.startswith("timers-")), "echo"]
    if works == ["echo"]:
        return echo(chosen)
    peers = commands(chosen.python)
    print("| | " + " | ".join(peers) + " |\n|---|" + "---|" * len(peers))
    for work in works:
        if work == "echo":
            continue
        results = dict(measure(peers, work, runs, FEW.get(work, rounds)))
        names = [name for name in WORKS if name == work or name.startswith(work + "-")]
        for i, name in enumerate(names if work == "timers" else [work]):
            ours = results["Greenloom, fast"][i]
            cells = [f"{results[peer][i]:,.0f} ({ours / results[peer][i]:.2f} ×)" if peer in results else "–"
                     for peer in peers]
            print(f"| {WORKS[name]} | " + " | ".join(cells) + " |", flush=True)
    if "echo" in works:
        echo(chosen)


if __name__ == "__main__":
    main()
