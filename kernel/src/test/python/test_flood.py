"""Floods of output: nothing is lost below the limit, above it head and tail are kept, and memory stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kernels import Kernel, Request
from languages import Java

pytestmark = pytest.mark.needs("late output")


@pytest.fixture(autouse=True)
def usual_limit(kernel: Kernel) -> Iterator[None]:
    yield
    kernel.run("%flood 8M")


def left_out(cell: Request) -> int:
    return sum(int(n.replace(",", "")) for n in re.findall(r"\[([\d,]+) lines left out", cell.text("stderr")))


def test_200_000_lines_all_arrive_in_order(kernel: Kernel, lang: type[Java]) -> None:
    cell = kernel.run(lang.many_lines(200_000))
    assert cell.text().splitlines() == [f"line {i}" for i in range(200_000)]


def test_over_the_limit_head_and_tail_are_kept_and_the_number_left_out_is_told(
    kernel: Kernel, lang: type[Java]
) -> None:
    kernel.run("%flood 100K")
    cell = kernel.run(lang.many_lines(100_000))
    lines = cell.text().splitlines()
    assert lines[:3] == ["line 0", "line 1", "line 2"] and lines[-1] == "line 99999"
    assert "from here on only the end is shown" in cell.text("stderr")
    assert left_out(cell) + cell.text().count("\n") == 100_000
    assert 100 * 1024 <= len(cell.text()) <= 200 * 1024


def test_another_cell_has_an_allowance_of_its_own(kernel: Kernel, lang: type[Java]) -> None:
    kernel.run("%flood 100K")
    kernel.run(lang.many_lines(20_000))
    assert kernel.run(lang.many_lines(5_000)).text().count("\n") == 5_000


def test_the_end_of_a_late_flood_comes_when_it_falls_silent(kernel: Kernel, lang: type[Java]) -> None:
    kernel.run("%flood 10K")
    cell = kernel.run(lang.spawn(lang.many_lines(100_000)) + ";")
    cell.wait_for("line 99999\n")
    assert left_out(cell) + cell.text().count("\n") == 100_000


def test_the_limit_can_be_told_switched_off_and_not_set_to_nonsense(kernel: Kernel, lang: type[Java]) -> None:
    assert kernel.run("%flood").text() == "8M\n"
    assert "%flood [SIZE|off]" in kernel.run("%flood much").error["evalue"]
    kernel.run("%flood 10K")
    kernel.run("%flood off")
    assert kernel.run(lang.many_lines(20_000)).text().count("\n") == 20_000


def test_the_order_of_streams_and_displays_is_kept_through_a_flood(kernel: Kernel, lang: type[Java]) -> None:
    kernel.run("%flood 1K")
    cell = kernel.run(f"{lang.many_lines(50_000)}\n{lang.show_html}\n{lang.say('after')}")
    kinds = [m["msg_type"] for m in cell.iopub if m["msg_type"] in ("stream", "display_data")]
    shown = kinds.index("display_data")
    texts = ["".join(m["content"]["text"] for m in part if m["msg_type"] == "stream") for part in (
        [m for m in cell.iopub if m["msg_type"] in ("stream", "display_data")][:shown],
        [m for m in cell.iopub if m["msg_type"] in ("stream", "display_data")][shown:],
    )]
    assert "line 49999\n" in texts[0] and texts[1].endswith("after\n")


@pytest.mark.parametrize("limit", ["8M", "off"])
def test_ten_million_lines_do_not_grow_the_heap(kernel: Kernel, lang: type[Java], limit: str) -> None:
    kernel.run(f"%flood {limit}")
    used = "System.gc(); (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20"
    peak = (
        "java.lang.management.ManagementFactory.getMemoryPoolMXBeans().stream()"
        ".filter(p -> p.getType() == java.lang.management.MemoryType.HEAP)"
        ".mapToLong(p -> p.getPeakUsage().getUsed()).sum() >> 20"
    )
    kernel.run(lang.many_lines(1_000_000))  # what is compiled and cached once is no growth
    before = int(kernel.value(used))
    cell = kernel.run(lang.many_lines(10_000_000))
    assert cell.text().endswith("line 9999999\n")
    assert left_out(cell) + cell.text().count("\n") == 10_000_000
    assert int(kernel.value(peak)) < before + 200
    assert int(kernel.value(used)) < before + 10


def test_a_held_writer_holds_no_other_greenlet_and_no_service(kernel: Kernel, lang: type[Java]) -> None:
    kernel.run("%flood off")
    beating = "for (int i = 0; i < 1000; i++) { beats[0]++; sleep(0.005); }"
    kernel.run("long[] beats = {0};\n" + lang.spawn(beating) + ";")
    flood = kernel.start(lang.many_lines(400_000))
    completion = kernel.ask("complete_request", {"code": "Math.ma", "cursor_pos": 7})
    assert flood.reply is None and "max" in completion["matches"]
    flood.wait()
    assert int(kernel.value("beats[0]")) > 3
