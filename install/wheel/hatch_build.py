"""The one file of the wheel that names the launcher: Windows starts another."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SPEC = "share/jupyter/kernels/greenloom/kernel.json"


class Launcher(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        description = Path(self.root, "../../kernel/target/greenloom/kernel.json")
        if os.environ.get("GREENLOOM_WHEEL") == "windows":
            build_data["tag"] = "py3-none-win_amd64"
            text = description.read_text().replace("bin/greenloom-kernel", "bin/greenloom-kernel.cmd")
            description = Path(self.directory, "kernel.json")
            description.parent.mkdir(parents=True, exist_ok=True)
            description.write_text(text)
        build_data["shared_data"][str(description)] = SPEC
