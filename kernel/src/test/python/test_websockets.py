"""WebSockets of cells, with somebody else's at the other end: Python's websockets."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.sync.server import ServerConnection, serve

from conftest import Shared
from kernels import Kernel

pytestmark = pytest.mark.needs("the network")

SERVER = """
import greenloom.web.*;
var closes = new Channel<String>(10);
WebApp app = new WebApp().webSocket("/echo", ws -> {
    for (Message m : ws) {
        if (m.isText()) ws.send(m.text()); else ws.send(m.bytes());
    }
}).webSocket("/closing", ws -> {
    for (Message m : ws) { }
    closes.put(ws.closeCode() + " " + ws.closeReason());
}).webSocket("/bye", ws -> ws.close(4001, "enough"));
WebServer server = app.start("127.0.0.1", 0);
server.port()
"""

CLIENT = """
import greenloom.web.*;
String talk(int port) throws Exception {
    try (ClientSession session = new ClientSession();
            WebSocket ws = session.webSocket("ws://127.0.0.1:" + port + "/")) {
        ws.send("grüße 🙂");
        String text = ws.receive().text();
        ws.send(new byte[1 << 20]);
        int size = ws.receive().size();
        ws.send("close");
        Message none = ws.receive();
        return text + " " + size + " " + none + " " + ws.closeCode() + " " + ws.closeReason();
    }
}
"""


@pytest.fixture(scope="module")
def port(shared: Shared) -> int:
    return int(shared.running().value(SERVER))


@pytest.fixture
def client(port: int) -> Iterator[ClientConnection]:
    with connect(f"ws://127.0.0.1:{port}/echo", max_size=None, close_timeout=10) as ws:
        yield ws


def test_texts_and_bytes_come_back_as_they_were(client: ClientConnection) -> None:
    for message in ["", "x", "grüße 🙂", b"", b"\x00\xff", "a" * 125, "b" * 126, "c" * 65536, bytes(16 << 20)]:
        client.send(message)
        assert client.recv(timeout=60) == message


def test_a_message_in_pieces_comes_back_whole(client: ClientConnection) -> None:
    client.send(["grü", "", "ße", " 🙂"])
    assert client.recv(timeout=60) == "grüße 🙂"
    client.send([b"\x01", b"\x02"])
    assert client.recv(timeout=60) == b"\x01\x02"


def test_a_ping_is_answered_between_messages(client: ClientConnection) -> None:
    assert client.ping(b"still there?").wait(60)
    client.send("after it")
    assert client.recv(timeout=60) == "after it"


def test_a_text_that_is_no_utf_8_closes_with_1007(client: ClientConnection) -> None:
    client.send(b"\xce\xba\xff", text=True)
    with pytest.raises(ConnectionClosed) as closed:
        client.recv(timeout=60)
    assert closed.value.rcvd.code == 1007


@pytest.mark.parametrize(("code", "reason"), [(1000, ""), (1001, "going"), (3000, "grüße"), (4999, "x" * 120)])
def test_the_server_hears_why_its_client_closes(port: int, kernel: Kernel, code: int, reason: str) -> None:
    with connect(f"ws://127.0.0.1:{port}/closing") as ws:
        ws.close(code, reason)
    assert ws.close_code == code
    assert kernel.value("closes.get()") == f'"{code} {reason}"'


def test_the_client_hears_why_its_server_closes(port: int) -> None:
    with connect(f"ws://127.0.0.1:{port}/bye") as ws, pytest.raises(ConnectionClosed) as closed:
        ws.recv(timeout=60)
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4001, "enough")


def test_a_cell_is_a_client_too(kernel: Kernel) -> None:
    def echo(ws: ServerConnection) -> None:
        for message in ws:
            if message == "close":
                ws.close(4002, "as you wish")
            else:
                ws.send(message)

    with serve(echo, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.socket.getsockname()[1]
        kernel.value(CLIENT)
        assert kernel.value(f"talk({port})") == '"grüße 🙂 1048576 null 4002 as you wish"'
        server.shutdown()
