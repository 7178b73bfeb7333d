"""The peers in Python: KIND PORT, or fanout URL ROUNDS."""
import asyncio
import resource
import sys
import time


def hello_aiohttp(port):
    from aiohttp import web

    async def hello(request):
        return web.Response(text="hello, world!")

    app = web.Application()
    app.router.add_get("/", hello)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


def hello_uvicorn(port):
    import uvicorn

    async def app(scope, receive, send):
        if scope["type"] == "http":
            headers = [(b"content-type", b"text/plain"), (b"content-length", b"13")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"hello, world!"})

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False, loop="uvloop", http="httptools")


def hello_gevent(port):
    from gevent.pywsgi import WSGIServer

    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "13")])
        return [b"hello, world!"]

    WSGIServer(("127.0.0.1", port), app, log=None).serve_forever()


def echo_uvloop(port):
    import uvloop

    async def echo(reader, writer):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()

    async def main():
        server = await asyncio.start_server(echo, "127.0.0.1", port)
        await server.serve_forever()

    uvloop.run(main())


def echo_uvloop_protocol(port):
    import uvloop

    class Echo(asyncio.Protocol):
        def connection_made(self, transport):
            self.transport = transport

        def data_received(self, data):
            self.transport.write(data)

    async def main():
        server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", port)
        await server.serve_forever()

    uvloop.run(main())


def echo_gevent(port):
    from gevent.server import StreamServer

    def echo(socket, address):
        while data := socket.recv(1 << 16):
            socket.sendall(data)

    StreamServer(("127.0.0.1", port), echo).serve_forever()


async def fanout(url, rounds):
    import aiohttp

    def cpu():
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime

    async with aiohttp.ClientSession() as session:
        async def get(slots):
            async with slots, session.get(url) as response:
                return await response.read()

        for _ in range(rounds):
            start, used = time.perf_counter(), cpu()
            slots = asyncio.Semaphore(100)
            await asyncio.gather(*(get(slots) for _ in range(1000)))
            print(f"{(time.perf_counter() - start) * 1e3:.1f} {(cpu() - used) * 1e3:.1f}", flush=True)


if sys.argv[1] == "fanout":
    asyncio.run(fanout(sys.argv[2], int(sys.argv[3])))
else:
    globals()[sys.argv[1]](int(sys.argv[2]))
