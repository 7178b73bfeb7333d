"""A program in a pseudo terminal, seen as a person sees it: by the rows of the screen."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pexpect
import pyte

from kernels import HANG, await_that

ROWS, COLUMNS = 30, 120
ENTER, TAB, UP, INTERRUPT, END, CLEAR = "\r", "\t", "\x1bOA", "\x03", "\x04", "\x0c"


class Terminal:
    """Runs the command; whoever waits for something to be on the screen keeps the screen up to date."""

    def __init__(self, command: str | Path, *arguments: str, **environment: str):
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        env = {**os.environ, "TERM": "xterm", **environment}
        self.process = pexpect.spawn(str(command), list(arguments), env=env, dimensions=(ROWS, COLUMNS), timeout=HANG)

    def type(self, text: str) -> None:
        self.process.send(text)

    def rows(self) -> list[str]:
        """The rows that have something in them."""
        try:
            self.stream.feed(self.process.read_nonblocking(1 << 16, timeout=0))
        except (pexpect.TIMEOUT, pexpect.EOF):
            pass
        return [row.rstrip() for row in self.screen.display if row.strip()]

    def await_row(self, row: str) -> list[str]:
        """Waits until this row is there; the rows then."""
        await_that(lambda: row in self.rows(), f"{row!r} is a row of the screen")
        return self.rows()

    def await_last(self, row: str) -> list[str]:
        """Waits until this is the last row, where one types."""
        await_that(lambda: self.rows()[-1:] == [row], f"{row!r} is the last row of the screen")
        return self.rows()

    def await_text(self, text: str) -> str:
        """Waits until the text is anywhere; the row that it is in."""
        [row, *_] = await_that(lambda: [row for row in self.rows() if text in row], f"{text!r} is on the screen")
        return row

    def end(self) -> int:
        """Waits for the program's end; its exit status."""
        await_that(lambda: self.rows() is not None and not self.process.isalive(), "the program has ended")
        return self.process.exitstatus

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.isalive():
            print("\n".join(self.rows()))  # what pytest shows of a test that failed
            self.process.kill(signal.SIGKILL)
            self.process.wait()
        self.process.close()
