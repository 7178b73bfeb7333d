"""Worker processes that understand cells: their lambdas, classes, records and variables, what they print, how they end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from pathlib import Path

import psutil
import pytest

from kernels import Gate, Kernel, await_that
from test_errors import traceback

POOL = "ProcessPool pool = new ProcessPool(2); pool.submit(() -> 1).get()"


@pytest.fixture(autouse=True)
def pool(lang, request: pytest.FixtureRequest) -> None:
    if lang.name != "java":
        pytest.skip("other kernels have no such pool")
    if "own_kernel" not in request.fixturenames:
        kernel = request.getfixturevalue("kernel")
        if "ProcessPool" not in (kernel.run("String.valueOf(pool)").result or ""):
            kernel.value(POOL)


def workers(kernel: Kernel) -> list[psutil.Process]:
    return kernel.process.children(recursive=True)


def is_gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # it went in between
        return True


def test_a_worker_is_another_process(kernel: Kernel) -> None:
    pid = kernel.value("pool.submit(() -> ProcessHandle.current().pid()).get()")
    assert int(pid) in [worker.pid for worker in workers(kernel)]


def test_a_task_uses_what_earlier_cells_have_declared(kernel: Kernel) -> None:
    kernel.value("int spoons = 3;")
    kernel.value("record Cup(String tea, int sugar) { String label() { return tea + sugar; } }")
    kernel.value("Cup sweet(String tea) { return new Cup(tea, spoons); }")
    assert kernel.value('pool.submit(() -> sweet("mint")).get()') == "Cup[tea=mint, sugar=3]"
    assert kernel.value('pool.submit(() -> sweet("mint").label()).get()') == '"mint3"'
    assert kernel.value('pool.map(tea -> sweet(tea).label(), List.of("a", "b")).iterator().next()') == '"a3"'
    assert kernel.value("spoons = 4; pool.submit(() -> spoons + 1).get()") == "5"


def test_a_task_has_the_variables_as_they_were_when_it_was_submitted(kernel: Kernel) -> None:
    cell = "int turn = 1; var first = pool.submit(() -> { Thread.sleep(20); return turn; }); turn = 2; first.get()"
    assert kernel.value(cell) == "1"


def test_what_a_task_changes_stays_in_its_process(kernel: Kernel) -> None:
    kernel.value("var jar = new ArrayList<>(List.of(1));")
    assert kernel.value("pool.submit(() -> { jar.add(2); return jar.size(); }).get() + jar.size()") == "3"


def test_lambdas_and_objects_in_variables_go_along(kernel: Kernel) -> None:
    kernel.value("Function<Integer, Integer> twice = n -> 2 * n; Comparator<String> byLength = (a, b) -> a.length() - b.length();")
    kernel.value("class Shelf { List<Supplier<Integer>> made = new ArrayList<>(); int sum() { return made.stream().mapToInt(Supplier::get).sum(); } }")
    kernel.value("var shelf = new Shelf(); shelf.made.add(() -> twice.apply(4));")
    assert kernel.value("pool.submit(() -> shelf.sum() + twice.apply(1)).get()") == "10"
    assert kernel.value('pool.submit(() -> Stream.of("aaa", "b").sorted(byLength).toList()).get()') == "[b, aaa]"
    assert kernel.value("interface Shape { int area(); } record Square(int a) implements Shape { public int area() { return a * a; } }\n"
                        "Shape shape = new Square(3); pool.submit(() -> shape.area()).get()") == "9"
    assert kernel.value("enum Size { S, L } Size size = Size.L; pool.submit(() -> size == Size.L ? size : null).get() == Size.L") == "true"


def test_old_and_new_versions_of_a_class_are_kept_apart(kernel: Kernel, gate: Gate) -> None:
    kernel.value("class Kettle { int litres() { return 1; } }\nvar kettle = new Kettle(); int litresOf(Kettle k) { return k.litres(); }")
    wait = f'while (!Files.exists(Path.of("{gate.path}"))) Thread.sleep(5);'
    kernel.value(f"var slow = List.of(1, 2, 3).stream().map(_ -> pool.submit(() -> {{ {wait} return litresOf(kettle); }})).toList();")
    kernel.value("class Kettle { int litres() { return 2; } }")
    kernel.value("var quick = pool.submit(() -> kettle.litres());")
    kernel.value("String hot(int n) { return \"old\" + n; }")
    kernel.value("var before = pool.submit(() -> hot(1));")
    kernel.value("String hot(int n) { return \"new\" + n; }")
    gate.open()
    assert kernel.value('gather(slow) + " " + quick.get()') == '"[1, 1, 1] 2"'
    assert kernel.value('before.get() + pool.submit(() -> hot(2)).get()') == '"old1new2"'
    kernel.value("class Kettle { int litres() { return 3; } int cups; }\nkettle = new Kettle();")
    assert kernel.value("pool.submit(() -> new Kettle().litres() + kettle.litres()).get()") == "6"


def test_what_a_task_prints_is_shown_where_it_was_submitted(kernel: Kernel, gate: Gate) -> None:
    wait = f'while (!Files.exists(Path.of("{gate.path}"))) Thread.sleep(5);'
    submitting = kernel.run(f'var printing = pool.submit(() -> {{ {wait} IO.println("from there"); System.err.println("and this"); }});')
    reading = kernel.start('IO.println("waiting"); printing.get(); 1')
    reading.wait_for("waiting\n")
    gate.open()
    reading.wait()
    submitting.wait_for("from there\n")
    submitting.wait_for("and this\n", "stderr")
    assert reading.text() == "waiting\n"


def test_an_error_points_at_the_line_of_the_cell_and_says_where_it_was_thrown(kernel: Kernel) -> None:
    cell = kernel.run('int pour(int n) {\n    if (n > 1) throw new IllegalStateException("spilt");\n    return n;\n}\npool.submit(() -> pour(2)).get()')
    shown = traceback(cell)
    assert f"Cell In[{cell.content['execution_count']}], line 2, in pour" in shown
    assert "thrown in worker process" in shown
    assert "internal" not in shown


def test_what_cannot_be_sent_is_told_by_the_way_there(kernel: Kernel) -> None:
    kernel.value("class Job { java.net.Socket conn = new java.net.Socket(); int n; }\nvar job = new Job();")
    cell = kernel.run("pool.submit(() -> job.n)")
    assert "field `conn` of `Job` is a Socket, which cannot be sent to another process" in traceback(cell)
    assert "variable `job`" in traceback(cell)


def test_a_variable_that_the_task_does_not_reach_stays_here(kernel: Kernel) -> None:
    kernel.value("var plug = new java.net.Socket(); int weight = 7;")
    assert kernel.value("plug.isBound() ? 0 : pool.submit(() -> weight).get()") == "7"


def test_workers_have_the_class_path_of_the_notebook(kernel: Kernel, tmp_path: Path) -> None:
    source = tmp_path / "teas" / "Oolong.java"
    source.parent.mkdir()
    source.write_text("package teas; public class Oolong { public static String steep() { return \"steeped in \" + ProcessHandle.current().pid(); } }")
    home = kernel.value('System.getProperty("java.home")').strip('"')
    subprocess.run([f"{home}/bin/javac", "-d", tmp_path / "classes", source], check=True)
    kernel.value(f"%classpath {tmp_path}/classes")
    steeped = kernel.value("pool.submit(() -> teas.Oolong.steep()).get()")
    assert int(re.search(r"\d+", steeped).group()) in [worker.pid for worker in workers(kernel)]


def test_an_interrupt_ends_a_map_and_its_workers(kernel: Kernel) -> None:
    cell = kernel.start("""
try (ProcessPool busy = new ProcessPool(2)) {
    IO.println("running");
    for (int n : busy.map(n -> { while (n > 0) { } return n; }, List.of(1, 2, 3, 4))) { }
}""")
    cell.wait_for("running\n")
    await_that(lambda: len(workers(kernel)) >= 3, "a worker of the map had begun")
    kernel.interrupt()
    assert cell.wait().status == "error"
    assert cell.error["ename"].split(".")[-1] == "Interrupted"
    await_that(lambda: len(workers(kernel)) <= 2, "the map's workers were gone")
    assert kernel.value("pool.submit(() -> 5).get()") == "5"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=["kill -9", "kill"])
def test_a_kernel_that_is_killed_leaves_no_worker(own_kernel: Kernel, how: signal.Signals) -> None:
    own_kernel.value(POOL)
    own_kernel.value("var busy = pool.submit(() -> { Thread.sleep(1_000_000); return 1; }); pool.submit(() -> 2).get()")
    left = workers(own_kernel)
    assert left
    os.kill(own_kernel.process.pid, how)
    await_that(lambda: all(map(is_gone, left)), "no worker was left")


def test_a_worker_that_is_killed_breaks_the_pool(own_kernel: Kernel) -> None:
    own_kernel.value(POOL)
    own_kernel.value("var lost = pool.submit(() -> { Thread.sleep(1_000_000); return 1; }); pool.submit(() -> 2).get()")
    workers(own_kernel)[0].kill()  # whichever it is: the pool itself ends the other
    assert "ended by signal 9" in traceback(own_kernel.run("lost.get()"))
    assert own_kernel.run("pool.submit(() -> 3).get()").error["ename"].endswith("BrokenProcessPoolException")
