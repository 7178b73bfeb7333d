"""Whatever prints late, ten lines of ten come home: to the cell that started it, while another cell runs."""

from __future__ import annotations

import signal
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
await(toThread(() -> {}));
static final ThreadPool earlierThreads = new ThreadPool(1);
await(earlierThreads.submit(() -> {}));
static final ProcessPool earlierProcesses = new ProcessPool(1);
await(earlierProcesses.submit(() -> 1));
static Runnable task = () -> {};
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
    "thread of a task of an earlier pool": "earlierPool.submit(() -> new Thread(() -> { %s }).start());",
    "virtual thread of a task of an earlier pool": "earlierPool.submit(() -> Thread.startVirtualThread(() -> { %s }));",
    "common pool": "CompletableFuture.runAsync(() -> { %s });",
    "toThread": "toThread(() -> { %s });",
    "thread pool of an earlier cell": "earlierThreads.submit(() -> { %s });",
    "map of a thread pool": "earlierThreads.map(one -> { %s return one; }, List.of(1));",
    "process pool of an earlier cell": "earlierProcesses.submit(() -> { %s });",
    "runIn": "runIn(earlierPool, () -> { %s });",
    "mapIn": "mapIn(earlierPool, one -> { %s return one; }, List.of(1));",
    "thread of toThread": "toThread(() -> new Thread(() -> { %s }).start());",
    "pool of greenlets": "new Pool(2).spawn(() -> { %s });",
    "imap of a pool of greenlets": "new Pool(2).imap(one -> { %s return one; }, List.of(1));",
    "greenlet to be spawned": "spawnLater(0.01, () -> { %s });",
    "callback": "EventLoop.current().callLater(0.01, () -> { %s });",
    "link": "var empty = new AsyncResult<Integer>(); empty.link(done -> { %s }); spawn(() -> empty.set(1));",
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


SUBMITTING = {
    "greenlet": "spawn(() -> task.run());",
    "toThread": "toThread(task::run);",
    "process pool": "earlierProcesses.submit(task::run);",
    "runIn": "runIn(earlierPool, task::run);",
    "pool of greenlets": "new Pool(1).spawn(task::run);",
    "callback": "EventLoop.current().callLater(0.01, task::run);",
    "link": 'var full = new AsyncResult<Integer>(); full.link(done -> task.run()); full.set(1);',
}


@pytest.mark.parametrize("pool", SUBMITTING)
def test_greenlooms_own_threads_work_for_who_submits_whoever_wrote_the_task(
    kernel: Kernel, gate: Gate, tmp_path: Path, pool: str
) -> None:
    kernel.value("task = () -> { %s };" % ten_lines(gate, PRINTS["System.out"]))
    started = kernel.run(SUBMITTING[pool])
    assert started.status == "ok", started.content
    ensure_at_home(kernel, started, gate, tmp_path, "stdout")


def test_anothers_pool_works_for_the_cell_that_wrote_the_task(kernel: Kernel, gate: Gate, tmp_path: Path) -> None:
    wrote = kernel.run("task = () -> { %s };" % ten_lines(gate, PRINTS["System.out"]))
    kernel.value("earlierPool.submit(task);")
    ensure_at_home(kernel, wrote, gate, tmp_path, "stdout")


@pytest.mark.parametrize("handler", ["() -> { %s }", "task::run"])
def test_a_signal_handler_prints_at_the_cell_that_installed_it(
    kernel: Kernel, gate: Gate, tmp_path: Path, handler: str
) -> None:
    kernel.value("task = () -> { %s };" % ten_lines(gate, PRINTS["System.out"]))
    handler = handler.replace("%s", ten_lines(gate, PRINTS["System.out"]))
    started = kernel.run(f'var winch = onSignal("WINCH", {handler});')
    assert started.status == "ok", started.content
    kernel.process.send_signal(signal.SIGWINCH)
    ensure_at_home(kernel, started, gate, tmp_path, "stdout")
    kernel.value("winch.cancel();")


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


def test_an_update_by_a_greenlet_is_at_home(kernel: Kernel, gate: Gate) -> None:
    kernel.run('var shown = display(html("<b>cold</b>"));')
    started = kernel.run(f'spawn(() -> {{ {Java.wait_at(gate.path)} shown.update(html("<b>hot</b>")); '
                         'updateDisplay("other", html("<b>tepid</b>")); return null; });')
    later = kernel.start(Java.wait_at(gate.path) + "sleep(0.2);")
    gate.open()
    kernel.pump_until(lambda: len(started.of_type("update_display_data")) == 2, "the updates came home")
    first, second = (message["content"] for message in started.of_type("update_display_data"))
    assert (first["data"]["text/html"], second["data"]["text/html"]) == ("<b>hot</b>", "<b>tepid</b>")
    assert second["transient"] == {"display_id": "other"}
    assert not later.wait().of_type("update_display_data")


def test_clear_output_of_a_greenlet_clears_at_its_own_cell(kernel: Kernel, gate: Gate) -> None:
    started = kernel.run(f"spawn(() -> {{ {Java.wait_at(gate.path)} clearOutput(true); return null; }});")
    later = kernel.start(Java.wait_at(gate.path) + "sleep(0.2);")
    gate.open()
    kernel.pump_until(lambda: started.of_type("clear_output"), "the cell was cleared")
    assert started.of_type("clear_output")[0]["content"] == {"wait": True}
    assert not later.wait().of_type("clear_output")
