"""Measures Greenloom side by side with ipykernel, in one run on one machine, and prints a small Markdown table.

`python kernel/bench/compare.py [--starts 7] [--cells 200] [--quick]`, with the Python that runs the tests and after
`mvn package`. The kernels take turns, so a machine that changes its speed changes it for both. Figures are medians.
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

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src" / "test" / "python"))

from kernels import PACKAGED, Kernel, own_jupyter
from languages import Java, Python

TIMED_LINES = {
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

Samples = dict[str, list[float]]


def elapsed_ms(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def rss_mb(kernel: Kernel) -> float:
    family = [kernel.process, *kernel.process.children(recursive=True)]
    return sum(process.memory_info().rss for process in family) / 1e6


def measure_start(language: type[Java], samples: Samples) -> None:
    begin = time.perf_counter()
    with Kernel(language.kernel) as kernel:
        samples["info"].append((kernel.ready_at - begin) * 1000)
        kernel.value("1+1")
        samples["first"].append((time.perf_counter() - begin) * 1000)
        samples["rss"].append(rss_mb(kernel))


def measure_cells(kernel: Kernel, language: type[Java], count: int, samples: Samples) -> None:
    for _ in range(count):
        samples["one"].append(elapsed_ms(lambda: kernel.value("1+1")))
    for i in range(count // 4):
        code = DEFINE_AND_CALL[language].format(i=i)
        samples["define"].append(elapsed_ms(lambda: kernel.value(code)))


def measure_way(kernel: Kernel, language: type[Java], count: int, samples: Samples) -> None:
    cell = kernel.run(TIMED_LINES[language].format(n=count))
    for message in cell.of_type("stream"):
        for line in message["content"]["text"].split():
            samples["way"].append(message["arrived"] * 1000 - int(line) / 1e6)


def measure_interrupts(kernel: Kernel, language: type[Java], count: int, samples: Samples) -> None:
    for name, way in (("sleep", "sleep"), ("loop", "endless loop")):
        for _ in range(count):
            cell = kernel.start("\n".join([language.say("running"), language.stoppable[way]]))
            cell.wait_for("running\n")
            samples[name].append(elapsed_ms(lambda: (kernel.interrupt(), cell.wait())))


def measure_flood(kernel: Kernel, language: type[Java], lines: int, samples: Samples) -> None:
    begin = time.perf_counter()
    cell = kernel.run(language.many_lines(lines))
    samples["flood"].append(time.perf_counter() - begin)
    samples["lost"].append(lines - cell.text().count("\n"))


def measure_late_lines(kernel: Kernel, language: type[Java], samples: Samples) -> None:
    """A later cell runs while the first half comes; nothing runs while the second half comes."""
    spawning = kernel.run(LATE_LINES[language])
    kernel.run("Thread.sleep(270);" if language is Java else "time.sleep(0.27)")
    with suppress(TimeoutError):
        kernel.pump_until(lambda: "late 9\n" in spawning.text(), "all came home", patience=1)
    samples["late"].append(10 - spawning.text().count("late "))


def measure(starts: int, cells: int, floods: int) -> dict[type[Java], Samples]:
    samples: dict[type[Java], Samples] = {Java: defaultdict(list), Python: defaultdict(list)}
    for _ in range(starts):
        for language, mine in samples.items():
            measure_start(language, mine)
    for language, mine in samples.items():
        with Kernel(language.kernel) as kernel:
            measure_cells(kernel, language, cells, mine)
            measure_way(kernel, language, max(cells // 4, 10), mine)
            measure_interrupts(kernel, language, 5, mine)
            for _ in range(floods):
                measure_flood(kernel, language, 200_000, mine)
            for _ in range(3):
                measure_late_lines(kernel, language, mine)
            mine["rss-end"].append(rss_mb(kernel))
    return samples


def table(samples: dict[type[Java], Samples]) -> str:
    lines = ["| what (medians) | Greenloom | ipykernel | ratio | target |", "| --- | ---: | ---: | ---: | ---: |"]
    for key, (what, target) in ROWS.items():
        ours, theirs = (statistics.median(samples[language][key]) for language in (Java, Python))
        ratio = f"{ours / theirs:.2f}" if theirs else "–"
        lines.append(f"| {what} | {number(ours)} | {number(theirs)} | {ratio} | ≤ {number(target)} |")
    return "\n".join(lines)


def number(value: float) -> str:
    return f"{value:.0f}" if value >= 20 or value == int(value) else f"{value:.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("--cells", type=int, default=200)
    parser.add_argument("--quick", action="store_true", help="a look, not a measurement")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, own_jupyter(Path(home)):
        subprocess.run([PACKAGED / "bin" / "greenloom-kernel", "--train"], check=True)  # as an installation does
        if options.quick:
            print(table(measure(1, 20, 1)))
        else:
            print(table(measure(options.starts, options.cells, 3)))


if __name__ == "__main__":
    main()
