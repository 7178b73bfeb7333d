"""Requests: who is answered, on which channel and with which parent; expressions, updates, comms, the debugger."""

from __future__ import annotations

import json

import pytest

from kernels import Kernel
from languages import Java

QUICK = {
    "kernel_info_request": {},
    "comm_info_request": {},
    "history_request": {"hist_access_type": "tail", "n": 1, "output": False, "raw": True},
    "is_complete_request": {"code": "1 + 1"},
    "complete_request": {"code": "x", "cursor_pos": 1},
    "inspect_request": {"code": "x", "cursor_pos": 1, "detail_level": 0},
}


@pytest.mark.parametrize("kind", QUICK)
def test_each_request_is_answered_between_its_own_busy_and_idle(kernel: Kernel, kind: str) -> None:
    request = kernel.send(kind, QUICK[kind]).wait()
    assert request.reply is not None and request.reply["msg_type"] == kind.replace("_request", "_reply")
    assert request.states() == ["busy", "idle"]


def test_whatever_comes_of_a_request_names_it_as_its_parent(kernel: Kernel, lang: type[Java]) -> None:
    strays = len(kernel.strays)
    cell = kernel.run("\n".join([lang.say("one"), lang.say_error("two"), "1 + 1"]))
    assert cell.reply is not None
    for message in [cell.reply, *cell.iopub]:
        assert message["parent_header"]["msg_id"] == cell.id
        assert message["parent_header"]["msg_type"] == "execute_request"
    assert [m["msg_type"] for m in kernel.strays[strays:]] == []


def test_each_of_the_users_expressions_has_a_value_or_an_error_of_its_own(kernel: Kernel) -> None:
    asked = {"good": "20 + 22", "bad": "noSuchThingAtAll", "also good": "1 + 1"}
    cell = kernel.run("1", user_expressions=asked)
    answers = cell.content["user_expressions"]
    assert cell.status == "ok" and set(answers) == set(asked)
    assert (answers["good"]["status"], answers["good"]["data"]["text/plain"]) == ("ok", "42")
    assert (answers["bad"]["status"], bool(answers["bad"]["ename"])) == ("error", True)
    assert answers["also good"]["data"]["text/plain"] == "2"


def test_the_users_expressions_of_a_failed_cell_are_not_evaluated(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.raising, user_expressions={"any": "1"})
    assert cell.status == "error" and not cell.content.get("user_expressions")


@pytest.mark.needs("display")
def test_what_is_shown_comes_with_the_hints_given_for_it(kernel: Kernel, lang: type[Java]) -> None:
    [shown] = kernel.run(lang.show_with_hints).of_type("display_data")
    assert "<svg" in shown["content"]["data"]["image/svg+xml"]
    assert shown["content"]["metadata"] == {"image/svg+xml": {"width": 30}}


@pytest.mark.needs("display")
def test_an_update_names_the_display_that_it_is_of(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.show_and_update)
    [shown], [updated] = cell.of_type("display_data"), cell.of_type("update_display_data")
    assert shown["content"]["transient"]["display_id"] == updated["content"]["transient"]["display_id"] != ""
    assert updated["content"]["data"]["text/html"] == "<b>hot</b>"


def test_a_comm_to_a_target_that_nobody_knows_is_closed(kernel: Kernel) -> None:
    opened = kernel.send("comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}})
    kernel.pump_until(lambda: opened.is_idle(), "the comm was dealt with")
    assert [m["content"]["comm_id"] for m in opened.of_type("comm_close")] == ["c1"]
    assert kernel.ask("comm_info_request")["comms"] == {}


def test_messages_for_a_comm_that_is_not_open_harm_nothing(kernel: Kernel) -> None:
    for kind in ("comm_msg", "comm_close"):
        sent = kernel.send(kind, {"comm_id": "never opened", "data": {}})
        kernel.pump_until(lambda sent=sent: sent.is_idle(), "the message was dealt with")
    assert kernel.value("1 + 1") == "2"


def test_a_kernel_that_advertises_no_debugger_says_so_when_it_is_asked_for_one(kernel: Kernel) -> None:
    info = kernel.ask("kernel_info_request")
    if info.get("debugger") or "debugger" in info.get("supported_features", []):
        pytest.skip("it has one")
    asked = {"type": "request", "seq": 7, "command": "initialize", "arguments": {}}
    answer = kernel.ask("debug_request", asked, channel="control")
    assert answer.get("success") is not True


def test_the_signature_covers_the_very_bytes_that_were_sent(kernel: Kernel) -> None:
    message = kernel.session.msg("kernel_info_request", {})
    message["header"]["date"] = message["header"]["date"].isoformat()
    parts = [json.dumps(message[part], indent=3).encode() for part in ("header", "parent_header", "metadata", "content")]
    kernel.sockets["shell"].send_multipart([b"<IDS|MSG>", kernel.session.sign(parts), *parts])
    seen = len(kernel.strays)
    kernel.pump_until(lambda: any(m["parent_header"].get("msg_id") == message["header"]["msg_id"]
                                  for m in kernel.strays[seen:]), "oddly spaced JSON was answered")
