"""Jupyter's own test suite for kernels, with everything switched on that Greenloom supports."""

from __future__ import annotations

from typing import Any
from unittest import mock

import jupyter_kernel_test
import pytest

from kernels import HANG


pytestmark = pytest.mark.needs("Java samples")


class GreenloomTests(jupyter_kernel_test.KernelTests):
    kernel_name = "greenloom"
    language_name = "java"
    file_extension = ".java"

    code_hello_world = 'IO.println("hello, world")'
    code_stderr = 'System.err.println("something is wrong")'
    completion_samples = [
        {"text": "Math.floorM", "matches": {"floorMod"}},
        {"text": '"abc".toUpp', "matches": {"toUpperCase"}},
    ]
    complete_code_samples = ["1 + 1", "int x = 1;", "for (int i = 0; i < 3; i++) { }", "class A { }"]
    incomplete_code_samples = ["for (int i = 0; i < 3; i++) {", "int f() {", "1 +", '"""\nabc']
    invalid_code_samples = ["int int = 3;", "class 7up { }"]
    code_generate_error = 'throw new IllegalStateException("the kettle is empty")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "List.of(1, 2, 3)", "result": "[1, 2, 3]"},
        {"code": "20 + 22", "result": "42"},
    ]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max"
    code_page_something = "?Math.max"
    code_display_data = [{"code": 'display(html("<b>tea</b>"))', "mime": "text/html"}]
    code_clear_output = "clearOutput()"

    def execute_helper(self, *cell: Any, **options: Any) -> Any:
        """As given, but a message may take longer than a tenth of a second: a busy machine is no fault of the kernel."""
        channel = self.kc.iopub_channel
        receive = channel.get_msg
        with mock.patch.object(channel, "get_msg", lambda timeout=None: receive(timeout=HANG)):
            return super().execute_helper(*cell, timeout=HANG, **options)


class GreenloomWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "greenloom"
    support_iopub_welcome = True
