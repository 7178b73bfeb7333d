"""The way to the kernel: sockets of the network and of the file system, encryption, and who learns of the keys."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import zmq

from kernels import HANG, Kernel
from languages import Java
from test_hostile import frames

SILENCE = 300  # milliseconds in which whoever were answered would have been
CHANNELS = {"shell": zmq.DEALER, "control": zmq.DEALER, "stdin": zmq.DEALER, "hb": zmq.REQ, "iopub": zmq.SUB}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "stderr"


@pytest.fixture(scope="module")
def encrypted(lang: type[Java], log: Path) -> Iterator[Kernel]:
    with log.open("wb") as stderr:
        environment = {**os.environ, "GREENLOOM_LOG": "all"}
        with Kernel(lang.kernel, transport_encryption="required", stderr=stderr, env=environment) as kernel:
            yield kernel


def wrong_key() -> dict[str, bytes]:
    server, _ = zmq.curve_keypair()
    public, secret = zmq.curve_keypair()
    return {"curve_serverkey": server, "curve_publickey": public, "curve_secretkey": secret}


KEYS = {
    "no key": dict,
    "a wrong key": wrong_key,
    "a password instead": lambda: {"plain_username": b"me", "plain_password": b"guess"},
}


def test_a_front_end_that_requires_encryption_gets_it_on_all_channels(encrypted: Kernel, lang: type[Java]) -> None:
    assert encrypted.client.curve_publickey
    assert encrypted.value("6 * 7") == "42"
    assert encrypted.ask("kernel_info_request", channel="control")["status"] == "ok"
    cell = encrypted.start(lang.ask_input, allow_stdin=True)
    cell.wait_for_prompt()
    encrypted.answer("Ada")
    assert "got Ada\n" in cell.wait().text()
    public, secret = zmq.curve_keypair()
    key = {"curve_serverkey": encrypted.client.curve_publickey, "curve_publickey": public, "curve_secretkey": secret}
    with encrypted.stranger("hb", zmq.REQ, **key) as heart:
        heart.send(b"ping")
        assert heart.poll(HANG * 1000) and heart.recv() == b"ping"


def test_a_flood_comes_whole_through_the_encryption(encrypted: Kernel, lang: type[Java]) -> None:
    cell = encrypted.run(lang.many_lines(20_000))
    assert cell.text().splitlines() == [f"line {i}" for i in range(20_000)]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_client_gets_nothing_with(encrypted: Kernel, lang: type[Java], log: Path, channel: str, key: str) -> None:
    seen = len(log.read_bytes())
    with encrypted.stranger(channel, CHANNELS[channel], **KEYS[key]()) as stranger:
        if channel == "hb":
            stranger.send(b"ping", zmq.NOBLOCK)
        elif channel != "iopub":
            stranger.send_multipart(frames(encrypted, code=lang.say("let in")))
            stranger.send_multipart([b"nothing that could be parsed"])
        assert "let in" not in encrypted.run(lang.say("for friends")).text()
        assert not stranger.poll(SILENCE)
    assert encrypted.value("1 + 1") == "2"
    told = log.read_bytes()[seen:]
    assert b"dropped" not in told, "a message of somebody without the key was looked at"


GREETING = bytes([0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0])
NOISE = [b"GET / HTTP/1.1\r\n\r\n", b"\x00" * 100, b"\xff" * 100, Random(14).randbytes(10_000), GREETING, GREETING + b"CURVE",
         *(GREETING + name.ljust(52, b"\x00") + b"\x04\xc8" + b"\x05HELLO" * 40 for name in (b"NULL", b"CURVE", b"PLAIN"))]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("how", ["encrypted", "kernel"])
def test_noise_harms_nothing_at(request: pytest.FixtureRequest, how: str, channel: str) -> None:
    kernel = request.getfixturevalue(how)
    address = kernel.client._make_url(channel).removeprefix("tcp://").split(":")
    for noise in NOISE:
        with socket.create_connection((address[0], int(address[1]))) as line:
            line.sendall(noise)
    assert kernel.value("6 * 7") == "42"
    assert kernel.ask("kernel_info_request", channel="control")["status"] == "ok"


def test_nobody_learns_the_keys_from_logs_or_the_process_list(encrypted: Kernel, log: Path) -> None:
    encrypted.sockets["shell"].send_multipart([b"nonsense"])
    encrypted.sockets["shell"].send_multipart([*frames(encrypted)[:1], b"f" * 64, *frames(encrypted)[2:]])
    encrypted.value("1 + 1")
    keys = [encrypted.session.key, encrypted.client.curve_publickey, encrypted.client.curve_secretkey]
    processes = [encrypted.process, *encrypted.process.children(recursive=True)]
    public = log.read_text() + "".join(" ".join([*p.cmdline(), *map(str, p.environ().items())]) for p in processes)
    assert public and not [key for key in keys if key.decode() in public]


def test_a_kernel_behind_sockets_of_the_file_system_does_all_it_does_elsewhere(lang: type[Java], tmp_path: Path) -> None:
    with Kernel(lang.kernel, {"transport": "ipc", "ip": str(tmp_path / "door")}) as kernel:
        assert kernel.value("6 * 7") == "42"
        assert len(kernel.run(lang.many_lines(20_000)).text().splitlines()) == 20_000
        cell = kernel.start(lang.ask_input, allow_stdin=True)
        cell.wait_for_prompt()
        kernel.answer("Ada")
        assert "got Ada\n" in cell.wait().text()
        with kernel.stranger("hb", zmq.REQ) as heart:
            heart.send(b"ping")
            assert heart.poll(HANG * 1000) and heart.recv() == b"ping"
        doors = list(tmp_path.glob("door-*"))
        assert len(doors) == 5
        for door in doors:
            assert not door.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH), f"others can connect to {door}"
        kernel.restart()
        assert kernel.value("6 * 7") == "42"


def test_encryption_goes_by_sockets_of_the_file_system_too(lang: type[Java], tmp_path: Path) -> None:
    with Kernel(lang.kernel, {"transport": "ipc", "ip": str(tmp_path / "door")}, transport_encryption="required") as kernel:
        assert kernel.value("6 * 7") == "42"
        with kernel.stranger("shell", zmq.DEALER) as stranger:
            stranger.send_multipart(frames(kernel))
            assert not stranger.poll(SILENCE)
