"""What a kernel answers beside cells, at rest and while a cell runs: nothing waits behind a running cell but a cell."""

from __future__ import annotations

import pytest
import zmq

from kernels import HANG, Gate, Kernel
from languages import Java


@pytest.fixture
def busy_kernel(kernel: Kernel, lang: type[Java], gate: Gate):
    """The kernel while a cell of it runs and waits."""
    cell = kernel.start("\n".join([lang.say("running"), lang.wait_at(gate.path)]))
    cell.wait_for("running\n")
    yield kernel
    assert cell.reply is None, "the cell should have been running all the time"
    gate.open()
    assert cell.wait().status == "ok"


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_kernel_info_is_answered_on(kernel: Kernel, lang: type[Java], channel: str) -> None:
    info = kernel.ask("kernel_info_request", channel=channel)
    assert info["status"] == "ok"
    assert info["protocol_version"].startswith("5.")
    assert info["language_info"]["name"] == lang.name
    assert info["language_info"]["file_extension"] == lang.extension
    assert info["language_info"]["mimetype"] == lang.mimetype
    assert info["implementation"] and info["implementation_version"] and info["banner"]


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_every_request_is_framed_by_busy_and_idle_with_its_parent(kernel: Kernel, channel: str) -> None:
    request = kernel.send("kernel_info_request", {}, channel).wait()
    assert request.states() == ["busy", "idle"]


@pytest.mark.parametrize("channel", ["shell", "control"])
@pytest.mark.needs("services while a cell runs")
def test_kernel_info_is_answered_while_a_cell_runs_on(busy_kernel: Kernel, channel: str) -> None:
    assert busy_kernel.ask("kernel_info_request", channel=channel)["status"] == "ok"


def check_completion(kernel: Kernel, lang: type[Java]) -> None:
    code, expected, replaced = lang.completion
    reply = kernel.ask("complete_request", {"code": code, "cursor_pos": len(code)})
    assert reply["status"] == "ok"
    assert any(match.startswith(expected) or match.endswith(expected) for match in reply["matches"]), reply
    assert code[reply["cursor_start"] : reply["cursor_end"]].endswith(replaced)


def test_completion_offers_the_methods_of_an_expression(kernel: Kernel, lang: type[Java]) -> None:
    check_completion(kernel, lang)


def test_completion_knows_the_variables_of_earlier_cells(kernel: Kernel, lang: type[Java]) -> None:
    kernel.value(lang.assign("marmalade", 1))
    reply = kernel.ask("complete_request", {"code": "marma", "cursor_pos": 5})
    assert "marmalade" in reply["matches"]
    assert (reply["cursor_start"], reply["cursor_end"]) == (0, 5)


def test_completion_counts_characters_as_the_protocol_does(kernel: Kernel, lang: type[Java]) -> None:
    kernel.value(lang.assign("marmot", 1))
    prefix = '"🥔".length() + ' if lang.name == "java" else 'len("🥔") + '
    code = prefix + "marmo"
    reply = kernel.ask("complete_request", {"code": code, "cursor_pos": len(code)})
    assert "marmot" in reply["matches"]
    assert (reply["cursor_start"], reply["cursor_end"]) == (len(prefix), len(code))


@pytest.mark.needs("services while a cell runs")
def test_completion_is_answered_while_a_cell_runs(busy_kernel: Kernel, lang: type[Java]) -> None:
    check_completion(busy_kernel, lang)


def check_inspection(kernel: Kernel, lang: type[Java]) -> None:
    code, expected = lang.inspection
    reply = kernel.ask("inspect_request", {"code": code, "cursor_pos": len(code), "detail_level": 0})
    assert reply["status"] == "ok" and reply["found"]
    assert expected in reply["data"]["text/plain"]


def test_inspection_tells_of_a_method(kernel: Kernel, lang: type[Java]) -> None:
    check_inspection(kernel, lang)


@pytest.mark.needs("services while a cell runs")
def test_inspection_is_answered_while_a_cell_runs(busy_kernel: Kernel, lang: type[Java]) -> None:
    check_inspection(busy_kernel, lang)


def test_inspection_of_nothing_is_an_answer_too(kernel: Kernel) -> None:
    reply = kernel.ask("inspect_request", {"code": "noSuchThingAtAll", "cursor_pos": 5, "detail_level": 0})
    assert (reply["status"], reply["found"], reply["data"]) == ("ok", False, {})


def is_complete(kernel: Kernel, code: str) -> dict:
    return kernel.ask("is_complete_request", {"code": code})


def test_whole_code_is_told_from_unfinished_and_broken_code(kernel: Kernel, lang: type[Java]) -> None:
    assert {code: is_complete(kernel, code)["status"] for code in lang.complete} == dict.fromkeys(
        lang.complete, "complete"
    )
    assert {code: is_complete(kernel, code)["status"] for code, _ in lang.incomplete} == dict.fromkeys(
        [code for code, _ in lang.incomplete], "incomplete"
    )
    assert {code: is_complete(kernel, code)["status"] for code in lang.invalid} == dict.fromkeys(
        lang.invalid, "invalid"
    )


def test_unfinished_code_comes_with_the_indent_of_its_next_line(kernel: Kernel, lang: type[Java]) -> None:
    code, indent = lang.incomplete[0]
    assert is_complete(kernel, code)["indent"] == indent


@pytest.mark.needs("services while a cell runs")
def test_completeness_is_answered_while_a_cell_runs(busy_kernel: Kernel, lang: type[Java]) -> None:
    assert is_complete(busy_kernel, lang.complete[0])["status"] == "complete"


def history(kernel: Kernel, kind: str, **options) -> list:
    content = {"hist_access_type": kind, "output": False, "raw": True, **options}
    return kernel.ask("history_request", content)["history"]


def test_the_tail_of_history_is_the_latest_cells_in_their_order(kernel: Kernel) -> None:
    for code in ("100 + 1", "100 + 2", "100 + 3"):
        kernel.run(code)
    assert [code for _, _, code in history(kernel, "tail", n=2)] == ["100 + 2", "100 + 3"]


def test_a_range_of_history_excludes_its_stop(kernel: Kernel) -> None:
    counts = [kernel.run(code).content["execution_count"] for code in ("200 + 1", "200 + 2", "200 + 3")]
    entries = history(kernel, "range", session=0, start=counts[0], stop=counts[2])
    assert [(count, code) for _, count, code in entries] == [(counts[0], "200 + 1"), (counts[1], "200 + 2")]


def test_history_is_searched_with_globs(kernel: Kernel) -> None:
    for code in ("300 + 41", "300 + 42", "300 + 42"):
        kernel.run(code)
    assert {code for _, _, code in history(kernel, "search", pattern="300*4?")} == {"300 + 41", "300 + 42"}
    assert len(history(kernel, "search", pattern="300 + 42", unique=True)) == 1


def test_history_with_output_pairs_each_cell_with_its_result(kernel: Kernel) -> None:
    kernel.run("400 + 1")
    ((_, _, (code, output)),) = history(kernel, "tail", n=1, output=True)
    assert code == "400 + 1"
    assert output in ("401", None), output


def test_history_goes_on_after_a_restart(own_kernel: Kernel) -> None:
    for code in ("600 + 1", "600 + 2"):
        own_kernel.run(code)
    history(own_kernel, "tail", n=1)  # nobody says how long the file may take, only that it is there when it is asked for
    own_kernel.restart()
    own_kernel.run("600 + 3")
    assert [code for _, _, code in history(own_kernel, "tail", n=3)] == ["600 + 1", "600 + 2", "600 + 3"]
    assert [code for _, _, code in history(own_kernel, "range", session=-1, start=2, stop=3)] == ["600 + 2"]


def test_a_cell_kept_out_of_history_is_not_in_it(kernel: Kernel) -> None:
    kernel.run("500 + 1")
    kernel.run("500 + 2", store_history=False)
    assert [code for _, _, code in history(kernel, "tail", n=1)] == ["500 + 1"]


@pytest.mark.needs("services while a cell runs")
def test_history_is_answered_while_a_cell_runs(busy_kernel: Kernel) -> None:
    assert isinstance(history(busy_kernel, "tail", n=1), list)


def test_no_comms_are_open_in_a_kernel_that_opened_none(kernel: Kernel) -> None:
    reply = kernel.ask("comm_info_request", {"target_name": "nobody"})
    assert (reply["status"], reply["comms"]) == ("ok", {})


def test_the_heartbeat_echoes_even_while_a_cell_runs(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    cell = kernel.start("\n".join([lang.say("running"), lang.wait_at(gate.path)]))
    cell.wait_for("running\n")
    with kernel.stranger("hb", zmq.REQ) as heart:
        for beat in (b"ping", b"", b"\x00\xff"):
            heart.send(beat)
            assert heart.poll(HANG * 1000), "no heartbeat"
            assert heart.recv() == beat
    gate.open()
    cell.wait()


def test_a_cell_asks_for_input_and_goes_on_with_the_answer(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.start(lang.ask_input, allow_stdin=True)
    prompt = cell.wait_for_prompt()
    assert prompt["msg_type"] == "input_request"
    assert prompt["content"]["password"] is False
    kernel.answer("Ada")
    assert cell.wait().status == "ok"
    assert "got Ada\n" in cell.text()


@pytest.mark.needs("display")
def test_a_password_is_asked_for_as_one(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.start(lang.ask_password, allow_stdin=True)
    assert cell.wait_for_prompt()["content"] == {"prompt": "pin? ", "password": True}
    kernel.answer("1234")
    assert "got 1234\n" in cell.wait().text()


def test_a_cell_that_may_not_ask_for_input_fails_instead_of_hanging(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.ask_input, allow_stdin=False)
    assert cell.status == "error"
    assert not cell.prompts
    assert kernel.value("1 + 1") == "2"


def test_a_cell_that_waits_for_input_can_be_interrupted(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.start(lang.ask_input, allow_stdin=True)
    cell.wait_for_prompt()
    kernel.interrupt()
    assert cell.wait().status == "error"
    assert kernel.value("1 + 1") == "2"
