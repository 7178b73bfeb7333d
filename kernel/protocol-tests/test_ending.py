"""However a kernel ends, no process of it is left."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import psutil
import pytest

from kernels import Kernel, await_that
from languages import Java

PARENT = textwrap.dedent(
    """
    import sys
    from jupyter_client.manager import KernelManager
    manager = KernelManager(kernel_name=sys.argv[1])
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    print(manager.provisioner.pid, flush=True)
    sys.stdin.read()
    """
)


def family(kernel: Kernel) -> list[psutil.Process]:
    return [kernel.process, *kernel.process.children(recursive=True)]


def gone(processes: list[psutil.Process]) -> bool:
    return all(not p.is_running() or p.status() == psutil.STATUS_ZOMBIE for p in processes)


def test_the_kernel_is_one_process(own_kernel: Kernel) -> None:
    assert own_kernel.process.children(recursive=True) == []


@pytest.mark.parametrize("restart", [False, True], ids=["to the end", "for a restart"])
@pytest.mark.parametrize("channel", ["control", "shell"])
def test_a_shutdown_is_answered_and_leaves_no_process(own_kernel: Kernel, channel: str, restart: bool) -> None:
    processes = family(own_kernel)
    request = own_kernel.send("shutdown_request", {"restart": restart}, channel)
    own_kernel.pump_until(lambda: request.reply, "the shutdown was answered")
    assert request.content == {"status": "ok", "restart": restart}
    await_that(lambda: gone(processes), "the kernel's processes were gone")


@pytest.mark.needs("services while a cell runs")
@pytest.mark.parametrize("way", ["sleep", "endless loop"])
def test_a_shutdown_ends_a_kernel_whose_cell_is_busy_with(own_kernel: Kernel, lang: type[Java], way: str) -> None:
    processes = family(own_kernel)
    own_kernel.start("\n".join([lang.say("running"), lang.stoppable[way]])).wait_for("running\n")
    request = own_kernel.send("shutdown_request", {"restart": False}, "control")
    own_kernel.pump_until(lambda: request.reply, "the shutdown was answered")
    await_that(lambda: gone(processes), "the kernel's processes were gone")


def test_a_restarted_kernel_has_forgotten_everything_and_runs(own_kernel: Kernel, lang: type[Java]) -> None:
    own_kernel.value(lang.assign("forgotten", 1))
    old = family(own_kernel)
    own_kernel.restart()
    assert gone(old)
    assert own_kernel.run("forgotten").status == "error"
    assert own_kernel.value("1 + 1") == "2"


@pytest.mark.parametrize("busy", [False, True], ids=["at rest", "in an endless loop"])
def test_a_kernel_ends_with_its_parent(lang: type[Java], busy: bool, tmp_path) -> None:
    code = PARENT
    if busy:
        spin = "\n".join([lang.say("running"), lang.stoppable["endless loop"]])
        code = code.replace("print(", f"client.execute({spin!r})\nprint(", 1)
    parent = subprocess.Popen(
        [sys.executable, "-c", code, lang.kernel], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        kernel = psutil.Process(int(parent.stdout.readline()))
        processes = [kernel, *kernel.children(recursive=True)]
        parent.kill()
        parent.wait()
        await_that(lambda: gone(processes), "the orphaned kernel was gone")
    finally:
        parent.kill()
        parent.stdin.close(), parent.stdout.close()


LODGERS = """
var app = new WebApp();
app.get("/", request -> Response.text("here"));
int port = app.start("127.0.0.1", 0).port();
for (int i = 0; i < 50; i++) spawn(() -> sleep(600));
spawn(() -> { while (true) { try { sleep(600); } catch (Throwable e) { } } });
new Thread(() -> { while (true) { try { Thread.sleep(600_000); } catch (InterruptedException e) { } } }).start();
var polite = new ProcessBuilder("sleep", "600").start();
var stubborn = new ProcessBuilder("sh", "-c", "trap '' TERM; while true; do sleep 1; done").start();
port"""


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask_to_end(kernel: Kernel) -> None:
    request = kernel.send("shutdown_request", {"restart": False}, "control")
    kernel.pump_until(lambda: request.reply, "the shutdown was answered")


@pytest.mark.needs("late output")
@pytest.mark.parametrize(
    "end",
    [ask_to_end, lambda kernel: kernel.process.terminate(), Kernel.restart],
    ids=["shutdown", "SIGTERM", "restart"],
)
def test_what_cells_left_running_ends_with_the_kernel(lang: type[Java], tmp_path: Path, end) -> None:
    environment = {**os.environ, "GREENLOOM_JVM_OPTS": f"-Djava.io.tmpdir={tmp_path}"}
    with Kernel(lang.kernel, env=environment) as kernel:
        port = int(kernel.value(LODGERS))
        assert listens(port)
        processes = family(kernel)
        assert len(processes) >= 3
        pid = kernel.process.pid
        end(kernel)
        await_that(lambda: gone(processes), "the kernel's processes and their children were gone")
        await_that(lambda: not listens(port), "the port was closed")  # a zombie's last threads may hold it for a moment
        assert not list(tmp_path.iterdir())
        assert not list(Path("/tmp").glob(f"hsperfdata_*/{pid}"))


@pytest.mark.parametrize("signal", ["SIGTERM"])
def test_a_kernel_told_to_end_by_signal_ends(own_kernel: Kernel, signal: str) -> None:
    processes = family(own_kernel)
    own_kernel.process.terminate()
    await_that(lambda: gone(processes), "the kernel's processes were gone")
