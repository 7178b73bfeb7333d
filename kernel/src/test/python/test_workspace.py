"""What the notebook has declared, and how it is forgotten."""

from __future__ import annotations

from kernels import Kernel


def test_who_names_what_is_declared(own_kernel: Kernel) -> None:
    assert own_kernel.run("%who").text() == "Nothing is declared.\n"
    own_kernel.value('var cups = List.of(1, 2);\nint twice(int n) { return 2 * n; }\nrecord Point(int x) { }')
    assert own_kernel.run("%who").text().split() == ["cups", "twice(int)", "Point"]
    table = own_kernel.run("%whos").text().splitlines()
    assert table[0].split() == ["Name", "Type", "Value"]
    assert table[1].split(maxsplit=2) == ["cups", "List<Integer>", "[1, 2]"]


def test_reset_forgets_what_is_named_and_then_all(own_kernel: Kernel) -> None:
    own_kernel.value("int gone = 1; int kept = 2;")
    assert own_kernel.run("%reset gone").status == "ok"
    assert own_kernel.run("gone").status == "error"
    assert own_kernel.value("kept") == "2"
    own_kernel.run("%reset")
    assert own_kernel.run("%who").text() == "Nothing is declared.\n"
    failing = own_kernel.run("%reset neverThere")
    assert "neverThere" in failing.error["evalue"]


def test_a_class_path_keeps_variables_and_names_what_is_not_there(own_kernel: Kernel, tmp_path) -> None:
    own_kernel.value("int kept = 7;")
    assert own_kernel.run(f"%classpath {tmp_path}").status == "ok"
    assert own_kernel.run("%classpath").text() == f"{tmp_path}\n"
    assert own_kernel.value("kept") == "7"
    assert "There is no" in own_kernel.run("%classpath /not/there.jar").error["evalue"]
    assert own_kernel.run("com.google.gson.Gson g;").status == "error"
