"""Late output: where it appears that comes after its cell has ended, by the policy and by what the front end shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kernels import Gate, Kernel, Request
from languages import Java

pytestmark = pytest.mark.needs("late output")


@pytest.fixture(autouse=True)
def usual_policy(kernel: Kernel) -> Iterator[None]:
    yield
    kernel.run("%late auto")


def late_printer(kernel: Kernel, lang: type[Java], gate: Gate, *statements: str, shows_late: bool) -> Request:
    """A cell that has ended and of which a greenlet will do the statements when the gate opens, and then close it."""
    done = f'Files.createFile(Path.of("{gate.path}-done"));'
    return kernel.run(lang.spawn(lang.wait_at(gate.path), *statements, done) + ";", shows_late=shows_late)


def run_while_it_prints(kernel: Kernel, lang: type[Java], gate: Gate, **options: bool) -> Request:
    done = Gate(gate.path.with_name(gate.path.name + "-done"))
    running = kernel.start(lang.say("running") + lang.wait_at(done.path), **options)
    running.wait_for("running\n")
    gate.open()
    return running.wait()


def number(cell: Request) -> int:
    return cell.content["execution_count"]


def test_where_the_front_end_sends_the_cells_id_late_lines_are_at_home(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    late = late_printer(kernel, lang, gate, lang.say("one"), shows_late=True)
    assert run_while_it_prints(kernel, lang, gate).text() == "running\n"
    late.wait_for("one\n")


def test_where_the_front_end_can_be_asked_late_lines_are_at_home(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    late = kernel.run(
        lang.spawn(lang.wait_at(gate.path), lang.say("one")) + ";", shows_late=False, allow_stdin=True
    )
    gate.open()
    late.wait_for("one\n")


def test_elsewhere_the_running_cell_shows_them_marked(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    late = late_printer(kernel, lang, gate, lang.say("one"), lang.say_error("two"), shows_late=False)
    running = run_while_it_prints(kernel, lang, gate, shows_late=False)
    assert running.text() == f"running\n[In {number(late)}] one\n"
    assert running.text("stderr") == f"[In {number(late)}] two\n"
    assert not late.of_type("stream")


def test_what_comes_while_no_cell_runs_is_held_for_the_next(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    late = late_printer(kernel, lang, gate, lang.say("one"), lang.say("two"), shows_late=False)
    gate.open()
    done = gate.path.with_name(gate.path.name + "-done")
    while not done.exists():
        kernel.ask("kernel_info_request")
    following = kernel.run(lang.say("three"), shows_late=False)
    assert following.text() == f"[In {number(late)}] one\n[In {number(late)}] two\nthree\n"
    assert following.iopub[1]["msg_type"] == "execute_input"


def test_what_is_held_is_bounded_and_tells_what_was_dropped(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    late_printer(kernel, lang, gate, lang.many_lines(100_000), shows_late=False)
    gate.open()
    done = gate.path.with_name(gate.path.name + "-done")
    while not done.exists():
        kernel.ask("kernel_info_request")
    following = kernel.run("1", shows_late=False)
    dropped = int(following.text("stderr").split()[2])
    assert following.text().endswith("line 99999\n") and len(following.text()) < 400_000
    assert dropped + following.text().count("\n") == 100_000


def test_a_line_in_pieces_is_marked_once_and_a_progress_bar_keeps_its_mark(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    pieces = 'IO.print("a"); sleep(0.05); IO.print("b\\n"); IO.print("\\r10%\\r20%\\n"); IO.print("open");'
    late = late_printer(kernel, lang, gate, pieces, shows_late=False)
    running = run_while_it_prints(kernel, lang, gate, shows_late=False)
    mark = f"[In {number(late)}] "
    assert running.text() == f"running\n{mark}ab\n\r{mark}10%\r{mark}20%\n{mark}open\n"


def test_a_marked_line_begins_on_a_line_of_its_own(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    late = late_printer(kernel, lang, gate, lang.say("one"), shows_late=False)
    done = gate.path.with_name(gate.path.name + "-done")
    running = kernel.start(f'IO.print("half"); {lang.wait_at(done)} IO.println(" whole");', shows_late=False)
    running.wait_for("half")
    gate.open()
    assert running.wait().text() == f"half\n[In {number(late)}] one\n whole\n"


def test_displays_updates_and_errors_come_to_the_running_cell_too(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    shown = 'display(html("<b>late</b>")); updateDisplay("x", html("<b>new</b>")); clearOutput();'
    late = late_printer(kernel, lang, gate, shown, shows_late=False)
    running = run_while_it_prints(kernel, lang, gate, shows_late=False)
    assert running.of_type("display_data")[0]["content"]["data"]["text/html"] == "<b>late</b>"
    assert running.of_type("update_display_data")[0]["content"]["transient"]["display_id"] == "x"
    assert f"[In {number(late)}] shows:" in running.text() and not running.of_type("clear_output")
    failing = kernel.run(f"%%spawn\n{lang.wait_at(gate.path.with_name('again'))}\n{lang.raising}", shows_late=False)
    running = kernel.start(lang.say("running") + lang.stoppable["sleep"], shows_late=False)
    running.wait_for("running\n")
    Gate(gate.path.with_name("again")).open()
    running.wait_for("the kettle is empty", "stderr")
    assert running.text("stderr").startswith(f"[In {number(failing)}] ") and not running.of_type("error")
    kernel.interrupt()
    running.wait()


@pytest.mark.parametrize(("policy", "home", "elsewhere"), [("home", 1, 0), ("running", 0, 1), ("both", 1, 1)])
@pytest.mark.parametrize("shows_late", [True, False])
def test_the_policy_says_where(
    kernel: Kernel, lang: type[Java], gate: Gate, policy: str, home: int, elsewhere: int, shows_late: bool
) -> None:
    assert kernel.run(f"%late {policy}").status == "ok"
    assert kernel.run("%late").text() == policy + "\n"
    late = late_printer(kernel, lang, gate, lang.say("one"), shows_late=shows_late)
    running = run_while_it_prints(kernel, lang, gate, shows_late=shows_late)
    kernel.run("1")
    assert late.text().count("one\n") == home
    assert running.text().count(f"[In {number(late)}] one\n") == elsewhere


def test_a_wrong_policy_is_answered_with_the_right_ones(kernel: Kernel) -> None:
    assert "%late [home|running|both|auto]" in kernel.run("%late abroad").error["evalue"]
    assert kernel.run("%late").text() == "auto\n"


def test_an_environment_variable_sets_the_policy_and_another_the_limit(lang: type[Java]) -> None:
    import os

    variables = {**os.environ, "GREENLOOM_LATE": "both", "GREENLOOM_FLOOD": "3M"}
    with Kernel(lang.kernel, env=variables) as kernel:
        assert kernel.run("%late\n%flood").text() == "both\n3M\n"


def test_what_no_cell_was_left_to_show_is_told_on_the_kernels_own_error_stream(
    lang: type[Java], gate: Gate, capfd: pytest.CaptureFixture[str]
) -> None:
    with Kernel(lang.kernel) as kernel:
        late_printer(kernel, lang, gate, lang.say("left over"), shows_late=False)
        gate.open()
        done = gate.path.with_name(gate.path.name + "-done")
        while not done.exists():
            kernel.ask("kernel_info_request")
        kernel.ask("shutdown_request", {"restart": False}, channel="control")
        kernel.process.wait(60)
    assert "left over" in capfd.readouterr().err
