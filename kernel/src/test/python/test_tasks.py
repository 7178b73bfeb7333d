"""`%tasks` and `%kill`: who lives on the notebook's loops, and how to end them."""

from __future__ import annotations

import pytest

from kernels import Gate, Kernel
from languages import Java

pytestmark = pytest.mark.needs("magics")


def rows(kernel: Kernel, **options) -> dict[str, list[str]]:
    """The rows of the table by the greenlets' names, each cut at its gaps."""
    heading, *lines = kernel.run("%tasks", **options).text().splitlines()
    assert heading.split() == ["Id", "Name", "State", "Cell", "Age", "Waits", "for"]
    return {row[1]: row for row in ([field.strip() for field in line.split("  ") if field.strip()] for line in lines)}


@pytest.fixture(autouse=True)
def nobody_lives(kernel: Kernel) -> None:
    assert kernel.run("%kill all").status == "ok"


def test_the_table_says_who_lives_since_which_cell_and_waits_for_what(kernel: Kernel) -> None:
    assert kernel.run("%tasks").text() == "No greenlet lives.\n"
    spawning = kernel.run('var tea = new Event();\nspawn("kettle", () -> sleep(600)); spawn("cup", () -> tea.await());')
    table = rows(kernel)
    assert set(table) == {"kettle", "cup"}
    assert table["kettle"][2:4] == ["waiting", f"In[{spawning.content['execution_count']}]"]
    assert "Event" in table["cup"][5]


def test_a_greenlet_is_ended_by_its_name_and_by_its_id(kernel: Kernel) -> None:
    kernel.run('var one = spawn("one", () -> sleep(600)); var two = spawn("two", () -> sleep(600));')
    assert kernel.run("%kill one").text() == "Ended: 1\n"
    assert set(rows(kernel)) == {"two"}
    kernel.run("%kill " + rows(kernel)["two"][0])
    assert kernel.value("one.ready() && two.ready()") == "true"


def test_all_are_ended_that_run_no_cell(kernel: Kernel, lang: type[Java], gate: Gate) -> None:
    subshell = kernel.create_subshell()
    running = kernel.start(lang.say("running") + lang.wait_at(gate.path) + "42", subshell=subshell)
    running.wait_for("running\n")
    kernel.run('for (int i = 0; i < 20; i++) spawn("many", () -> sleep(600));')
    assert kernel.run("%kill all").text() == "Ended: 20\n"
    gate.open()
    assert running.wait().result == "42"
    kernel.delete_subshell(subshell)


def test_a_greenlet_that_holds_its_loop_is_ended(kernel: Kernel, lang: type[Java]) -> None:
    spawning = kernel.run('spawn("hog", () -> {' + lang.say("spinning") + "while (true) {} });")
    spawning.wait_for("spinning\n")
    assert rows(kernel)["hog"][2] == "running"
    assert kernel.run("%kill hog").text() == "Ended: 1\n"
    assert kernel.value("1 + 1") == "2"


def test_a_greenlet_is_ended_whatever_it_catches(kernel: Kernel, lang: type[Java]) -> None:
    spawning = kernel.run(
        'spawn("cat", () -> { while (true) { try { '
        + lang.say("still alive").strip()
        + " sleep(600); } catch (Throwable e) { } } });"
    )
    spawning.wait_for("still alive\n")
    assert kernel.run("%kill cat").text() == "Ended: 1\n"


def test_a_cell_of_another_shell_is_ended_as_by_an_interrupt(kernel: Kernel, lang: type[Java]) -> None:
    subshell = kernel.create_subshell()
    running = kernel.start(lang.say("running") + "sleep(600);", subshell=subshell)
    running.wait_for("running\n")
    [name] = [name for name in rows(kernel) if name.startswith("In[")]
    assert kernel.run(f"%kill {name}").status == "ok"
    assert running.wait().error["ename"] == "Interrupted"
    kernel.delete_subshell(subshell)


def test_a_name_that_nobody_has_and_no_name_are_told(kernel: Kernel) -> None:
    assert "No greenlet lives by the name or id of nobody" in kernel.run("%kill nobody").error["evalue"]
    assert "%kill NAME|ID|all" in kernel.run("%kill").error["evalue"]
