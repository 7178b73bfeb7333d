#!/usr/bin/env python3
"""Greenloom's ProcessPool beside Python's concurrent.futures and loky, in one run.

Needs: the runtime built (mvn -pl runtime package), JDK 25 as JAVA_HOME, Maven, and to be run by a Python with
peers/requirements.txt. The rounds of all take turns; medians are shown. Only ratios inside one table count. --quick for a look.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
RUNTIME = HERE.parent.parent
JAVA_HOME = pathlib.Path(os.environ["JAVA_HOME"])
CLASSES = RUNTIME / "target/classes"


def ours(out: pathlib.Path, rounds: int) -> list[str]:
    opens = ["--add-opens", "java.base/java.lang=ALL-UNNAMED"]
    return [str(JAVA_HOME / "bin/java"), "-Xmx2g", *opens, "-cp", f"{out}:{CLASSES}", "greenloom.bench.Pools", str(rounds)]


def numbers(command: list[str]) -> dict[str, list[float]]:
    told: dict[str, list[float]] = {}
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        what, number = line.split("=")
        told.setdefault(what, []).append(float(number))
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    turns, rounds = (1, 3) if options.quick else (options.turns, 7)
    with tempfile.TemporaryDirectory() as directory:
        out = pathlib.Path(directory)
        jspecify = next(pathlib.Path.home().glob(".m2/repository/org/jspecify/jspecify/*/*.jar"))
        subprocess.run([JAVA_HOME / "bin/javac", "-d", out, "-cp", f"{CLASSES}:{jspecify}", HERE / "Pools.java"], check=True)
        contenders = {
            "Greenloom": ours(out, rounds),
            "futures, fork": [sys.executable, str(HERE / "peers/peers.py"), "fork", str(rounds)],
            "futures, spawn": [sys.executable, str(HERE / "peers/peers.py"), "spawn", str(rounds)],
            "loky": [sys.executable, str(HERE / "peers/peers.py"), "loky", str(rounds)],
        }
        all_told: dict[str, dict[str, list[float]]] = {name: {} for name in contenders}
        for _ in range(turns):
            for name, command in contenders.items():
                for what, values in numbers(command).items():
                    all_told[name].setdefault(what, []).extend(values)
    print("| | " + " | ".join(contenders) + " | ratio to the best peer |")
    print("| --- |" + " ---: |" * (len(contenders) + 1))
    for what in all_told["Greenloom"]:
        medians = {name: statistics.median(told[what]) for name, told in all_told.items()}
        best = min(number for name, number in medians.items() if name != "Greenloom")
        cells = " | ".join(f"{number:.1f}" for number in medians.values())
        print(f"| {what} | {cells} | {medians['Greenloom'] / best:.2f} × |")


if __name__ == "__main__":
    main()
