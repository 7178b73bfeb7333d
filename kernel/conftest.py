from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernels import PACKAGED, Gate, Kernel, own_jupyter
from languages import Java, installed

UNDER_TEST = pytest.StashKey[tuple[type[Java], Path | None]]()


PROTOCOL = Path(__file__).parent / "protocol-tests"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kernel", default=Java.kernel, help="which kernel to test, by the name that your Jupyter calls it")


def pytest_configure(config: pytest.Config) -> None:
    name = config.getoption("--kernel")
    try:
        config.stash[UNDER_TEST] = (Java, None) if name == Java.kernel else installed(name)
    except LookupError as unknown:
        raise pytest.UsageError(str(unknown)) from unknown
    launcher = PACKAGED / "bin" / "greenloom-kernel"
    if name == Java.kernel and not launcher.exists():
        pytest.exit(f"There is no kernel at {launcher}: run 'mvn package' first, or set GREENLOOM_HOME.", returncode=1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skips what the kernel lacks, with the reason."""
    lacks = config.stash[UNDER_TEST][0].lacks
    for item in items:
        for marker in item.iter_markers("needs"):
            if marker.args[0] in lacks:
                item.add_marker(pytest.mark.skip(reason=lacks[marker.args[0]]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """How the kernel keeps the protocol, by chapter."""
    chapters: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.getreports(outcome):
            file = Path(report.nodeid.partition("::")[0])
            if file.parent.name == PROTOCOL.name:
                chapters[file.stem.removeprefix("test_")]["failed" if outcome == "error" else outcome] += 1
    if chapters:
        terminalreporter.section(f"how {config.getoption('--kernel')} keeps the protocol")
        terminalreporter.line("| chapter | passed | failed | skipped |\n| --- | ---: | ---: | ---: |")
    for chapter, counts in [*chapters.items(), ("all", sum(chapters.values(), Counter()))] if chapters else []:
        terminalreporter.line(f"| {chapter} | {counts['passed']} | {counts['failed']} | {counts['skipped']} |")


@pytest.fixture(scope="session", autouse=True)
def jupyter_home(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = pytestconfig.stash[UNDER_TEST][1]
    with own_jupyter(tmp_path_factory.mktemp("jupyter"), *([place] if place else [])) as home:
        yield home


@pytest.fixture(scope="session")
def lang(pytestconfig: pytest.Config) -> type[Java]:
    return pytestconfig.stash[UNDER_TEST][0]


class Shared:
    """One kernel for a module's tests, replaced when a test leaves it with something unfinished."""

    def __init__(self, name: str):
        self.name = name
        self.kernel: Kernel | None = None

    def running(self) -> Kernel:
        if self.kernel is None:
            self.kernel = Kernel(self.name)
        return self.kernel

    def settle(self) -> None:
        if self.kernel and self.kernel.unfinished():
            self.stop()

    def stop(self) -> None:
        if self.kernel:
            self.kernel.stop()
        self.kernel = None


@pytest.fixture(scope="module")
def shared(lang: type[Java]) -> Iterator[Shared]:
    shared = Shared(lang.kernel)
    yield shared
    shared.stop()


@pytest.fixture
def kernel(shared: Shared) -> Iterator[Kernel]:
    """The module's kernel: what a test declares in it stays, so tests use names of their own."""
    yield shared.running()
    shared.settle()


@pytest.fixture
def own_kernel(lang: type[Java]) -> Iterator[Kernel]:
    with Kernel(lang.kernel) as kernel:
        yield kernel


@pytest.fixture
def gate(tmp_path) -> Iterator[Gate]:
    gate = Gate(tmp_path / "open")
    yield gate
    gate.open()
