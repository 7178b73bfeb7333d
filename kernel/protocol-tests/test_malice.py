"""Malice: ten thousand hostile messages on all channels, after each hundred of which the next good request is answered."""

from __future__ import annotations

import json
from random import Random

import pytest
import zmq

from kernels import HANG, Kernel, await_that
from languages import Java
from test_hostile import DELIMITER, signed

SEED = 20_260
ROUNDS = 34  # on each of three channels
IN_A_ROUND = 100
HUGE = 64 << 20
DEAF_ROUNDS, DEAF_LINES = 20, 200_000  # 40 MB of text
REQUESTS = {
    "execute_request": ["code", "silent", "store_history", "user_expressions", "allow_stdin", "stop_on_error"],
    "complete_request": ["code", "cursor_pos"],
    "inspect_request": ["code", "cursor_pos", "detail_level"],
    "is_complete_request": ["code"],
    "history_request": ["hist_access_type", "n", "session", "start", "stop", "pattern", "output", "raw", "unique"],
    "comm_open": ["comm_id", "target_name", "data"],
    "comm_msg": ["comm_id", "data"],
    "comm_close": ["comm_id", "data"],
    "comm_info_request": ["target_name"],
    "input_reply": ["value"],
    "debug_request": ["seq", "command", "arguments"],
    "delete_subshell_request": ["subshell_id"],
    "make_me_a_sandwich_request": ["filling"],
}
VALUES = [
    None, True, False, -1, -(2**31), 2**70, 1e308, "", "\x00\x1b", "\ud800", "\udfff\ud800", "x" * 10_000, [], {}, [[[]]],
    {"a": None}, ["code"], {"\ud800": 1},
]
BAD_JSON = [b"", b"{", b"nul", b"{]", b"[]", b"7", b'"text"', b"null", b"\xff\xfe\x00", b'{"a":1}{"b":2}', b'{"a":NaN}',
            b"[" * 10_000 + b"]" * 10_000, b'{"a":' * 10_000 + b"1" + b"}" * 10_000]


class Malice:
    def __init__(self, kernel: Kernel, random: Random):
        self.kernel = kernel
        self.random = random
        self.last: list[bytes] = []

    def message(self) -> list[bytes]:
        kinds = (self.wrong_types, self.bad_json, self.missing_frames, self.extra_frames, self.wrong_signature,
                 self.binary, self.wrong_header, self.replayed)
        self.last = self.random.choice(kinds)()
        return self.last

    def parts(self) -> list[bytes]:
        kind = self.random.choice(list(REQUESTS))
        # What is right but for one field might run or wait; what is wrong in all of them cannot.
        content = {field: self.random.choice(VALUES) for field in REQUESTS[kind]}
        message = self.kernel.session.msg(kind, {})
        content = json.dumps(content).encode()
        return [*(json.dumps(message[part], default=str).encode() for part in ("header", "parent_header", "metadata")), content]

    def wrong_types(self) -> list[bytes]:
        return signed(self.kernel, self.parts())

    def bad_json(self) -> list[bytes]:
        parts = self.parts()
        parts[self.random.randrange(4)] = self.random.choice(BAD_JSON)
        return signed(self.kernel, parts)

    def missing_frames(self) -> list[bytes]:
        whole = self.wrong_types()
        return whole[: self.random.randrange(1, len(whole))]

    def extra_frames(self) -> list[bytes]:
        huge = self.random.randbytes(self.random.choice([1, 255, 1 << 20 if self.random.random() < 0.1 else 300]))
        whole = self.wrong_types()
        return [huge, *whole] if self.random.random() < 0.5 else [*whole, huge, b"", DELIMITER]

    def wrong_signature(self) -> list[bytes]:
        whole = self.wrong_types()
        return [whole[0], self.random.choice([b"", whole[1][:7], whole[1][::-1], b"\x00" * 64, b"f" * 10_000]), *whole[2:]]

    def binary(self) -> list[bytes]:
        return [self.random.randbytes(self.random.randrange(200)) for _ in range(self.random.randrange(1, 9))]

    def wrong_header(self) -> list[bytes]:
        parts = self.parts()
        header = json.loads(parts[0])
        for field in self.random.sample(["msg_id", "msg_type", "session", "username", "date", "version", "subshell_id"], 2):
            header[field] = self.random.choice(VALUES)
        parts[0] = json.dumps(header).encode()
        return signed(self.kernel, parts)

    def replayed(self) -> list[bytes]:
        return self.last or self.binary()


@pytest.mark.parametrize("channel", ["shell", "control", "stdin"])
def test_ten_thousand_hostile_messages_are_survived_in_bounded_memory(own_kernel: Kernel, lang: type[Java], channel: str) -> None:
    kernel = own_kernel
    kernel.value(lang.assign("keptOverMalice", 3))
    malice = Malice(kernel, Random(SEED))
    before = kernel.process.memory_info().rss
    for i in range(ROUNDS):
        for _ in range(IN_A_ROUND):
            kernel.sockets[channel].send_multipart(malice.message())
        assert kernel.ask("kernel_info_request", channel="shell" if channel == "stdin" else channel)["status"] == "ok"
        if i % 10 == 9:
            assert kernel.value("keptOverMalice") == "3"
        kernel.strays.clear()
    assert kernel.process.memory_info().rss < before + (200 << 20)


@pytest.mark.parametrize(("channel", "kind"), [("iopub", zmq.XSUB), ("hb", zmq.DEALER)])
def test_whatever_comes_where_nothing_is_asked_for_is_survived(own_kernel: Kernel, channel: str, kind: int) -> None:
    random = Random(SEED)
    with own_kernel.stranger(channel, kind, sndtimeo=int(HANG * 1000)) as socket:
        for _ in range(10):
            for _ in range(IN_A_ROUND):
                start = random.choice([b"", b"\x00", b"\x01", b"\xff", DELIMITER])
                socket.send_multipart([start + random.randbytes(random.choice([0, 9, 3000]))] * random.randrange(1, 5))
                while socket.poll(0):
                    socket.recv_multipart()
            assert own_kernel.ask("kernel_info_request")["status"] == "ok"
    assert own_kernel.value("1 + 1") == "2"


@pytest.mark.parametrize("channel", ["shell", "control", "stdin"])
def test_frames_of_64_mib_are_survived(own_kernel: Kernel, channel: str) -> None:
    for frames in ([b"\x05" * HUGE], signed(own_kernel, [b"{}", b"{}", b"{}", b"[" * HUGE])):
        own_kernel.sockets[channel].send_multipart(frames)
        assert own_kernel.value("1 + 1") == "2"


def test_a_client_that_reads_nothing_neither_stops_the_kernel_nor_makes_it_grow(own_kernel: Kernel, lang: type[Java]) -> None:
    kernel = own_kernel
    with kernel.stranger("iopub", zmq.SUB, rcvhwm=1, rcvbuf=1 << 16) as deaf:
        await_that(lambda: kernel.ask("kernel_info_request") and deaf.poll(10), "it had subscribed")
        kernel.run(lang.many_lines(1000))
        before = kernel.process.memory_info().rss
        for _ in range(DEAF_ROUNDS):
            cell = kernel.run(lang.many_lines(DEAF_LINES))
            assert cell.status == "ok" and cell.text().count("\n") == DEAF_LINES
        assert kernel.process.memory_info().rss < before + (200 << 20)
    assert kernel.value("1 + 1") == "2"
