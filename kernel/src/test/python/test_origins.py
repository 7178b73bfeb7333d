"""Whatever prints late, ten lines of ten come home: to the cell that started it, while another cell runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernels import Gate, Kernel, Request
from languages import Java

pytestmark = pytest.mark.needs("late output")

PREPARED = """
static final ExecutorService earlierPool = Executors.newFixedThreadPool(1, Thread.ofPlatform().daemon().factory());
earlierPool.submit(() -> {}).get();
static final java.util.Timer earlierTimer = new java.util.Timer(true);
static final PrintStream savedOut = System.out;
static final java.util.logging.Logger logger = java.util.logging.Logger.getLogger("tea");
"""

# %s is the waiting, and then the printing of ten lines.
SOURCES = {
    "greenlet": "spawn(() -> { %s });",
    "plain virtual thread": "Thread.startVirtualThread(() -> { %s });",
    "virtual thread per task": "var perTask = Executors.newVirtualThreadPerTaskExecutor(); perTask.submit(() -> { %s });",
    "platform thread": "new Thread(() -> { %s }).start();",
    "thread of a thread": "new Thread(() -> new Thread(() -> { %s }).start()).start();",
    "thread of a greenlet": "spawn(() -> new Thread(() -> { %s }).start());",
    "greenlet of a virtual thread": "Thread.startVirtualThread(() -> spawn(() -> { %s }));",
    "executor": "var own = Executors.newFixedThreadPool(2); own.submit(() -> { %s }); own.shutdown();",
    "executor of an earlier cell": "earlierPool.submit(() -> { %s });",
    "scheduled executor": "var later = Executors.newScheduledThreadPool(1);"
    " later.schedule(() -> { %s }, 5, TimeUnit.MILLISECONDS); later.shutdown();",
    "stage of a future": "var first = new CompletableFuture<Integer>(); first.thenAccept(one -> { %s });"
    " new Thread(() -> first.complete(1)).start();",
    "delayed stage": "CompletableFuture.runAsync(() -> { %s },"
    " CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));",
    "timer of an earlier cell": "earlierTimer.schedule(new TimerTask() { public void run() { %s } }, 5);",
    "parallel stream": "spawn(() -> IntStream.range(0, 1).parallel().forEach(one -> { %s }));",
}
PRINTS = {
    "System.out": 'System.out.println("line " + i);',
    "IO": 'IO.println("line " + i);',
    "saved System.out": 'savedOut.println("line " + i);',
    "System.err": 'System.err.println("line " + i);',
    "logging": 'logger.info("line " + i);',
    "printf": 'System.out.printf("line %d%n", i);',
    "bytes": 'System.out.writeBytes(("line " + i + "\\n").getBytes());',
}


@pytest.fixture(autouse=True)
def prepared(kernel: Kernel) -> None:
    if kernel.value('Tasks.class.getName() + System.getProperty("prepared")') != '"greenloom.Taskstrue"':
        kernel.value(PREPARED + 'System.setProperty("prepared", "true");')


def ten_lines(gate: Gate, printing: str) -> str:
    waiting = f'while (!Files.exists(Path.of("{gate.path}"))) java.util.concurrent.locks.LockSupport.parkNanos(5_000_000L);'
    return f"{waiting} for (int i = 0; i < 10; i++) {{ {printing} }}"


def ensure_at_home(kernel: Kernel, started: Request, gate: Gate, path: Path, stream: str) -> None:
    end = Gate(path / "end")
    running = kernel.start(Java.say("running") + Java.wait_at(end.path))
    running.wait_for("running\n")
    gate.open()
    started.wait_for("line 9\n", stream)
    end.open()
    assert running.wait().text() == "running\n" and running.text("stderr") == ""
    assert [line.split("line ")[1] for line in started.text(stream).splitlines() if "line " in line] == list("0123456789")


@pytest.mark.parametrize("source", SOURCES)
def test_ten_late_lines_of_ten_come_home(kernel: Kernel, gate: Gate, tmp_path: Path, source: str) -> None:
    started = kernel.run(SOURCES[source].replace("%s", ten_lines(gate, PRINTS["System.out"])))
    assert started.status == "ok", started.content
    ensure_at_home(kernel, started, gate, tmp_path, "stdout")


@pytest.mark.parametrize("way", PRINTS)
def test_ten_late_lines_come_home_by_whatever_way(kernel: Kernel, gate: Gate, tmp_path: Path, way: str) -> None:
    started = kernel.run(SOURCES["greenlet"].replace("%s", ten_lines(gate, PRINTS[way])))
    assert started.status == "ok", started.content
    ensure_at_home(kernel, started, gate, tmp_path, "stderr" if way in ("System.err", "logging") else "stdout")


def test_a_generator_prints_at_its_consumers_cell(kernel: Kernel) -> None:
    kernel.run('var talking = generator(co -> { while (true) { IO.println("sip"); co.yield(1); } });\ntalking.next();')
    assert kernel.run("talking.next();").text() == "sip\n"


def test_the_uncaught_error_of_a_plain_thread_is_told_at_its_cell(kernel: Kernel, gate: Gate) -> None:
    body = ten_lines(gate, "") + ' throw new IllegalStateException("spilt");'
    started = kernel.run(f"new Thread(() -> {{ {body} }}).start();")
    later = kernel.start(Java.wait_at(gate.path) + "sleep(0.2);")
    gate.open()
    started.wait_for("spilt", "stderr")
    assert later.wait().text("stderr") == ""


def test_clear_output_of_a_greenlet_clears_at_its_own_cell(kernel: Kernel, gate: Gate) -> None:
    started = kernel.run(f"spawn(() -> {{ {Java.wait_at(gate.path)} clearOutput(true); return null; }});")
    later = kernel.start(Java.wait_at(gate.path) + "sleep(0.2);")
    gate.open()
    kernel.pump_until(lambda: started.of_type("clear_output"), "the cell was cleared")
    assert started.of_type("clear_output")[0]["content"] == {"wait": True}
    assert not later.wait().of_type("clear_output")
