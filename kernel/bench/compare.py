"""Measures Greenloom side by side with ipykernel, in one run on one machine, and prints a small Markdown table.

`python kernel/bench/compare.py [--starts 7] [--cells 200] [--quick] [--kernel NAME]...`, with the Python that runs the tests
and after `mvn package`. Other kernels of Java or Python take part by the names that your Jupyter knows them by. The
kernels take turns, so a machine that changes its speed changes it for all. Figures are medians; "–" is what a
kernel could not do.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "protocol-tests"))

from kernels import PACKAGED, Kernel, own_jupyter
from languages import Java, PlainJava, Python, installed

TIMED_LINES = {
    PlainJava: "for (int i = 0; i < {n}; i++) {{ var now = java.time.Instant.now(); "
    "System.out.println(now.getEpochSecond() * 1_000_000_000L + now.getNano()); Thread.sleep(30); }}",
    Java: "for (int i = 0; i < {n}; i++) {{ var now = Instant.now(); "
    "IO.println(now.getEpochSecond() * 1_000_000_000L + now.getNano()); sleep(0.03); }}",
    Python: "import asyncio, time\nfor i in range({n}):\n    print(time.time_ns()); await asyncio.sleep(0.03)",
}
DEFINE_AND_CALL = {
    Java: "int triple{i}(int n) {{ return n * 3; }}\ntriple{i}({i})",
    Python: "def triple{i}(n): return n * 3\ntriple{i}({i})",
}
LATE_LINES = {
    Java: "new Thread(() -> { try { for (int i = 0; i < 10; i++) { Thread.sleep(50); System.out.println(\"late \" + i); } }"
    " catch (InterruptedException e) { } }).start();",
    Python: "import threading, time\ndef late():\n    for i in range(10): time.sleep(0.05); print('late', i)\n"
    "threading.Thread(target=late).start()",
}
ROWS = {
    "info": ("`kernel_info` after process start, ms", 600),
    "first": ("first cell done after process start, ms", 1000),
    "rss": ("RSS after the first cell, MB", 180),
    "one": ("`1+1`, ms", 8),
    "define": ("define a function and call it, ms", 15),
    "way": ("way of a printed line to the client, ms", 3),
    "sleep": ("interrupt of a sleep, ms", 50),
    "loop": ("interrupt of a busy loop, ms", 50),
    "flood": ("200 000 printed lines, s", 2.5),
    "lost": ("of them lost", 0),
    "late": ("of ten lines that a thread prints after its cell, not at that cell", 0),
    "rss-end": ("RSS after all of this, MB", 250),
}

Language = type[Java]
Samples = dict[str, list[float]]


def snippet(snippets: dict[Language, str], language: Language) -> str:
    return next(snippets[kin] for kin in language.__mro__ if kin in snippets)


def elapsed_ms(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def rss_mb(kernel: Kernel) -> float:
    family = [kernel.process, *kernel.process.children(recursive=True)]
    return sum(process.memory_info().rss for process in family) / 1e6


def measure_start(language: Language, samples: Samples) -> None:
    begin = time.perf_counter()
    with Kernel(language.kernel) as kernel:
        samples["info"].append((kernel.ready_at - begin) * 1000)
        kernel.value("1+1")
        samples["first"].append((time.perf_counter() - begin) * 1000)
        samples["rss"].append(rss_mb(kernel))


def measure_cells(kernel: Kernel, language: Language, count: int, samples: Samples) -> None:
    for _ in range(count):
        samples["one"].append(elapsed_ms(lambda: kernel.value("1+1")))
    for i in range(count // 4):
        code = snippet(DEFINE_AND_CALL, language).format(i=i)
        samples["define"].append(elapsed_ms(lambda: kernel.value(code)))


def measure_way(kernel: Kernel, language: Language, count: int, samples: Samples) -> None:
    cell = kernel.run(snippet(TIMED_LINES, language).format(n=count))
    for message in cell.of_type("stream"):
        for line in message["content"]["text"].split():
            samples["way"].append(message["arrived"] * 1000 - int(line) / 1e6)


def measure_interrupts(kernel: Kernel, language: Language, count: int, samples: Samples) -> None:
    for name, way in (("sleep", "sleep"), ("loop", "endless loop")):
        for _ in range(count):
            cell = kernel.start("\n".join([language.say("running"), language.stoppable[way]]))
            cell.wait_for("running\n")
            samples[name].append(elapsed_ms(lambda: (kernel.interrupt(), cell.wait())))


def measure_flood(kernel: Kernel, language: Language, lines: int, samples: Samples) -> None:
    begin = time.perf_counter()
    cell = kernel.run(language.many_lines(lines))
    samples["flood"].append(time.perf_counter() - begin)
    samples["lost"].append(lines - cell.text().count("\n"))


def measure_late_lines(kernel: Kernel, language: Language, samples: Samples) -> None:
    """A later cell runs while the first half comes; nothing runs while the second half comes."""
    spawning = kernel.run(snippet(LATE_LINES, language))
    kernel.run("time.sleep(0.27)" if issubclass(language, Python) else "Thread.sleep(270);")
    with suppress(TimeoutError):
        kernel.pump_until(lambda: "late 9\n" in spawning.text(), "all came home", patience=1)
    samples["late"].append(10 - spawning.text().count("late "))


def measure(languages: list[Language], starts: int, cells: int, floods: int) -> list[Samples]:
    measured = [(language, defaultdict(list)) for language in languages]
    for _ in range(starts):
        for language, samples in measured:
            measure_start(language, samples)
    parts: list[Callable[[Kernel, Language, Samples], None]] = [
        lambda kernel, language, samples: measure_cells(kernel, language, cells, samples),
        lambda kernel, language, samples: measure_way(kernel, language, max(cells // 4, 10), samples),
        lambda kernel, language, samples: measure_interrupts(kernel, language, 5, samples),
        *[lambda kernel, language, samples: measure_flood(kernel, language, 200_000, samples)] * floods,
        *[measure_late_lines] * 3,
        lambda kernel, language, samples: samples["rss-end"].append(rss_mb(kernel)),
    ]
    for language, samples in measured:
        measure_parts(parts, language, samples)
    return [samples for _, samples in measured]


def measure_parts(parts: list, language: Language, samples: Samples) -> None:
    """All of one kernel, in one process of it as long as that goes on."""
    left = list(parts)
    while left:
        with Kernel(language.kernel) as kernel:
            try:
                while left:
                    left.pop(0)(kernel, language, samples)
            except (TimeoutError, AssertionError) as failure:
                print(f"{language.kernel}: {str(failure).splitlines()[0]}", file=sys.stderr)


def table(names: list[str], measured: list[Samples]) -> str:
    lines = [f"| what (medians) | {' | '.join(names)} | ratio | target |", "| --- |" + " ---: |" * (len(names) + 2)]
    for key, (what, target) in ROWS.items():
        found = [statistics.median(samples[key]) if samples[key] else None for samples in measured]
        ours, theirs = found[:2]
        ratio = f"{ours / theirs:.2f}" if ours is not None and theirs else "–"
        shown = " | ".join("–" if value is None else number(value) for value in found)
        lines.append(f"| {what} | {shown} | {ratio} | ≤ {number(target)} |")
    return "\n".join(lines)


def number(value: float) -> str:
    return f"{value:.0f}" if value >= 20 or value == int(value) else f"{value:.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("--cells", type=int, default=200)
    parser.add_argument("--quick", action="store_true", help="a look, not a measurement")
    parser.add_argument("--kernel", action="append", default=[], help="another kernel to measure, as Jupyter calls it")
    options = parser.parse_args()
    others = [installed(name) for name in options.kernel]
    places = [place for _, place in others]
    with tempfile.TemporaryDirectory() as home, own_jupyter(Path(home), *places):
        subprocess.run([PACKAGED / "bin" / "greenloom-kernel", "--train"], check=True)  # as an installation does
        amount = (1, 20, 1) if options.quick else (options.starts, options.cells, 3)
        languages = [Java, Python, *(other for other, _ in others)]
        print(table(["Greenloom", "ipykernel", *options.kernel], measure(languages, *amount)))


if __name__ == "__main__":
    main()
