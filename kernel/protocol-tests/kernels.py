"""Drives a Jupyter kernel over its real sockets and files every message under the request that caused it.

One thread, one poller over all channels: nothing is lost to a reader that looked at the wrong moment, and a test
waits for what it wants to see, never for time to pass. The one time limit, HANG, says when to call it a hang.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import psutil
import zmq
from jupyter_client.manager import KernelManager

HANG = float(os.environ.get("GREENLOOM_TEST_PATIENCE", "120"))
CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGED = Path(os.environ.get("GREENLOOM_HOME", CHECKOUT / "kernel" / "target" / "greenloom"))


@contextmanager
def own_jupyter(home: Path, *others: Path) -> Iterator[Path]:
    """Gives this process a Jupyter of its own below `home`, which knows the packaged kernel and those at `others`."""
    places = {
        "JUPYTER_PATH": home / "path",
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
    }
    for place in places.values():
        place.mkdir(parents=True)
    with mock.patch.dict(os.environ, {name: str(place) for name, place in places.items()}):
        kernels = places["JUPYTER_PATH"] / "kernels"
        kernels.mkdir()
        (kernels / "greenloom").symlink_to(PACKAGED, target_is_directory=True)
        for other in others:
            (kernels / other.name).symlink_to(other, target_is_directory=True)
        yield home


def await_that(condition: Callable[[], Any], what: str, patience: float = HANG) -> Any:
    """Waits until the condition holds and returns its value: for what no message announces, such as a process's end."""
    deadline = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise TimeoutError(f"Waited {patience:.0f} s in vain until {what}.")
        time.sleep(0.01)


@dataclass
class Request:
    """One request and all that came of it, in the order of its arrival."""

    kernel: Kernel
    id: str
    kind: str
    reply: dict[str, Any] | None = None
    iopub: list[dict[str, Any]] = field(default_factory=list)
    prompts: list[dict[str, Any]] = field(default_factory=list)

    def wait(self) -> Request:
        """Waits until the reply and the idle status are both here."""
        self.kernel.pump_until(lambda: self.reply is not None and self.is_idle(), f"{self} was answered and idle")
        return self

    def wait_idle(self) -> Request:
        """Waits until the idle status is here, for what has no reply."""
        self.kernel.pump_until(self.is_idle, f"{self} was idle")
        return self

    def wait_for(self, text: str, stream: str = "stdout") -> Request:
        """Waits until the text has arrived on this request's own stream."""
        self.kernel.pump_until(lambda: text in self.text(stream), f"{text!r} came on {stream} of {self}")
        return self

    def wait_for_prompt(self) -> dict[str, Any]:
        """Waits until the code of this request asks for input."""
        self.kernel.pump_until(lambda: self.prompts, f"{self} asked for input")
        return self.prompts[0]

    def states(self) -> list[str]:
        return [m["content"]["execution_state"] for m in self.of_type("status")]

    def is_idle(self) -> bool:
        return "idle" in self.states()

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        return [m for m in self.iopub if m["msg_type"] == kind]

    def text(self, stream: str = "stdout") -> str:
        return "".join(m["content"]["text"] for m in self.of_type("stream") if m["content"]["name"] == stream)

    @property
    def content(self) -> dict[str, Any]:
        assert self.reply is not None, f"{self} has no reply"
        return self.reply["content"]

    @property
    def status(self) -> str:
        return self.content["status"]

    @property
    def result(self) -> str | None:
        results = self.of_type("execute_result")
        return results[0]["content"]["data"]["text/plain"] if results else None

    @property
    def error(self) -> dict[str, Any]:
        errors = self.of_type("error")
        assert len(errors) == 1, f"{self} has {len(errors)} errors"
        return errors[0]["content"]

    def __str__(self) -> str:
        return f"{self.kind} {self.id[-8:]}"


class Kernel:
    """A running kernel with a client of its own on every channel."""

    def __init__(self, name: str, manager: dict[str, Any] | None = None, **start_options: Any):
        self.manager = KernelManager(kernel_name=name, **(manager or {}))
        self.requests: dict[str, Request] = {}
        self.strays: list[dict[str, Any]] = []
        self.manager.start_kernel(**start_options)
        self._adopt_process()
        self.client = self.manager.client()
        # A client that meets a closed door knocks again after 5 ms, not 100: start-up is measured with this, too.
        self.client.context.setsockopt(zmq.RECONNECT_IVL, 5)
        self.client.start_channels(hb=False)
        self.session = self.client.session
        self.sockets = {
            channel: getattr(self.client, f"{channel}_channel").socket
            for channel in ("iopub", "shell", "control", "stdin")
        }
        self.poller = zmq.Poller()
        for socket in self.sockets.values():
            self.poller.register(socket, zmq.POLLIN)
        self._await_subscription()

    def _adopt_process(self) -> None:
        self.process = psutil.Process(self.manager.provisioner.pid)

    def _await_subscription(self) -> None:
        """Only an arriving status proves that our subscription to iopub has reached the kernel."""
        deadline = time.monotonic() + HANG
        while time.monotonic() < deadline:
            probe = self.send("kernel_info_request", {})
            try:
                self.pump_until(lambda p=probe: p.reply and p.is_idle(), "the kernel is ready", patience=1)
                self.ready_at = time.perf_counter()
                return
            except TimeoutError:
                if not self.process.is_running():
                    break
        self.stop()
        raise TimeoutError("The kernel did not become ready: see what it printed above.")

    # -- asking ---------------------------------------------------------------------------------------------------

    def send(
        self,
        kind: str,
        content: dict[str, Any],
        channel: str = "shell",
        subshell: str | None = None,
        buffers: list[bytes] | None = None,
        **extra: Any,
    ) -> Request:
        """Sends a request, for a subshell or for the main one, and returns at once."""
        message = self.session.msg(kind, content, **extra)
        if subshell:
            message["header"]["subshell_id"] = subshell
        request = Request(self, message["header"]["msg_id"], kind)
        self.requests[request.id] = request
        self.session.send(self.sockets[channel], message, buffers=buffers)
        return request

    def ask(self, kind: str, content: dict[str, Any] | None = None, channel: str = "shell") -> dict[str, Any]:
        """Sends a request, waits until it is done, and returns the content of its reply."""
        return self.send(kind, content or {}, channel).wait().content

    def start(self, code: str, shows_late: bool = True, subshell: str | None = None, **options: Any) -> Request:
        """Sends a cell and returns at once; with the cell's id, as front ends do that show what comes late, or without."""
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
            **options,
        }
        metadata = {"cellId": f"cell-{len(self.requests)}"} if shows_late else {}
        return self.send("execute_request", content, subshell=subshell, metadata=metadata)

    def run(self, code: str, **options: Any) -> Request:
        """Runs a cell to its end, whatever the end is."""
        return self.start(code, **options).wait()

    def value(self, code: str) -> str | None:
        """Runs a cell that must succeed and returns its result as text."""
        cell = self.run(code)
        assert cell.status == "ok", "\n".join(cell.content.get("traceback", [])) or cell.content
        return cell.result

    def create_subshell(self) -> str:
        reply = self.ask("create_subshell_request", channel="control")
        assert reply["status"] == "ok", reply
        return reply["subshell_id"]

    def delete_subshell(self, id: str) -> dict[str, Any]:
        return self.ask("delete_subshell_request", {"subshell_id": id}, channel="control")

    def subshells(self) -> list[str]:
        return self.ask("list_subshell_request", channel="control")["subshell_id"]

    def ensure_arrived(self, while_a_cell_runs: bool) -> None:
        """Returns when the kernel has all that was sent on shell before: its answer to something sent later proves it."""
        if while_a_cell_runs:
            self.ask("kernel_info_request")

    def interrupt(self) -> None:
        """Interrupts as the kernelspec says a client should: by a message or by a signal."""
        if self.manager.kernel_spec.interrupt_mode == "message":
            self.ask("interrupt_request", channel="control")
        else:
            self.manager.interrupt_kernel()

    def answer(self, value: str) -> None:
        self.client.input(value)

    @contextmanager
    def stranger(self, channel: str, kind: int, **options: Any) -> Iterator[zmq.Socket]:
        """Another socket on the channel, with these options; none of the client's keys unless they are among them."""
        with self.client.context.socket(kind) as socket:
            socket.linger = 0
            for name, value in options.items():
                setattr(socket, name, value)
            socket.connect(self.client._make_url(channel))
            if kind == zmq.SUB:
                socket.subscribe(b"")
            yield socket

    def unfinished(self) -> list[Request]:
        """Cells that were sent and have not ended."""
        return [r for r in self.requests.values() if r.kind == "execute_request" and not (r.reply and r.is_idle())]

    # -- listening ------------------------------------------------------------------------------------------------

    def pump_until(self, condition: Callable[[], Any], what: str, patience: float = HANG) -> None:
        """Takes in messages until the condition holds."""
        deadline = time.monotonic() + patience
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"Waited {patience:.0f} s in vain until {what}.")
            for socket, _ in self.poller.poll(min(left, 1) * 1000):
                self._take_all(socket)

    def _take_all(self, socket: zmq.Socket) -> None:
        while True:
            _, message = self.session.recv(socket, mode=zmq.NOBLOCK)
            if message is None:
                return
            self._file(message, socket)

    def _file(self, message: dict[str, Any], socket: zmq.Socket) -> None:
        request = self.requests.get(message["parent_header"].get("msg_id", ""))
        message["arrived"] = time.time()
        if request is None:
            self.strays.append(message)
        elif socket is self.sockets["iopub"]:
            request.iopub.append(message)
        elif socket is self.sockets["stdin"]:
            request.prompts.append(message)
        else:
            assert request.reply is None, f"{request} was answered twice"
            request.reply = message

    # -- ending ---------------------------------------------------------------------------------------------------

    def restart(self) -> None:
        """Restarts as front ends do: a polite shutdown, then a new process on the same sockets."""
        self.manager.restart_kernel()
        self._adopt_process()
        self._await_subscription()

    def stop(self) -> None:
        """Ends the kernel, by force where it does not go by itself."""
        self.client.stop_channels()
        if self.process.is_running():
            self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class Gate:
    """A door that running code waits at until the test opens it: order without sleeps."""

    def __init__(self, path: Path):
        self.path = path

    def open(self) -> None:
        self.path.touch()
