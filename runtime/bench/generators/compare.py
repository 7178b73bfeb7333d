#!/usr/bin/env python3
"""Greenloom's generators and raw greenlets beside CPython's, greenlet's and Kotlin's, in one run.

Needs: the runtime built (mvn -pl runtime package), JDK 25 as JAVA_HOME, Maven, which fetches Kotlin's compiler, and
a Python with peers/requirements.txt. Only ratios inside one table count. --quick for a look.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
RUNTIME = HERE.parent.parent
JAVA_HOME = pathlib.Path(os.environ["JAVA_HOME"])
OPENS = ["--add-opens", "java.base/java.lang=ALL-UNNAMED"]


def class_path(out: pathlib.Path) -> str:
    """Compiles the benchmarks and answers what to run them with."""
    listing = out / "class-path"
    subprocess.run(["mvn", "-q", "-f", HERE / "pom.xml", "dependency:build-classpath", f"-Dmdep.outputFile={listing}"], check=True)
    path = f"{RUNTIME / 'target/classes'}:{listing.read_text().strip()}"
    subprocess.run([JAVA_HOME / "bin/javac", "-proc:full", "-d", out, "-cp", path, *HERE.glob("*.java")], check=True)
    return f"{out}:{path}"


def peer(what: str, rounds: int) -> list[float]:
    run = subprocess.run([sys.executable, HERE / "peers/peers.py", what, str(rounds)], check=True, capture_output=True, text=True)
    return [float(line) for line in run.stdout.split()]


def compiled_kotlin(out: pathlib.Path) -> str | None:
    """The class path of Kotlin's side; None if Maven cannot fetch the compiler."""
    fetch = ["mvn", "-q", "-B", "-f", HERE / "peers/kotlin.xml", "dependency:copy-dependencies", f"-DoutputDirectory={out}/kotlin"]
    if subprocess.run(fetch, capture_output=True, check=False).returncode != 0:
        return None
    libraries = ":".join(str(jar) for jar in (out / "kotlin").glob("*.jar"))
    compiler = [JAVA_HOME / "bin/java", "-cp", libraries, "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", "-no-stdlib", "-no-reflect"]
    subprocess.run([*compiler, "-cp", libraries, "-d", out / "kt", HERE / "peers/Sequences.kt"], check=True, stderr=subprocess.DEVNULL)
    return f"{out}/kt:{libraries}"


def kotlin(path: str, rounds: int) -> list[float]:
    """Only warm rounds."""
    run = subprocess.run([JAVA_HOME / "bin/java", "-cp", path, "SequencesKt", str(2 * rounds)], check=True, capture_output=True, text=True)
    return [float(line) for line in run.stdout.split()][rounds:]


def agent(out: pathlib.Path) -> str:
    """The option that has generators compiled."""
    jar = out / "agent.jar"
    manifest = RUNTIME / "src/main/agent/MANIFEST.MF"
    classes = RUNTIME / "target/classes"
    command = [JAVA_HOME / "bin/jar", "--create", f"--file={jar}", f"--manifest={manifest}", "-C", classes, "greenloom/internal/weave/Agent.class"]
    subprocess.run(command, check=True)
    return f"-javaagent:{jar}"


def measured(path: str, out: pathlib.Path, quick: bool, what: str, *options: str) -> dict[str, dict]:
    """For each benchmark its nanoseconds and its bytes of allocation per operation, one of each iteration."""
    told = out / "jmh.json"
    short = ["-f", "1", "-wi", "3", "-i", "3"] if quick else []
    subprocess.run(
        [JAVA_HOME / "bin/java", *OPENS, *options, "-cp", path, "org.openjdk.jmh.Main", what, "-foe", "true", "-prof", "gc", "-rf", "json", "-rff", told, *short],
        check=True, stdout=sys.stderr)
    results = {}
    for result in json.loads(told.read_text()):
        times = [time for fork in result["primaryMetric"]["rawData"] for time in fork]
        allocated = result["secondaryMetrics"]["gc.alloc.rate.norm"]["score"]
        results[result["benchmark"].rsplit(".", 1)[1]] = {"times": times, "bytes": allocated}
    return results


def footprint(path: str, *options: str) -> str:
    command = [JAVA_HOME / "bin/java", *OPENS, *options, "-cp", path, "greenloom.bench.Footprint"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    rounds = 5 if quick else 15
    beside = {
        "sendOnALoop": "generator",
        "sendOnAThread": "generator",
        "switchOnALoop": "greenlet",
        "switchOnAThread": "greenlet",
        "sendToFive": "generator",
        "nextOfFive": "next",
        "yieldFromTenDeep": "yield_from",
        "createAndFirstNext": "create",
    }
    with tempfile.TemporaryDirectory() as directory:
        out = pathlib.Path(directory)
        path = class_path(out)
        # Before and after: what else the machine does must hit both sides.
        peers = {what: peer(what, rounds) for what in set(beside.values())}
        sequences = compiled_kotlin(out)
        sequence = kotlin(sequences, rounds) if sequences else []
        ours = measured(path, out, quick, "Resumes")
        compiled = measured(path, out, quick, "Compiled|sendOn.*", agent(out))
        for what, times in peers.items():
            times += peer(what, rounds)
        if sequences:
            sequence += kotlin(sequences, rounds)
        held = {how: footprint(path, *options) for how, options in {"stackful": [], "compiled": [agent(out)]}.items()}
    print("| | Greenloom, ns | peer, ns | ratio | Kotlin, ns | ratio | bytes allocated |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    rows = [(name, result) for name, result in ours.items()] + [(f"{name}, compiled", result) for name, result in compiled.items()]
    for name, result in rows:
        peer_median = statistics.median(peers[beside[name.removesuffix(", compiled")]])
        median = statistics.median(result["times"])
        if sequence and name == "nextOfFive, compiled":
            beside_kotlin = f"{statistics.median(sequence):.1f} | {median / statistics.median(sequence):.2f}"
        else:
            beside_kotlin = "| "
        print(f"| {name} | {median:.1f} | {peer_median:.0f} | {median / peer_median:.2f} | {beside_kotlin} | {result['bytes']:.0f} |")
    print(f"\nA suspended generator takes {held['stackful']} bytes of heap, a compiled one {held['compiled']}.")


if __name__ == "__main__":
    main()
