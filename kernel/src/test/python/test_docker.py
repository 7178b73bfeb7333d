"""The image's steps, without Docker: what its Dockerfile copies and runs is there, and the environment that it makes works."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import packages
from kernels import CHECKOUT, HANG, Kernel

DOCKERFILE = (CHECKOUT / ".binder" / "Dockerfile").read_text().replace("\\\n", " ")
GATEWAY = CHECKOUT / "install" / "docker" / "enterprise-gateway"
NOBODY = 65534

pytestmark = pytest.mark.needs("the installation")


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.*)$", DOCKERFILE, re.MULTILINE)


def test_the_image_is_pinned_and_has_a_user_without_rights() -> None:
    assert all(re.search(r":\d", image) for image in instructions("FROM"))
    assert instructions("USER") == ["${NB_UID}"] and instructions("ARG") == ["NB_USER=jovyan", "NB_UID=1000"]
    rights = DOCKERFILE.index("\nUSER ")
    assert "apt-get" not in DOCKERFILE[rights:]


def test_what_the_image_is_made_of_is_there() -> None:
    for copied in instructions("COPY"):
        sources = [word for word in copied.split()[:-1] if not word.startswith("--")]
        assert "--from=build" in copied or all((CHECKOUT / source).exists() for source in sources), copied
    for script in re.findall(r"/(?:src|opt/greenloom)/(install/\S+)", " ".join(instructions("RUN"))):
        assert os.access(CHECKOUT / script, os.X_OK), script


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The image's /opt: what is copied there, and what the script makes of it, but for what pip would download."""
    opt = tmp_path_factory.mktemp("image") / "opt"
    here = opt / "greenloom" / "install"
    shutil.copytree(CHECKOUT / "install", here, ignore=shutil.ignore_patterns("target"))
    (opt / "greenloom" / "target").mkdir()
    shutil.copy(packages.jar(), opt / "greenloom" / "target")
    lists = [here / "requirements.txt", here / "docker" / "requirements.txt"]
    (opt / "jupyter").mkdir()
    wanted = f"Python {platform.python_version()}\n" + "".join(each.read_text() for each in lists)
    (opt / "jupyter" / "has-2").write_text(wanted)
    subprocess.run(
        [here / "docker" / "environment", opt / "jupyter"],
        env=os.environ | {"PYTHON": sys.executable, "GREENLOOM_NO_AOT": "1"}, check=True, capture_output=True, text=True,
    )
    for place in (opt, *opt.parents):
        if place.is_relative_to("/tmp/"):
            place.chmod(0o755)  # pytest's own are for their owner alone
    return opt


def test_its_user_runs_a_tutorial_without_writing_to_it(image: Path, tmp_path: Path) -> None:
    launcher = image / "jupyter" / "share" / "jupyter" / "kernels" / "greenloom" / "bin" / "greenloom-kernel"
    command = [launcher, "run", shutil.copy(CHECKOUT / "notebooks" / "00-index.ipynb", tmp_path)]
    if os.geteuid() == 0:
        for place in (tmp_path, *tmp_path.parents):
            if place.is_relative_to("/tmp/"):
                place.chmod(0o755)
        os.chown(tmp_path, NOBODY, NOBODY)
        command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command]
    before = {path for path in image.rglob("*") if path.is_file()}
    done = subprocess.run(
        command, env={"HOME": str(tmp_path), "PATH": os.defpath}, cwd=tmp_path, capture_output=True, text=True, timeout=HANG
    )
    assert done.returncode == 0, done.stderr
    assert {path for path in image.rglob("*") if path.is_file()} == before


def test_the_enterprise_gateway_sample_starts_the_kernel(image: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kernels = tmp_path / "share" / "kernels"
    shutil.copytree(image / "jupyter" / "share" / "jupyter" / "kernels" / "greenloom", kernels / "gateway")
    shutil.copy(GATEWAY / "kernel.json", kernels / "gateway")
    assert json.loads((GATEWAY / "kernel.json").read_text())["metadata"]["process_proxy"]["class_name"]
    monkeypatch.setenv("JUPYTER_PATH", str(kernels.parent))
    with Kernel("gateway") as kernel:
        assert kernel.value("Runtime.getRuntime().maxMemory() > 1_500_000_000L") == "true"
