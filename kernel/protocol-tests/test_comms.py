"""Comms: opened by either end, messages both ways with their buffers, closed by either end; handlers do not wait for cells."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from kernels import Gate, Kernel
from languages import Java

pytestmark = pytest.mark.needs("comms")

DATA = {"text": "grün 🥔 <b>", "n": 7, "half": 0.5, "yes": True, "none": None, "list": [1, [2, {"x": []}]], "big": 2**40}
BUFFERS = [b"", b"\x00\xff<IDS|MSG>", random.Random(14).randbytes(1 << 20)]


class FrontEnd:
    """The front end's end of a comm."""

    def __init__(self, kernel: Kernel, id: str | None = None):
        self.kernel = kernel
        self.id = id or uuid4().hex

    def send(self, kind: str, data: dict[str, Any] | None = None, **options: Any):
        return self.kernel.send(kind, {"comm_id": self.id, "data": data or {}, **options.pop("more", {})}, **options)

    def open(self, target: str, data: dict[str, Any] | None = None, **options: Any):
        return self.send("comm_open", data, more={"target_name": target}, **options)

    def heard(self) -> list[dict[str, Any]]:
        """All that the kernel has said by this comm so far."""
        everything = [m for request in self.kernel.requests.values() for m in request.iopub] + self.kernel.strays
        ours = [m for m in everything if m["msg_type"].startswith("comm_") and m["content"].get("comm_id") == self.id]
        return sorted(ours, key=lambda message: message["arrived"])

    def wait_for(self, count: int) -> list[dict[str, Any]]:
        self.kernel.pump_until(lambda: len(self.heard()) >= count, f"{count} messages of the comm had come")
        return self.heard()

    def is_open(self) -> bool:
        return self.id in self.kernel.ask("comm_info_request", {})["comms"]


@pytest.fixture
def echo(kernel: Kernel, lang: type[Java]) -> Iterator[FrontEnd]:
    kernel.run(lang.comm_echo)
    echo = FrontEnd(kernel)
    echo.open("echo", DATA).wait_idle()
    echo.wait_for(1)
    yield echo
    echo.send("comm_close", {"why": "the test ends"}).wait_idle()


def test_a_comm_that_a_front_end_opens_is_taken_by_its_target(echo: FrontEnd, kernel: Kernel) -> None:
    assert [(m["msg_type"], m["content"]["data"]) for m in echo.heard()] == [("comm_msg", {"opened": DATA})]
    for target, listed in (("echo", True), ("nobody", False), (None, True)):
        comms = kernel.ask("comm_info_request", {"target_name": target} if target else {})["comms"]
        assert comms.get(echo.id) == ({"target_name": "echo"} if listed else None)


def test_data_and_buffers_go_there_and_back_untouched(echo: FrontEnd) -> None:
    asked = echo.send("comm_msg", DATA, buffers=BUFFERS).wait_idle()
    answer = echo.wait_for(2)[1]
    assert answer["content"]["data"] == DATA
    assert [bytes(buffer) for buffer in answer["buffers"]] == BUFFERS
    assert asked.states() == ["busy", "idle"]
    assert asked.iopub.index(answer) < len(asked.iopub) - 1, "idle was told before the answer"


def test_messages_are_handled_in_the_order_in_which_they_came(echo: FrontEnd) -> None:
    for i in range(200):
        echo.send("comm_msg", {"i": i})
    assert [m["content"]["data"]["i"] for m in echo.wait_for(201)[1:]] == list(range(200))


def test_a_comm_that_the_front_end_closes_is_closed(kernel: Kernel, lang: type[Java]) -> None:
    registered = kernel.run(lang.comm_echo)
    comm = FrontEnd(kernel)
    comm.open("echo").wait_idle()
    assert comm.is_open()
    closing = comm.send("comm_close", {"why": "enough"}).wait_idle()
    kernel.pump_until(lambda: "closed enough\n" in registered.text() + closing.text(), "the handler was told")
    assert not comm.is_open()
    comm.send("comm_msg", {"too": "late"}).wait_idle()
    assert len(comm.heard()) == 1


def test_a_comm_whose_target_fails_is_closed_and_the_failure_told(kernel: Kernel, lang: type[Java]) -> None:
    registered = kernel.run(lang.comm_echo)
    comm = FrontEnd(kernel)
    opening = comm.open("bad").wait_idle()
    assert comm.wait_for(1)[-1]["msg_type"] == "comm_close"
    assert not comm.is_open()
    if lang.name == "java":
        kernel.pump_until(lambda: "not today" in registered.text("stderr"), "the failure was told at its cell")
    assert opening.states() == ["busy", "idle"]


def test_a_comm_that_the_kernel_opens_belongs_to_its_cell(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.comm_open)
    [opened] = cell.of_type("comm_open")
    assert opened["content"]["target_name"] == "gauge" and opened["content"]["data"] == {"value": 3}
    assert [bytes(buffer) for buffer in opened["buffers"]] == [b"\x00\xff"]
    gauge = FrontEnd(kernel, opened["content"]["comm_id"])
    assert gauge.is_open()
    [sent] = kernel.run(lang.comm_send).of_type("comm_msg")
    assert (sent["content"]["comm_id"], sent["content"]["data"]) == (gauge.id, {"value": 4})
    closing = kernel.run(lang.comm_close)
    [closed] = closing.of_type("comm_close")
    assert (closed["content"]["comm_id"], closed["content"]["data"]) == (gauge.id, {"why": "done"})
    assert not gauge.is_open()


def test_what_a_handler_prints_is_seen_and_its_failure_ends_nothing(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.comm_open)
    gauge = FrontEnd(kernel, cell.of_type("comm_open")[0]["content"]["comm_id"])
    gauge.send("comm_msg", {"value": "bad"}).wait_idle()
    said = gauge.send("comm_msg", {"value": 9}).wait_idle()
    kernel.pump_until(lambda: "set to 9\n" in cell.text() + said.text(), "the handler had printed")
    assert gauge.is_open()
    if lang.name == "java":
        assert "set to 9\n" in cell.text(), "it was not shown at the cell that set the handler"
        kernel.pump_until(lambda: "off the scale" in cell.text("stderr"), "the failure was told there")


@pytest.mark.needs("services while a cell runs")
def test_handlers_run_while_a_cell_waits_and_while_others_wait(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    kernel.run("\n".join([lang.comm_echo, lang.comm_slow]))
    slow, echo = FrontEnd(kernel), FrontEnd(kernel)
    slow.open("slow").wait_idle()
    waiting = slow.send("comm_msg")
    cell = kernel.start("\n".join([lang.say("running"), lang.wait_at(gate.path)]))
    cell.wait_for("running\n")
    echo.open("echo", {"a": 1}).wait_idle()
    echo.send("comm_msg", {"b": 2}).wait_idle()
    assert [m["content"]["data"] for m in echo.wait_for(2)] == [{"opened": {"a": 1}}, {"b": 2}]
    assert cell.reply is None and waiting.states() == ["busy"]
    gate.open()
    assert cell.wait().status == "ok"


@pytest.mark.needs("handlers that wait")
def test_what_comes_before_a_target_has_set_its_handler_waits_for_it(kernel: Kernel, lang: type[Java]) -> None:
    kernel.run(lang.comm_late)
    comm = FrontEnd(kernel)
    comm.open("late")
    for i in range(3):
        comm.send("comm_msg", {"i": i})
    assert [m["content"]["data"] for m in comm.wait_for(3)] == [{"i": 0}, {"i": 1}, {"i": 2}]


@pytest.mark.needs("subshells")
def test_comms_go_by_subshells_as_jupyterlab_sends_them(kernel: Kernel, lang: type[Java]) -> None:
    kernel.run(lang.comm_echo)
    subshell = kernel.create_subshell()
    comm = FrontEnd(kernel)
    comm.open("echo", subshell=subshell).wait_idle()
    comm.send("comm_msg", {"by": "subshell"}, subshell=subshell).wait_idle()
    assert comm.wait_for(2)[1]["content"]["data"] == {"by": "subshell"}
    kernel.delete_subshell(subshell)
    comm.send("comm_msg", {"by": "main"}).wait_idle()
    assert comm.wait_for(3)[2]["content"]["data"] == {"by": "main"}
