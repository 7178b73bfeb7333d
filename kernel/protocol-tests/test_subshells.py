"""Subshells (JEP 91): cells beside the main shell's, on loops of their own, over the same variables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kernels import Gate, Kernel, Request
from languages import Java

pytestmark = pytest.mark.needs("subshells")

SPIN = "while (true) {}"


@pytest.fixture
def subshell(kernel: Kernel) -> Iterator[str]:
    id = kernel.create_subshell()
    yield id
    if id in kernel.subshells():
        kernel.delete_subshell(id)


@pytest.fixture
def spinning(kernel: Kernel, lang: type[Java]) -> Iterator[Request]:
    """A cell of the main shell that holds its carrier in a tight loop until the end of the test."""
    cell = kernel.start(lang.say("spinning") + SPIN)
    cell.wait_for("spinning\n")
    yield cell
    assert cell.reply is None, "the cell should have been spinning all the time"
    kernel.interrupt()
    assert cell.wait().error["ename"] == "Interrupted"


def test_subshells_are_advertised(kernel: Kernel) -> None:
    assert "kernel subshells" in kernel.ask("kernel_info_request")["supported_features"]


def test_a_subshell_is_listed_from_its_making_to_its_deletion(kernel: Kernel) -> None:
    before = kernel.subshells()
    first, second = kernel.create_subshell(), kernel.create_subshell()
    assert kernel.subshells() == [*before, first, second]
    assert kernel.delete_subshell(first) == {"status": "ok"}
    assert kernel.subshells() == [*before, second]
    kernel.delete_subshell(second)


def test_they_are_made_listed_and_deleted_while_the_main_shell_spins(kernel: Kernel, spinning: Request) -> None:
    id = kernel.create_subshell()
    assert id in kernel.subshells()
    assert kernel.delete_subshell(id)["status"] == "ok"


def test_cells_of_a_subshell_run_while_the_main_shell_spins(
    kernel: Kernel, spinning: Request, subshell: str, lang: type[Java]
) -> None:
    cell = kernel.run(lang.say("beside it") + "6 * 7", subshell=subshell)
    assert (cell.result, cell.text()) == ("42", "beside it\n")
    assert cell.states() == ["busy", "idle"]
    greenlet = kernel.run('await(spawn(() -> { sleep(0.001); return "awaited"; }))', subshell=subshell)
    assert greenlet.result == '"awaited"'


def test_the_main_shell_runs_while_a_subshell_spins(kernel: Kernel, subshell: str, lang: type[Java]) -> None:
    spinning = kernel.start(lang.say("spinning") + SPIN, subshell=subshell)
    spinning.wait_for("spinning\n")
    assert kernel.value("1 + 1") == "2"
    kernel.interrupt()
    assert spinning.wait().error["ename"] == "Interrupted"


def test_shells_share_variables_methods_and_types_and_count_together(kernel: Kernel, subshell: str) -> None:
    first = kernel.run("int cups = 3;\nrecord Tea(String kind) { }\nint twice(int n) { return 2 * n; }")
    second = kernel.run('cups = twice(cups);\nvar tea = new Tea("green");', subshell=subshell)
    assert kernel.value('cups + tea.kind()') == '"6green"'
    assert second.content["execution_count"] == first.content["execution_count"] + 1


def test_each_shell_has_a_loop_of_its_own(kernel: Kernel, subshell: str) -> None:
    kernel.value("var mainLoop = EventLoop.current();")
    assert kernel.run("EventLoop.current() == mainLoop", subshell=subshell).result == "false"
    kernel.run("var ownLoop = EventLoop.current();", subshell=subshell)
    assert kernel.run("EventLoop.current() == ownLoop", subshell=subshell).result == "true"


def test_a_greenlet_is_awaited_by_cells_of_another_shell(kernel: Kernel, subshell: str) -> None:
    kernel.value('var go = new Event();\nvar kettle = spawn("kettle", () -> { go.await(); return 100; });')
    waiting = kernel.start("await(kettle)", subshell=subshell)
    kernel.ask("kernel_info_request")
    kernel.value("go.set();")
    assert waiting.wait().result == "100"


def test_awaiting_across_loops_loses_no_wake_up(kernel: Kernel, subshell: str) -> None:
    """Two shells wait for each other's greenlets a thousand times over."""
    kernel.value("var pings = new Channel<Integer>(1); var pongs = new Channel<Integer>(1);")
    echo = "for (int i = 0; i < 1000; i++) { pongs.put(pings.get() + 1); }"
    echoing = kernel.start(echo, subshell=subshell)
    asking = "int at = 0;\nfor (int i = 0; i < 1000; i++) { pings.put(at); at = pongs.get(); }\nat"
    assert kernel.value(asking) == "1000"
    assert echoing.wait().status == "ok"


def test_greenlets_of_two_loops_are_awaited_from_both_at_once(kernel: Kernel, subshell: str) -> None:
    kernel.value("var mine = new ConcurrentLinkedQueue<Greenlet<Integer>>();")
    kernel.value("var theirs = new ConcurrentLinkedQueue<Greenlet<Integer>>();")
    race = (
        "for (int i = 0; i < 300; i++) {{ int n = i; {own}.add(spawn(() -> {{ yieldNow(); return n; }}));\n"
        "  for (var one : {other}) await(one); }}"
    )
    beside = kernel.start(race.format(own="theirs", other="mine"), subshell=subshell)
    kernel.value(race.format(own="mine", other="theirs"))
    assert beside.wait().status == "ok"
    assert kernel.value("Stream.of(mine, theirs).flatMap(q -> q.stream()).mapToInt(g -> await(g)).sum()") == "89700"


def test_output_of_a_subshells_greenlets_comes_to_its_own_cell(
    kernel: Kernel, subshell: str, lang: type[Java], gate: Gate
) -> None:
    spawning = kernel.run(lang.spawn(lang.wait_at(gate.path), lang.say("late")), subshell=subshell)
    main = kernel.run(lang.say("main"))
    gate.open()
    spawning.wait_for("late\n")
    assert main.text() == "main\n"
    assert all(m["parent_header"]["subshell_id"] == subshell for m in spawning.iopub)


def test_two_shells_that_print_at_once_print_each_at_its_own_cell(kernel: Kernel, subshell: str) -> None:
    def lines(what: str) -> str:
        return "".join(f"{what} {i}\n" for i in range(200))

    code = 'for (int i = 0; i < 200; i++) {{ System.out.println("{} " + i); if (i % 20 == 0) sleep(0.001); }}'
    beside = kernel.start(code.format("beside"), subshell=subshell)
    main = kernel.run(code.format("main"))
    assert (main.text(), beside.wait().text()) == (lines("main"), lines("beside"))


def test_each_subshell_has_a_queue_and_an_abort_of_its_own(
    kernel: Kernel, subshell: str, lang: type[Java], gate: Gate
) -> None:
    failing = kernel.start(lang.wait_at(gate.path) + lang.raising, subshell=subshell)
    behind = kernel.start("1 + 1", subshell=subshell)
    waiting = kernel.start(lang.wait_at(gate.path) + "2 + 2")
    main_behind = kernel.start("3 + 3")
    kernel.ask("kernel_info_request")
    assert behind.reply is None and main_behind.reply is None
    gate.open()
    assert failing.wait().status == "error"
    assert behind.wait().status == "aborted"
    assert (waiting.wait().result, main_behind.wait().result) == ("4", "6")
    assert kernel.run("4 + 4", subshell=subshell).result == "8"


@pytest.mark.parametrize("kind", ["execute_request", "complete_request", "kernel_info_request", "comm_info_request"])
def test_an_unknown_subshell_is_answered_busy_error_idle(kernel: Kernel, kind: str) -> None:
    request = kernel.send(kind, {"code": "1 + 1"}, subshell="no-such-subshell").wait()
    assert request.states() == ["busy", "idle"]
    assert request.status == "error" and request.content["ename"] == "SubshellNotFound"
    assert kernel.value("1 + 1") == "2"


def test_a_deleted_subshell_is_unknown(kernel: Kernel) -> None:
    id = kernel.create_subshell()
    assert kernel.run("1 + 1", subshell=id).result == "2"
    kernel.delete_subshell(id)
    assert kernel.run("1 + 1", subshell=id).content["ename"] == "SubshellNotFound"
    assert kernel.delete_subshell(id)["ename"] == "SubshellNotFound"


def test_deleting_a_subshell_ends_its_cell_aborts_its_queue_and_ends_its_greenlets(
    kernel: Kernel, lang: type[Java]
) -> None:
    id = kernel.create_subshell()
    kernel.run('var lodger = spawn(() -> sleep(600));', subshell=id)
    spinning = kernel.start(lang.say("spinning") + SPIN, subshell=id)
    behind = kernel.start("1 + 1", subshell=id)
    spinning.wait_for("spinning\n")
    kernel.delete_subshell(id)
    assert spinning.wait().error["ename"] == "Interrupted"
    assert behind.wait().status == "aborted"
    assert kernel.value("lodger.join(60); lodger.ready()") == "true"


def test_an_interrupt_reaches_the_cells_of_all_shells(kernel: Kernel, subshell: str, lang: type[Java]) -> None:
    another = kernel.create_subshell()
    cells = [
        kernel.start(lang.say("running") + "sleep(600);"),
        kernel.start(lang.say("running") + SPIN, subshell=subshell),
        kernel.start(lang.say("running") + "await(new AsyncResult<Integer>());", subshell=another),
    ]
    for cell in cells:
        cell.wait_for("running\n")
    kernel.interrupt()
    assert [cell.wait().error["ename"] for cell in cells] == ["Interrupted"] * 3
    kernel.delete_subshell(another)


def test_services_of_a_subshell_are_answered_while_all_shells_spin(
    kernel: Kernel, spinning: Request, subshell: str, lang: type[Java]
) -> None:
    beside = kernel.start(lang.say("spinning") + SPIN, subshell=subshell)
    beside.wait_for("spinning\n")
    for shell in (None, subshell):
        for kind, content in SERVICES.items():
            request = kernel.send(kind, content, subshell=shell).wait()
            assert request.states() == ["busy", "idle"]
            assert request.status in ("ok", "complete"), kind
    kernel.delete_subshell(subshell)
    assert beside.wait().status == "error"


SERVICES = {
    "kernel_info_request": {},
    "complete_request": {"code": '"x".len', "cursor_pos": 7},
    "inspect_request": {"code": "Math.max", "cursor_pos": 8, "detail_level": 0},
    "is_complete_request": {"code": "int x = 1;"},
    "history_request": {"hist_access_type": "tail", "n": 1, "output": False, "raw": True},
    "comm_info_request": {},
}


def test_comms_work_over_a_subshell_while_the_main_shell_spins(
    kernel: Kernel, spinning: Request, subshell: str
) -> None:
    opened = kernel.send("comm_open", {"comm_id": "c1", "target_name": "none", "data": {}}, subshell=subshell)
    kernel.pump_until(opened.is_idle, "the comm was answered")
    assert [m["msg_type"] for m in opened.iopub] == ["status", "comm_close", "status"]
    told = kernel.send("comm_msg", {"comm_id": "c1", "data": {}}, subshell=subshell)
    kernel.pump_until(told.is_idle, "the comm's message was taken")
    assert told.states() == ["busy", "idle"]


def test_a_variable_is_shown_by_a_subshell_while_the_main_shell_spins(
    kernel: Kernel, spinning: Request, subshell: str
) -> None:
    kernel.run("int spoons = 7;", subshell=subshell)
    assert "spoons" in kernel.run("%whos", subshell=subshell).text()


def test_a_spawned_cell_of_a_subshell_runs_on_its_loop(
    kernel: Kernel, spinning: Request, subshell: str, lang: type[Java]
) -> None:
    cell = kernel.run("%%spawn\n" + lang.say("spawned beside"), subshell=subshell)
    cell.wait_for("spawned beside\n")


def test_input_is_asked_for_by_a_subshell(kernel: Kernel, spinning: Request, subshell: str, lang: type[Java]) -> None:
    cell = kernel.start(lang.ask_input, allow_stdin=True, subshell=subshell)
    assert cell.wait_for_prompt()["parent_header"]["subshell_id"] == subshell
    kernel.answer("Ada")
    assert "got Ada\n" in cell.wait().text()
