"""Generators and raw greenlets that live longer than a cell: made in one, resumed in others; what they print is live, and at whose behalf it is."""

from __future__ import annotations

from kernels import Gate, Kernel
from languages import Java

ECHO = """
Generator<Integer, String, Void> echo = generator(co -> {
    for (int i = 1;; i++) {
        try {
            IO.println("got " + co.yield(i));
        } catch (Exception e) {
            IO.println("caught " + e.getMessage());
        }
    }
});
"""


def test_a_generator_made_in_one_cell_is_sent_to_in_a_second_and_thrown_into_in_a_third(kernel: Kernel) -> None:
    assert kernel.run(ECHO).text() == ""
    assert kernel.run("echo.next();").text() == ""
    assert kernel.run('echo.send("hello");').text() == "got hello\n"
    assert kernel.run('echo.throwInto(new IOException("from outside"));').text() == "caught from outside\n"


def test_what_a_body_prints_arrives_while_the_cell_that_resumed_it_still_runs(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    wait = lang.wait_at(gate.path)
    kernel.run(f'var slow = generator(co -> {{ co.yield(1); IO.println("early"); {wait} IO.println("late"); }});')
    assert kernel.run("slow.next();").text() == ""
    resuming = kernel.start("for (Object end : slow) { }")
    resuming.wait_for("early\n")
    assert resuming.reply is None and not resuming.is_idle()
    gate.open()
    assert resuming.wait().text() == "early\nlate\n"


def test_what_a_raw_greenlet_prints_arrives_while_its_cell_still_runs(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    wait = lang.wait_at(gate.path)
    cell = kernel.start(f'RawGreenlet.of(_ -> {{ IO.println("early"); {wait} return null; }}).switchTo();')
    cell.wait_for("early\n")
    assert cell.reply is None
    gate.open()
    cell.wait()


def test_a_greenlet_that_drives_a_generator_prints_at_the_cell_that_spawned_it(
    kernel: Kernel, lang: type[Java], gate: Gate
) -> None:
    kernel.run('Generator<Integer, Void, Void> said = generator(co -> { IO.println("from the body"); co.yield(1); });')
    driving = kernel.run(lang.spawn(lang.wait_at(gate.path), "said.next();") + ";", shows_late=True)
    assert driving.text() == ""
    gate.open()
    kernel.run(lang.say("another cell"), shows_late=True)
    driving.wait_for("from the body\n")


def test_a_body_that_only_yields_is_compiled_and_tells_where_it_stands(kernel: Kernel) -> None:
    cell = kernel.run("var plain = generator(co -> {\n    co.yield(1);\n    co.yield(2);\n});\nplain.explain()")
    assert "is compiled" in (cell.result or "")
    assert kernel.run("plain.next();\nplain.next();\nIO.println(plain);").text() == (
        '<Generator "generator" SUSPENDED at line 3>\n'
    )


def test_a_body_that_gives_its_yielder_away_is_stackful_and_says_so(kernel: Kernel) -> None:
    cell = kernel.run("var given = generator(co -> { Runnable r = () -> co.yield(1); r.run(); });\ngiven.explain()")
    assert "is stackful" in (cell.result or "") and "uses its Yielder for more than to yield" in (cell.result or "")


def test_a_suspended_generator_of_a_method_that_is_redefined_goes_on_with_its_old_code(kernel: Kernel) -> None:
    method = "Generator<Integer, Void, Void> count() {{ return generator(co -> {{ co.yield({0}); co.yield({1}); }}); }}"
    kernel.run(method.format(1, 2))
    kernel.run("var old = count(); old.next();")
    kernel.run(method.format(10, 20))
    assert kernel.run('IO.println(old.next() + " " + count().next());').text() == "2 10\n"


def test_a_suspended_generator_of_a_class_that_is_redefined_goes_on_with_its_old_code(kernel: Kernel) -> None:
    source = (
        "class Counter {{ Generator<Integer, Void, Void> count() {{\n"
        "    return generator(co -> {{ {0} for (int i = 0; i < 3; i++) {{ co.yield({1}); }} }}); }} }}"
    )
    kernel.run(source.format("", "i"))
    kernel.run("Generator<Integer, Void, Void> kept = new Counter().count(); kept.next();")
    kernel.run(source.format("co.yield(100);", "i + 10"))
    assert kernel.run('IO.println(kept.next() + " " + new Counter().count().next());').text() == "1 100\n"


def test_an_interrupt_stops_a_compiled_body_that_never_waits(kernel: Kernel) -> None:
    kernel.run("var endless = generator(co -> { co.yield(1); for (long i = 0;; i++) { } }); endless.next();")
    spinning = kernel.start('IO.println("begun"); endless.next();')
    spinning.wait_for("begun\n")
    kernel.interrupt()
    assert spinning.wait().status == "error"
    assert kernel.run("IO.println(endless.state());").text() == "CLOSED\n"
