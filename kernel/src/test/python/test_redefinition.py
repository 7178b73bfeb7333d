"""Classes that change while instances of them live: only the packaged kernel has the agent that this takes."""

from __future__ import annotations

import pytest

from kernels import Kernel
from test_errors import traceback


@pytest.fixture(autouse=True)
def only_for_java(lang) -> None:
    if lang.name != "java":
        pytest.skip("classes of other languages change in other ways")


def test_an_instance_runs_the_new_code_of_its_class(kernel: Kernel) -> None:
    kernel.value("class Teapot {\n    int cups() { return 4; }\n}")
    kernel.value("Teapot pot = new Teapot(); var pots = List.of(pot);")
    kernel.value("class Teapot {\n    int cups() { return 6; }\n}")
    assert kernel.value("pot.cups() + pots.get(0).cups()") == "12"


def test_an_error_in_new_code_points_at_the_new_cell(kernel: Kernel) -> None:
    kernel.value("class Urn {\n    int cups() { return 4; }\n}\nvar urn = new Urn();\nurn.cups()")
    changed = kernel.run('\nclass Urn {\n    int cups() { throw new IllegalStateException("dry"); }\n}')
    failing = kernel.run("urn.cups()")
    assert f"Cell In[{changed.content['execution_count']}], line 3, in Urn.cups" in traceback(failing)


def test_a_variable_that_cannot_keep_its_value_is_named(kernel: Kernel) -> None:
    kernel.value("class Sieve {\n    int holes() { return 4; }\n}\nvar sieve = new Sieve(); int unconcerned = 7;")
    changed = kernel.run("class Sieve {\n    int holes;\n}")
    assert "sieve" in changed.text("stderr")
    assert kernel.value("sieve == null ? unconcerned : 0") == "7"
