"""What a cell changes for the whole process must not take the kernel with it; and options that reach the compiler."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kernels import Kernel
from test_errors import traceback


@pytest.fixture(autouse=True)
def only_for_java(lang) -> None:
    if lang.name != "java":
        pytest.skip("these are settings of a JVM")


@pytest.fixture(scope="module")
def changed(lang) -> Iterator[Kernel]:
    """One kernel for all changes: they add up."""
    with Kernel(lang.kernel) as kernel:
        yield kernel


def ensure_well(kernel: Kernel) -> None:
    """Results, output, errors, interrupts, completion: all of it goes on."""
    well = kernel.run('IO.println("out"); System.err.println("err"); 1234567 / 2.0')
    assert (well.text(), well.text("stderr"), well.result) == ("out\n", "err\n", "617283.5")
    assert "Did you mean" in traceback(kernel.run('"x".lenght()'))
    failing = kernel.run("int i = 1;\nthrow new IllegalStateException(\"on purpose\");")
    assert f"Cell In[{failing.content['execution_count']}], line 2" in traceback(failing)
    reply = kernel.ask("complete_request", {"code": '"x".toUpperC', "cursor_pos": 12})
    assert "toUpperCase" in reply["matches"]


@pytest.mark.parametrize(
    "change",
    [
        'Locale.setDefault(Locale.of("tr", "TR"));',
        'Locale.setDefault(Locale.of("ar", "EG"));',
        "Locale.setDefault(Locale.GERMANY);",
        "Locale.setDefault(Locale.JAPAN);",
        'TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));',
        'System.setProperty("user.dir", "/nowhere");',
        'System.setProperty("java.io.tmpdir", "/nowhere"); System.setProperty("java.class.path", ""); System.setProperty("line.separator", "!");',
        'Thread.setDefaultUncaughtExceptionHandler((t, e) -> { throw new Error("handler"); });\n'
        'Thread.ofPlatform().start(() -> { throw new Error("thread"); }).join();',
        "System.setIn(InputStream.nullInputStream());",
        "System.out.close(); System.err.close();",
        "Thread.currentThread().setContextClassLoader(null); Thread.currentThread().interrupt();",
        'class Gson { } class ZMQ { } class JShell { } class Async2 { } record Cell(int n) { }',
    ],
)
def test_the_kernel_survives(changed: Kernel, change: str) -> None:
    assert changed.run(change).status == "ok"
    ensure_well(changed)


def test_a_stream_of_the_users_own_takes_what_is_printed_and_gives_it_back(own_kernel: Kernel) -> None:
    own_kernel.value("var screen = System.out; var caught = new ByteArrayOutputStream();")
    own_kernel.value("System.setOut(new PrintStream(caught, true));")
    assert own_kernel.run('IO.println("into the bytes"); 1 + 1').result == "2"
    assert own_kernel.value("System.setOut(screen); caught.toString()") == '"into the bytes\\n"'
    ensure_well(own_kernel)


@pytest.mark.parametrize("name", ["com.google.gson.Gson", "org.zeromq.ZMQ", "greenloom.kernel.Main", "greenloom.internal.Host"])
def test_the_kernels_libraries_are_out_of_sight(kernel: Kernel, name: str) -> None:
    assert kernel.run(f"{name} x = null;").status == "error"
    assert kernel.run(f'Class.forName("{name}")').error["ename"] == "ClassNotFoundException"


def test_previews_are_an_option(lang, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "int i = 42; i instanceof byte b ? b : 0"
    with Kernel(lang.kernel) as plain:
        assert "preview" in plain.run(code).error["evalue"]
    monkeypatch.setenv("GREENLOOM_JVM_OPTS", "--enable-preview")
    with Kernel(lang.kernel) as kernel:
        assert kernel.value(code) == "42"
        assert kernel.value("switch (i) { case byte b -> \"small\"; default -> \"large\"; }") == '"small"'


def test_a_cell_of_five_thousand_lines(kernel: Kernel) -> None:
    lines = [f"long line{n} = {n}; // one of many" if n % 100 == 0 else f"// remark {n}" for n in range(1, 5000)]
    cell = kernel.run("\n".join([*lines, "line100 + line4900"]))
    assert cell.result == "5000"
    failing = kernel.run("\n".join(["// remark"] * 4998 + ["int broken = \"text\";"]))
    assert "line 4999, column 14" in traceback(failing)
