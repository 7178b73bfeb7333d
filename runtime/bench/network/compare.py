#!/usr/bin/env python3
"""Greenloom's servers and client beside their peers, in one run: throughput and, above all, CPU per request.

Needs: the runtime built (mvn -pl runtime package dependency:copy-dependencies), JDK 25 as JAVA_HOME, go, wrk, and a
Python with peers/requirements.txt. Only ratios inside one table count. --quick for a look.
"""
import argparse
import glob
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "target"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"nobody listens at {port}")


class Server:
    def __init__(self, command):
        self.port = free_port()
        self.process = subprocess.Popen([part.replace("PORT", str(self.port)) for part in command])
        wait_for(self.port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def wrk(server, seconds):
    command = ["wrk", "-t1", "-c64", f"-d{seconds}s", f"http://127.0.0.1:{server.port}/"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out:
        raise SystemExit(out)
    return next(int(line.split()[0]) for line in out.splitlines() if "requests in" in line)


def measure(commands, load, warm, seconds, rounds):
    """For each name: requests a second, CPU microseconds a request; the rounds are interleaved."""
    servers = {name: Server(command) for name, command in commands.items()}
    samples = {name: [] for name in commands}
    try:
        for server in servers.values():
            load(server, warm)
        for _ in range(rounds):
            for name, server in servers.items():
                start, used = time.perf_counter(), cpu(server.process.pid)
                count = load(server, seconds)
                spent = cpu(server.process.pid) - used
                samples[name].append((count / (time.perf_counter() - start), spent / count * 1e6))
    finally:
        for server in servers.values():
            server.__exit__()
    return {name: [statistics.median(column) for column in zip(*rows)] for name, rows in samples.items()}


def table(title, columns, rows):
    print(f"\n**{title}**\n\n| | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    ours = rows["Greenloom, fast"]
    for name, values in rows.items():
        ratios = [f"{value:,.1f} ({mine / value:.2f} ×)" for value, mine in zip(values, ours)]
        print(f"| {name} | " + " | ".join(ratios) + " |", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--echo", action="store_true", help="only the TCP echo")
    options.add_argument("--python", default=sys.executable)
    chosen = options.parse_args()
    warm, seconds, rounds = (3, 2, 1) if chosen.quick else (5, 3, 3)
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    path = ":".join([str(TARGET / "classes"), *glob.glob(str(TARGET / "dependency" / "*.jar"))])
    work = tempfile.mkdtemp()
    subprocess.run([java + "c", "-d", work, "-cp", path, *map(str, HERE.glob("*.java"))], check=True)
    subprocess.run(["go", "build", "-o", f"{work}/peer", str(HERE / "peers" / "hello.go")], check=True)
    flags = ["--add-opens", "java.base/java.lang=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx512m", "-cp", f"{path}:{work}"]
    peer, python = f"{work}/peer", [chosen.python, str(HERE / "peers" / "peers.py")]

    def ours(kind):
        return {f"Greenloom, {engine}": [java, *flags, "HelloServer", kind, "PORT", engine] for engine in ("fast", "portable")}

    def ping(server, length):
        command = [peer, "ping", f"127.0.0.1:{server.port}", str(length)]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    echo = ours("echo") | {"Go": [peer, "echo", "127.0.0.1:PORT"], "uvloop streams": [*python, "echo_uvloop", "PORT"],
                           "uvloop protocol": [*python, "echo_uvloop_protocol", "PORT"], "gevent": [*python, "echo_gevent", "PORT"]}
    table("TCP echo, 100 connections, 64 bytes", ["echoes/s", "CPU µs/echo"], measure(echo, ping, warm, seconds, rounds))
    if chosen.echo:
        return

    hello = ours("hello") | {"Go net/http": [peer, "hello", "127.0.0.1:PORT"]} | {
        name: [*python, f"hello_{name.split('.')[0]}", "PORT"] for name in ("aiohttp", "uvicorn", "gevent.pywsgi")}
    table("Hello server, 64 connections, wrk", ["requests/s", "CPU µs/request"],
          measure(hello, wrk, warm, seconds, rounds))

    with Server([peer, "delay", "127.0.0.1:PORT"]) as server:
        url = f"http://127.0.0.1:{server.port}/"
        clients = {"Greenloom, fast": [java, *flags, "FanOut", "greenloom", url, "26"],
                   "Go": [peer, "fanout", url[7:-1], "12"], "aiohttp": [*python, "fanout", url, "12"],
                   "HttpClient": [java, *flags, "FanOut", "httpclient", url, "26"]}
        rows = {}
        for name, command in clients.items():
            out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            samples = [tuple(map(float, line.split())) for line in out.splitlines()]
            warm_ones = samples[-len(samples) // 3:]
            rows[name] = [*(statistics.median(column) for column in zip(*warm_ones)), *samples[0]]
        table("Client, 1 000 requests of 50 ms, 100 at once", ["warm ms", "warm CPU ms", "cold ms", "cold CPU ms"], rows)


if __name__ == "__main__":
    main()
