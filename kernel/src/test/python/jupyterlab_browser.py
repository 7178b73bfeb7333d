"""JupyterLab in headless Chromium: starts both, opens a notebook, and remembers all that its cells ever showed."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from kernels import HANG, await_that

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMEDRIVER = shutil.which("chromedriver")
NOTEBOOKS_AT = {"jupyterlab": "lab/tree", "notebook": "notebooks"}

# Writes down what every code cell shows whenever anything in the notebook changes, so that a test can ask afterwards
# what was on the screen at the same moment, without having to look at the right one.
RECORD = """
const notebook = document.querySelector('.jp-Notebook');
window.seen = [];
const look = () => {
    const cells = [...notebook.querySelectorAll('.jp-CodeCell')].map(cell => ({
        prompt: cell.querySelector('.jp-InputPrompt').textContent,
        text: [...cell.querySelectorAll('.jp-OutputArea-output')].map(o => o.innerText).join('\\n'),
    }));
    const now = JSON.stringify(cells);
    if (now !== window.lastSeen) { window.seen.push(cells); window.lastSeen = now; }
};
new MutationObserver(look).observe(notebook, {subtree: true, childList: true, characterData: true});
// What innerText says depends on the layout too, which changes without a mutation.
window.look = look;
look();
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_lab(folder: Path, home: Path, app: str = "jupyterlab") -> Iterator[str]:
    """
    JupyterLab on the folder, without news, pop-ups and whatever the user has installed, or another app of its making; yields
    the address of a notebook.
    """
    config = home / "config" / "labconfig"
    config.mkdir(parents=True, exist_ok=True)
    disabled = {"@jupyterlab/apputils-extension:announcements": True}
    (config / "page_config.json").write_text(json.dumps({"disabledExtensions": disabled}))
    port, token = free_port(), secrets.token_hex(16)
    command = [sys.executable, "-m", app, "--no-browser", "--expose-app-in-browser", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", "--ServerApp.allow_root=True", f"--ServerApp.root_dir={folder}"]
    places = {f"JUPYTERLAB_{kind}_DIR": str(home / kind.lower()) for kind in ("SETTINGS", "WORKSPACES")}
    log = (home / f"{app}.log").open("w")
    server = subprocess.Popen(command, env={**os.environ, **places, "JUPYTER_TOKEN": token}, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        await_that(lambda: server.poll() is not None or answers(f"{address}/api?token={token}"), f"{app} answered")
        assert server.poll() is None, (home / f"{app}.log").read_text()
        yield f"{address}/{NOTEBOOKS_AT[app]}/{{}}?token={token}"
    finally:
        server.terminate()
        server.wait(HANG)
        log.close()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=HANG):
            return True
    except OSError:
        return False


@contextmanager
def running_browser(profile: Path) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-dev-shm-usage",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        "window-size=1200,1400",
        f"user-data-dir={profile}",
    ):
        options.add_argument(f"--{flag}")
    browser = webdriver.Chrome(options, webdriver.ChromeService(CHROMEDRIVER))
    try:
        yield browser
    finally:
        browser.quit()


class LabNotebook:
    """A notebook open in JupyterLab."""

    def __init__(self, browser: webdriver.Chrome, url: str):
        self.browser = browser
        browser.set_script_timeout(HANG)
        browser.get(url)
        self.wait_until(
            "const panel = window.jupyterapp?.shell.currentWidget;"
            "return panel?.sessionContext?.session?.kernel?.status === 'idle'"
            " && document.querySelector('.jp-CodeCell')",
            "the notebook was open and its kernel idle",
        )
        self.script(RECORD)

    def script(self, code: str, *arguments: Any) -> Any:
        return self.browser.execute_script(code, *arguments)

    def command(self, name: str) -> None:
        """Starts one of JupyterLab's commands, as its menus do, without waiting for its end."""
        self.script("window.jupyterapp.commands.execute(arguments[0]);", name)

    def finish_command(self, name: str) -> None:
        self.browser.execute_async_script(
            "window.jupyterapp.commands.execute(arguments[0]).then(() => arguments[1]());", name
        )

    def wait_until(self, code: str, what: str, *arguments: Any) -> None:
        WebDriverWait(self.browser, HANG, 0.05).until(
            lambda _: self.script(code, *arguments), f"waited in vain until {what}"
        )

    def cells(self) -> list[dict[str, str]]:
        """What the code cells show now."""
        return self.seen()[-1]

    def seen(self) -> list[list[dict[str, str]]]:
        """All that the code cells have shown, one entry a change."""
        return self.script("return window.seen")

    def wait_for_text(self, cell: int, text: str) -> None:
        self.wait_until(
            "window.look(); return window.seen.at(-1)[arguments[0]].text.includes(arguments[1])",
            f"code cell {cell} showed {text!r}",
            cell,
            text,
        )

    def wait_until_all_have_run(self) -> None:
        # By the model: a cell whose source is folded away shows no number.
        self.wait_until(
            "window.look();"
            "const cells = window.jupyterapp.shell.currentWidget.content.widgets;"
            "return cells.filter(cell => cell.model.type === 'code').every(cell => cell.model.executionCount)",
            "all cells had run",
        )

    def screenshot_of(self, cell: int, file: Path) -> None:
        """Takes what a reader sees around a code cell."""
        self.script("document.querySelectorAll('.jp-CodeCell')[arguments[0]].scrollIntoView({block: 'center'})", cell)
        self.browser.save_screenshot(str(file))

    def screenshot(self, file: Path) -> None:
        """Takes the notebook in its whole length."""
        bottom = "return document.querySelector('.jp-Notebook-footer').getBoundingClientRect().bottom"
        self.script("document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0")
        for _ in range(2):  # a taller window shows cells whose height was only guessed before
            height = self.script(bottom) + 60 + self.script("return window.outerHeight - window.innerHeight")
            self.browser.set_window_size(1200, min(int(height), 12_000))
        self.browser.save_screenshot(str(file))
