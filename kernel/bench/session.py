"""Measures how Greenloom ages and ends beside ipykernel: services, a thousand cells, memory, user code, shutdown.

`python kernel/bench/session.py [--cells 1000] [--ends 7] [--only PART]`, as compare.py beside it. Prints a small
Markdown table; figures are medians.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from compare import DEFINE_AND_CALL, Language, Samples, elapsed_ms, rss_mb

from kernels import PACKAGED, Kernel, await_that, own_jupyter
from languages import Java, Python

DECLARATION = {Java: "int v{i} = {i};\nv{i} + 1", Python: "v{i} = {i}\nv{i} + 1"}
REDEFINITION = {
    Java: "class Tea {{ int cups() {{ return {i}; }} }}\nint brew(Tea tea) {{ return tea.cups() + {i}; }}\n"
    "var pot = new Tea();\nbrew(pot)",
    Python: "class Tea:\n    def cups(self): return {i}\ndef brew(tea): return tea.cups() + {i}\n"
    "pot = Tea()\nbrew(pot)",
}
COLLECT = {Java: "System.gc();", Python: "import gc; gc.collect()"}
LODGERS = {
    Java: 'var app = new WebApp(); app.start("127.0.0.1", 0);\nfor (int i = 0; i < 100; i++) spawn(() -> sleep(600));\n'
    'var child = new ProcessBuilder("sleep", "600").start();',
    Python: "import asyncio, subprocess\nserver = await asyncio.start_server(lambda r, w: None, '127.0.0.1', 0)\n"
    "tasks = [asyncio.create_task(asyncio.sleep(600)) for _ in range(100)]\nchild = subprocess.Popen(['sleep', '600'])",
}
# Timed inside, after warm-up, as a method of a cell and as one of a plain `java`.
HEAVY = {
    "numeric": "double run() { double sum = 0; int[] sieve = new int[4_000_000];\n"
    "    for (int i = 2; i < sieve.length; i++) if (sieve[i] == 0) { sum += Math.sqrt(i);"
    " for (int j = 2 * i; j < sieve.length; j += i) sieve[j]++; }\n"
    "    for (int i = 0; i < 20_000_000; i++) sum += (i ^ (i >>> 3)) % 7; return sum; }",
    "allocation": "double run() { double sum = 0; for (int round = 0; round < 40; round++) {\n"
    '    Map<Integer, String> words = new HashMap<>(); for (int i = 0; i < 50_000; i++) words.put(i, "tea" + i);\n'
    "    for (String word : words.values()) sum += word.length();"
    " sum += words.keySet().stream().map(n -> List.of(n, n + 1)).mapToInt(List::size).sum(); } return sum; }",
}
TIMED_RUN = (
    "long best = Long.MAX_VALUE; for (int i = 0; i < 7; i++) {"
    " long begun = System.nanoTime(); run(); best = Math.min(best, System.nanoTime() - begun); }"
)
ROWS = {
    "complete": ("complete, ms", 20),
    "inspect": ("inspect, ms", 20),
    "is_complete": ("is_complete, ms", 10),
    "complete-busy": ("complete while a cell loops, ms", 50),
    "inspect-busy": ("inspect while a cell loops, ms", 50),
    "flat": ("cells that declare: last hundred against first hundred", 1.3),
    "rss-start": ("RSS after the first cell, MB", 150),
    "rss-200": ("RSS after 200 mixed cells, MB", 250),
    "rss-redefined": ("RSS after as many redefinitions and a collection, MB", 250),
    "numeric": ("numeric cell against plain `java`", 1.2),
    "allocation": ("allocating cell against plain `java`", 1.2),
    "shutdown": ("shutdown with greenlets, a server and a child process, ms", 300),
}


def measure_services(language: Language, count: int, samples: Samples) -> None:
    code, _, _ = language.completion
    name, _ = language.inspection
    asked = {
        "complete": ("complete_request", {"code": code, "cursor_pos": len(code)}),
        "inspect": ("inspect_request", {"code": name, "cursor_pos": len(name), "detail_level": 0}),
        "is_complete": ("is_complete_request", {"code": language.complete[0]}),
    }
    with Kernel(language.kernel) as kernel:
        for key, request in asked.items():
            samples[key] += [elapsed_ms(lambda r=request: kernel.ask(*r)) for _ in range(count)]
        if language.answers_while_a_cell_runs:
            cell = kernel.start("\n".join([language.say("running"), language.stoppable["endless loop"]]))
            cell.wait_for("running\n")
            for key in ("complete", "inspect"):
                samples[f"{key}-busy"] += [elapsed_ms(lambda k=key: kernel.ask(*asked[k])) for _ in range(count)]
            kernel.interrupt()
            cell.wait()


def measure_growth(language: Language, cells: int, samples: Samples) -> None:
    with Kernel(language.kernel) as kernel:
        for _ in range(100):
            kernel.value("1+1")
        took = [elapsed_ms(lambda n=i: kernel.value(DECLARATION[language].format(i=n))) for i in range(cells)]
        hundred = min(100, cells // 2)
        samples["flat"].append(statistics.median(took[-hundred:]) / statistics.median(took[:hundred]))


def measure_memory(language: Language, redefinitions: int, samples: Samples) -> None:
    with Kernel(language.kernel) as kernel:
        kernel.value("1+1")
        samples["rss-start"].append(rss_mb(kernel))
        for i in range(50):
            for code in ("1+1", DEFINE_AND_CALL[language], DECLARATION[language], REDEFINITION[language]):
                kernel.value(code.format(i=i))
        samples["rss-200"].append(rss_mb(kernel))
        for i in range(redefinitions):
            kernel.value(REDEFINITION[language].format(i=i))
        kernel.run(COLLECT[language])
        samples["rss-redefined"].append(rss_mb(kernel))


def measure_user_code(samples: Samples) -> None:
    """The same method in a cell and in plain Java, the best of seven runs each."""
    with Kernel(Java.kernel) as kernel, tempfile.TemporaryDirectory() as folder:
        for name, method in HEAVY.items():
            source = Path(folder) / "Heavy.java"
            source.write_text("import java.util.*; void main() { " + TIMED_RUN + " IO.println(best); }\n" + method)
            plain = subprocess.run([kernel.process.exe(), source], capture_output=True, text=True, check=True)
            kernel.value(method)
            samples[name].append(int(kernel.value(TIMED_RUN + "\nbest")) / int(plain.stdout))


def measure_shutdown(language: Language, samples: Samples) -> None:
    with Kernel(language.kernel) as kernel:
        kernel.run(LODGERS[language])

        def shut_down() -> None:
            kernel.send("shutdown_request", {"restart": False}, "control")
            await_that(lambda: not kernel.process.is_running() or kernel.process.status() == "zombie", "it had ended")

        samples["shutdown"].append(elapsed_ms(shut_down))


def measure(options: argparse.Namespace) -> dict[Language, Samples]:
    measured: dict[Language, Samples] = {Java: defaultdict(list), Python: defaultdict(list)}
    parts: dict[str, list[Callable[[Language, Samples], None]]] = {
        "shutdown": [measure_shutdown] * options.ends,
        "services": [lambda language, samples: measure_services(language, max(options.cells // 20, 10), samples)],
        "growth": [lambda language, samples: measure_growth(language, options.cells, samples)],
        "memory": [lambda language, samples: measure_memory(language, options.cells, samples)],
    }
    for name, steps in parts.items():
        for step in steps if options.only in (None, name) else []:
            for language, samples in measured.items():
                step(language, samples)
    if options.only in (None, "code"):
        measure_user_code(measured[Java])
    return measured


def shown(values: list[float]) -> str:
    if not values:
        return "–"
    median = statistics.median(values)
    return f"{median:.0f}" if median >= 20 else f"{median:.2f}" if median < 2 else f"{median:.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", type=int, default=1000)
    parser.add_argument("--ends", type=int, default=7)
    parser.add_argument("--only", choices=["shutdown", "services", "growth", "memory", "code"], help="one part of it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, own_jupyter(Path(home)):
        subprocess.run([PACKAGED / "bin" / "greenloom-kernel", "--train"], check=True)  # as an installation does
        measured = measure(options)
    print("| what (medians) | Greenloom | ipykernel | target |\n| --- | ---: | ---: | ---: |")
    for key, (what, target) in ROWS.items():
        if any(samples[key] for samples in measured.values()):
            print(f"| {what} | {shown(measured[Java][key])} | {shown(measured[Python][key])} | ≤ {target} |")


if __name__ == "__main__":
    main()
