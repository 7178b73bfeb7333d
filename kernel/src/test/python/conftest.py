from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernels import PACKAGED, Gate, Kernel, own_jupyter
from languages import LANGUAGES, Java


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--language", choices=sorted(LANGUAGES), default="java", help="whose kernel to test")


def pytest_sessionstart(session: pytest.Session) -> None:
    launcher = PACKAGED / "bin" / "greenloom-kernel"
    if session.config.getoption("--language") == "java" and not launcher.exists():
        pytest.exit(f"There is no kernel at {launcher}: run 'mvn package' first, or set GREENLOOM_HOME.", returncode=1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skips what the language's kernel lacks, with the reason."""
    lacks = LANGUAGES[config.getoption("--language")].lacks
    for item in items:
        for marker in item.iter_markers("needs"):
            if marker.args[0] in lacks:
                item.add_marker(pytest.mark.skip(reason=lacks[marker.args[0]]))


@pytest.fixture(scope="session", autouse=True)
def jupyter_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with own_jupyter(tmp_path_factory.mktemp("jupyter")) as home:
        yield home


@pytest.fixture(scope="session")
def lang(pytestconfig: pytest.Config) -> type[Java]:
    return LANGUAGES[pytestconfig.getoption("--language")]


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
