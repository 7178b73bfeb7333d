"""Input: asked through the front end, answered to the code that asked, parking only its greenlet."""

from __future__ import annotations

import pytest

from kernels import Gate, Kernel
from languages import Java

pytestmark = pytest.mark.needs("late output")

WAYS = {
    "input": ('input("name? ")', "name? ", False),
    "password": ('password("pin? ")', "pin? ", True),
    "IO.readln": ('IO.readln("name? ")', "name? ", False),
    "IO.readln without a prompt": ("IO.readln()", "", False),
    "Scanner": ("new Scanner(System.in).nextLine()", "", False),
    "BufferedReader": ("new BufferedReader(new InputStreamReader(System.in)).readLine()", "", False),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_front_end_is_asked_and_the_answer_arrives(kernel: Kernel, way: str) -> None:
    code, prompt, hidden = WAYS[way]
    cell = kernel.start(code, allow_stdin=True)
    asked = cell.wait_for_prompt()["content"]
    assert asked["password"] is hidden
    kernel.pump_until(lambda: prompt in asked["prompt"] + cell.text(), "the prompt was shown")
    kernel.answer("Ümit 🍵")
    assert cell.wait().result == '"Ümit 🍵"', cell.content


@pytest.mark.parametrize("way", WAYS)
def test_without_a_user_to_ask_there_is_a_clear_exception(kernel: Kernel, way: str) -> None:
    cell = kernel.run(WAYS[way][0], allow_stdin=False)
    told = "\n".join(cell.error["traceback"])
    assert "cannot ask the user for input: its front end does not allow it" in told, told


@pytest.mark.parametrize("way", ["input", "IO.readln", "Scanner"])
def test_other_greenlets_and_services_go_on_meanwhile(kernel: Kernel, lang: type[Java], gate: Gate, way: str) -> None:
    ticking = kernel.run(lang.spawn(lang.wait_at(gate.path), lang.say("tick")) + ";")
    cell = kernel.start(WAYS[way][0], allow_stdin=True)
    cell.wait_for_prompt()
    gate.open()
    ticking.wait_for("tick\n")
    assert kernel.ask("complete_request", {"code": "Math.ma", "cursor_pos": 7})["matches"]
    kernel.answer("tea")
    assert cell.wait().result == '"tea"'


def test_two_lines_are_two_questions_and_a_scanner_reads_numbers(kernel: Kernel) -> None:
    cell = kernel.start("var scanner = new Scanner(System.in);\nscanner.nextInt() + scanner.nextInt()", allow_stdin=True)
    cell.wait_for_prompt()
    kernel.answer("20")
    kernel.pump_until(lambda: len(cell.prompts) == 2, "the second question came")
    kernel.answer("22")
    assert cell.wait().result == "42"


def test_a_late_greenlet_asks_in_the_name_of_its_own_cell(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    code = f'spawn(() -> {{ {lang.wait_at(gate.path)} IO.println("got " + input("who? ")); }});'
    cell = kernel.run(code, allow_stdin=True)
    gate.open()
    assert cell.wait_for_prompt()["content"]["prompt"] == "who? "
    kernel.answer("me")
    cell.wait_for("got me\n")


def test_what_was_printed_before_a_question_is_seen_before_it(kernel: Kernel, lang: type[Java]) -> None:
    for _ in range(5):
        cell = kernel.start(lang.many_lines(100) + '\ninput("?")', allow_stdin=True)
        cell.wait_for_prompt()
        cell.wait_for("line 99\n")
        kernel.answer("")
        cell.wait()


def test_an_interrupt_ends_the_wait_for_an_answer(kernel: Kernel) -> None:
    cell = kernel.start('input("name? ")', allow_stdin=True)
    cell.wait_for_prompt()
    kernel.interrupt()
    assert cell.wait().error["ename"] == "Interrupted"
    again = kernel.start('input("again? ")', allow_stdin=True)
    again.wait_for_prompt()
    kernel.answer("tea")
    assert again.wait().result == '"tea"'
