"""Messages that no honest client sends are dropped, and the kernel goes on."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from kernels import Kernel
from languages import Java

DELIMITER = b"<IDS|MSG>"


def frames(kernel: Kernel, kind: str = "execute_request", **content) -> list[bytes]:
    """A well-formed, well-signed message: delimiter, signature, header, parent header, metadata, content."""
    return kernel.session.serialize(kernel.session.msg(kind, {"code": "1 + 1", "silent": False, **content}))


def signed(kernel: Kernel, parts: list[bytes]) -> list[bytes]:
    return [DELIMITER, kernel.session.sign(parts), *parts]


def with_part(index: int, value: bytes) -> Callable[[Kernel], list[bytes]]:
    def build(kernel: Kernel) -> list[bytes]:
        parts = frames(kernel)[2:]
        parts[index] = value
        return signed(kernel, parts)

    return build


def with_header(**fields) -> Callable[[Kernel], list[bytes]]:
    def build(kernel: Kernel) -> list[bytes]:
        parts = frames(kernel)[2:]
        header = {**json.loads(parts[0]), **fields}
        parts[0] = json.dumps({k: v for k, v in header.items() if v is not None}).encode()
        return signed(kernel, parts)

    return build


def with_signature(change: Callable[[bytes], bytes]) -> Callable[[Kernel], list[bytes]]:
    def build(kernel: Kernel) -> list[bytes]:
        good = frames(kernel)
        return [good[0], change(good[1]), *good[2:]]

    return build


HOSTILE: dict[str, Callable[[Kernel], list[bytes]]] = {
    "a wrong signature": with_signature(lambda s: bytes([s[0] ^ 1]) + s[1:]),
    "an empty signature": with_signature(lambda s: b""),
    "a cut signature": with_signature(lambda s: s[:10]),
    "a signature that is no hex": with_signature(lambda s: b"z" * len(s)),
    "no delimiter": lambda kernel: frames(kernel)[1:],
    "nothing at all": lambda kernel: [b""],
    "a delimiter alone": lambda kernel: [DELIMITER],
    "too few frames": lambda kernel: frames(kernel)[:4],
    "a header that is no JSON": with_part(0, b"{not json"),
    "a header that is a list": with_part(0, b"[]"),
    "a header that is null": with_part(0, b"null"),
    "content that is no JSON": with_part(3, b"\xff\xfe"),
    "content that is a number": with_part(3, b"7"),
    "metadata that is a string": with_part(2, b'"meta"'),
    "a parent header that is a number": with_part(1, b"3"),
    "deeply nested content": with_part(3, b"[" * 5000 + b"]" * 5000),
    "a header without a type": with_header(msg_type=None),
    "a header without an id": with_header(msg_id=None),
    "a type that is a number": with_header(msg_type=7),
    "a type that nobody knows": with_header(msg_type="make_me_a_sandwich_request"),
    "a cell whose code is a number": with_part(3, b'{"code": 1}'),
    "a cell without code": with_part(3, b"{}"),
}


@pytest.mark.parametrize("channel", ["shell", "control"])
@pytest.mark.parametrize("what", HOSTILE)
def test_the_kernel_goes_on_after(kernel: Kernel, lang: type[Java], what: str, channel: str) -> None:
    kernel.value(lang.assign("keptOverMalice", 3))
    kernel.sockets[channel].send_multipart(HOSTILE[what](kernel))
    assert kernel.ask("kernel_info_request", channel=channel)["status"] == "ok"
    assert kernel.value("keptOverMalice") == "3"


def test_code_with_a_wrong_signature_is_not_run(kernel: Kernel, lang: type[Java]) -> None:
    good = frames(kernel, code=lang.say("must not be seen"))
    message_id = json.loads(good[2])["msg_id"]
    kernel.sockets["shell"].send_multipart([good[0], good[1][::-1], *good[2:]])
    kernel.value("1 + 1")
    assert not [m for m in kernel.strays if m["parent_header"].get("msg_id") == message_id]


def test_a_message_that_is_sent_again_is_not_run_again(kernel: Kernel, lang: type[Java]) -> None:
    kernel.value(lang.assign("count", 0))
    cell = frames(kernel, code="count = count + 1")
    for _ in range(3):
        kernel.sockets["shell"].send_multipart(cell)
    assert kernel.value("count") == "1"


def test_what_comes_in_on_the_input_channel_unasked_harms_nothing(kernel: Kernel) -> None:
    kernel.answer("nobody asked")
    assert kernel.value("1 + 1") == "2"
