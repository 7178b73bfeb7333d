"""History in its file: over restarts, by several kernels, private, and in memory where the file cannot be used."""

from __future__ import annotations

import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kernels import Kernel, await_that

pytestmark = pytest.mark.needs("the history's file")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "greenloom" / "history.sqlite"


@contextmanager
def kernel_of(file: Path, **environment: str) -> Iterator[Kernel]:
    """A kernel whose user's data is beside the file, and what it says in its log."""
    log = file.parents[2] / "log"
    with log.open("ab") as stderr:
        own = {**os.environ, "JUPYTER_DATA_DIR": str(file.parents[1]), **environment}
        with Kernel("greenloom", env=own, stderr=stderr) as kernel:
            kernel.log = log
            yield kernel
            kernel.ask("shutdown_request", {"restart": False}, channel="control")
            kernel.process.wait(60)


def asked(kernel: Kernel, kind: str = "tail", **options: Any) -> list:
    content = {"hist_access_type": kind, "n": 1000, "output": False, "raw": True, **options}
    return kernel.ask("history_request", content)["history"]


def inputs(entries: list) -> list[str]:
    return [entry[2] for entry in entries]


def in_file(file: Path) -> list[str]:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        return [source for (source,) in database.execute("SELECT source FROM history ORDER BY session, line")]


def await_caught_up(kernel: Kernel, file: Path, cells: list[str]) -> None:
    """Runs cells until those of before are in the file: what could not be kept is tried again with a later one."""
    await_that(lambda: kernel.run("0") and in_file(file)[: len(cells)] == cells, "the file had caught up")


def test_a_kernel_knows_what_the_kernels_before_it_ran(file: Path) -> None:
    with kernel_of(file) as kernel:
        for code in ("1 + 1", "2 + 2"):
            kernel.run(code)
        asked(kernel)
        kernel.restart()
        kernel.run("3 + 3")
        assert inputs(asked(kernel)) == ["1 + 1", "2 + 2", "3 + 3"]
        assert inputs(asked(kernel, "range", session=-1, start=1, stop=2)) == ["1 + 1"]
        assert asked(kernel, "search", pattern="2*", output=True) == [[1, 2, ["2 + 2", "4"]]]
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT session FROM sessions").fetchall() == [(1,), (2,)]


def test_kernels_that_run_at_the_same_time_share_the_file(file: Path) -> None:
    with kernel_of(file) as one, kernel_of(file) as other:
        cells = [kernel.start(f"{i} + {name}") for i in range(20) for name, kernel in ((1000, one), (2000, other))]
        for cell in cells:
            assert cell.wait().status == "ok"
        for kernel, name in ((one, 1000), (other, 2000)):
            assert len(asked(kernel)) >= 20
            assert inputs(asked(kernel, "range", session=0, start=0, stop=99)) == [f"{i} + {name}" for i in range(20)]
    assert sorted(in_file(file)) == sorted(f"{i} + {name}" for i in range(20) for name in (1000, 2000))


def test_nothing_that_a_kernel_leaves_behind_can_be_read_by_others(file: Path) -> None:
    mask = os.umask(0)
    try:
        home = file.parents[2] / "home"
        home.mkdir(mode=0o700)
        with kernel_of(file, HOME=str(home), TMPDIR=str(home), GREENLOOM_JVM_OPTS=f"-Djava.io.tmpdir={home}") as kernel:
            kernel.run("1 + 1")
            asked(kernel)
            written = [path for folder in (file.parents[1], home) for path in folder.rglob("*")]
    finally:
        os.umask(mask)
    assert file in written
    assert not [path for path in written if path.stat().st_mode & 0o077], "others can read what the kernel wrote"


def test_no_start_pays_for_the_database(file: Path) -> None:
    def has_driver(kernel: Kernel) -> bool:
        return "sqlite" in Path(f"/proc/{kernel.process.pid}/maps").read_text()

    with kernel_of(file) as kernel:
        kernel.ask("kernel_info_request")
        assert not has_driver(kernel)
        kernel.run("1 + 1")
        assert inputs(asked(kernel)) == ["1 + 1"]
        assert has_driver(kernel)
        assert not kernel.value('System.getProperty("org.sqlite.tmpdir")')
    with kernel_of(file, GREENLOOM_HISTORY="off") as kernel:
        kernel.run("2 + 2")
        assert inputs(asked(kernel)) == ["2 + 2"]
        assert not has_driver(kernel)


def test_a_file_that_others_have_locked_is_done_without_and_caught_up_with(file: Path) -> None:
    with kernel_of(file) as kernel:
        kernel.run("1 + 1")
        asked(kernel)
        database = sqlite3.connect(file, isolation_level=None)
        database.execute("BEGIN EXCLUSIVE")
        for i in range(5):
            assert kernel.run(f"{i} + 100").status == "ok"
        assert inputs(asked(kernel)) == ["1 + 1", *(f"{i} + 100" for i in range(5))]
        assert kernel.log.read_text().count("warning") == 1
        database.execute("ROLLBACK")
        database.close()
        await_caught_up(kernel, file, ["1 + 1", *(f"{i} + 100" for i in range(5))])


def test_a_file_that_is_none_is_done_without(file: Path) -> None:
    file.parent.mkdir(parents=True)
    diary = b"this is no database\n" * 1000
    file.write_bytes(diary)
    with kernel_of(file) as kernel:
        for code in ("1 + 1", "2 + 2"):
            assert kernel.run(code).status == "ok"
        assert inputs(asked(kernel)) == ["1 + 1", "2 + 2"]
        assert inputs(asked(kernel, "search", pattern="2*")) == ["2 + 2"]
    assert file.read_bytes() == diary
    assert (file.parents[2] / "log").read_text().count("warning") == 1


def test_a_full_disk_costs_nothing_but_the_file(file: Path) -> None:
    with kernel_of(file) as kernel:
        kernel.run("1 + 1")
        asked(kernel)
        before = kernel.process.rlimit(resource.RLIMIT_FSIZE)
        kernel.process.rlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, before[1]))
        big = "// " + "x" * 100_000 + "\n2 + 2"
        assert kernel.run(big).status == "ok"
        assert kernel.value("3 + 3") == "6"
        assert inputs(asked(kernel)) == ["1 + 1", big, "3 + 3"]
        assert kernel.log.read_text().count("warning") == 1
        kernel.process.rlimit(resource.RLIMIT_FSIZE, before)
        await_caught_up(kernel, file, ["1 + 1", big, "3 + 3"])
