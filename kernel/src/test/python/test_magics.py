"""Magics: commands to the kernel that stand in cells beside Java."""

from __future__ import annotations

import pytest

from kernels import Kernel

pytestmark = pytest.mark.needs("magics")


def test_lsmagic_lists_them_all(kernel: Kernel) -> None:
    cell = kernel.run("%lsmagic")
    assert cell.status == "ok" and "%lsmagic" in cell.text()


def test_java_runs_before_and_after_a_magic(kernel: Kernel) -> None:
    cell = kernel.run('int cups = 3;\nIO.println("before");\n%lsmagic\nIO.println("after");\ncups + 1')
    assert cell.result == "4"
    assert cell.text().index("before") < cell.text().index("%lsmagic") < cell.text().rindex("after")


def test_lines_of_errors_are_those_of_the_cell(kernel: Kernel) -> None:
    cell = kernel.run("%lsmagic\n\nint fine = 1;\nfine / 0")
    assert any("line 4" in line for line in cell.error["traceback"]), cell.error["traceback"]
    assert any("fine / 0" in line for line in cell.error["traceback"])
    cell = kernel.run("int one = 1;\n%lsmagic\nint broken = ;")
    told = "\n".join(cell.error["traceback"])
    assert "line 3" in told and "int broken = ;" in told


def test_an_error_in_code_before_a_magic_shows_its_line_also_later(kernel: Kernel) -> None:
    cell = kernel.run("void spill() {\n    throw new IllegalStateException();\n}\n%lsmagic\nspill();")
    told = "\n".join(cell.error["traceback"])
    assert "line 2" in told and "throw new" in told and "line 5" in told


def test_an_unknown_magic_is_answered_with_the_nearest_name(kernel: Kernel) -> None:
    error = kernel.run("1;\n%lsmagik").error
    assert error["ename"] == "MagicError" and "Did you mean %lsmagic?" in error["evalue"]
    assert any("line 2" in line for line in error["traceback"])


def test_a_cell_with_magics_is_complete_when_its_java_is(kernel: Kernel) -> None:
    assert kernel.ask("is_complete_request", {"code": "%lsmagic"})["status"] == "complete"
    assert kernel.ask("is_complete_request", {"code": "%lsmagic\nfor (;;) {"})["status"] == "incomplete"


def test_names_of_magics_are_completed_and_explained(kernel: Kernel) -> None:
    assert "%lsmagic" in kernel.ask("complete_request", {"code": "%ls", "cursor_pos": 3})["matches"]
    assert kernel.ask("inspect_request", {"code": "%lsmagic", "cursor_pos": 4})["found"]
    assert "Lists" in kernel.run("%lsmagic?").content["payload"][0]["data"]["text/plain"]


@pytest.mark.parametrize("magic", ["%lsmagic", "%who", "%late"])
def test_a_compile_error_behind_a_magic_lets_nothing_run(own_kernel: Kernel, magic: str) -> None:
    cell = own_kernel.run(f'int first = 1;\nIO.println("ran");\n{magic}\nint broken = ;')
    assert cell.error["ename"] == "CompileError" and cell.text() == ""
    assert own_kernel.run("first").status == "error" or own_kernel.value("first") == "0"


def test_an_expression_before_a_magic_ends_there(own_kernel: Kernel) -> None:
    assert own_kernel.run("int cups = 3;\ncups\n%late home\ncups + 1").result == "4"
    listed = own_kernel.run("cups\n%who")
    assert listed.result is None and "cups" in listed.text()


def test_reset_stands_between_what_it_divides(own_kernel: Kernel) -> None:
    assert own_kernel.run('int cups = 3;\nIO.println(cups);\n%reset cups\nString cups = "x";\ncups').result == '"x"'
    assert own_kernel.value("cups") == '"x"'
    assert own_kernel.run("1 + 1;\n%reset").status == "ok"
    assert own_kernel.run("%who").text() == "Nothing is declared.\n"
