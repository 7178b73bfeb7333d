"""The Python peers of compare.py: peers.py PEER WORK ROUNDS prints one figure for each round."""
import asyncio
import gc
import os
import sys
import time

TIMERS = 100_000


def nanos(count, start):
    return (time.perf_counter() - start) / count * 1e9


def used():
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def with_greenlet(work):
    import greenlet

    if work != "switch-2":
        raise SystemExit("greenlet alone only switches")

    def other():
        switch = greenlet.getcurrent().parent.switch
        while True:
            switch()

    switch = greenlet.greenlet(other).switch
    start = time.perf_counter()
    for _ in range(200_000):
        switch()
    return nanos(400_000, start)


def with_gevent(work):
    import gevent
    from gevent.event import Event
    from gevent.queue import Queue

    def yields(count):
        sleep = gevent.sleep
        for _ in range(count):
            sleep(0)

    def nothing():
        pass

    def channel(capacity):
        queue = Queue(capacity)

        def produce():
            for i in range(100_000):
                queue.put(i)

        producer = gevent.spawn(produce)
        for _ in range(100_000):
            queue.get()
        producer.join()

    start = time.perf_counter()
    if work.startswith("switch-"):
        tasks = int(work[7:])
        gevent.joinall([gevent.spawn(yields, 400_000 // tasks) for _ in range(tasks)])
        return nanos(400_000, start)
    if work.startswith("spawn-"):
        count = {"100k": 100_000, "1M": 1_000_000}[work[6:]]
        gevent.joinall([gevent.spawn(nothing) for _ in range(count)])
        return nanos(count, start)
    if work == "parked-bytes":
        before, event = used(), Event()
        tasks = [gevent.spawn(event.wait) for _ in range(100_000)]
        gevent.sleep(0.05)
        after = used()
        event.set()
        gevent.joinall(tasks)
        return (after - before) / 100_000
    if work == "timers":
        cpu = time.process_time()
        gevent.joinall([gevent.spawn(gevent.sleep, 1) for _ in range(TIMERS)])
        return f"{(time.perf_counter() - start - 1) / TIMERS * 1e9} {(time.process_time() - cpu) / TIMERS * 1e9}"
    if work.startswith("channel-"):
        channel(int(work[8:]))
        return nanos(100_000, start)
    if work == "cancel-10k":
        tasks = [gevent.spawn(gevent.sleep, 1000) for _ in range(10_000)]
        gevent.sleep(0.01)
        start = time.perf_counter()
        gevent.killall(tasks)
        return nanos(10_000, start)
    if work == "gather-10k":
        [task.get() for task in gevent.joinall([gevent.spawn(lambda: 1) for _ in range(10_000)])]
        return nanos(10_000, start)
    raise SystemExit(work)


async def with_asyncio(work):
    sleep = asyncio.sleep

    async def yields(count):
        for _ in range(count):
            await sleep(0)

    async def one():
        return 1

    async def channel(capacity):
        queue = asyncio.Queue(capacity)

        async def produce():
            for i in range(100_000):
                await queue.put(i)

        producer = asyncio.create_task(produce())
        for _ in range(100_000):
            await queue.get()
        await producer

    start = time.perf_counter()
    if work.startswith("switch-"):
        tasks = int(work[7:])
        await asyncio.wait([asyncio.create_task(yields(400_000 // tasks)) for _ in range(tasks)])
        return nanos(400_000, start)
    if work.startswith("spawn-"):
        count = {"100k": 100_000, "1M": 1_000_000}[work[6:]]
        await asyncio.wait([asyncio.create_task(one()) for _ in range(count)])
        return nanos(count, start)
    if work == "parked-bytes":
        before, event = used(), asyncio.Event()
        tasks = [asyncio.create_task(event.wait()) for _ in range(100_000)]
        await sleep(0.05)
        after = used()
        event.set()
        await asyncio.wait(tasks)
        return (after - before) / 100_000
    if work == "timers":
        cpu = time.process_time()
        await asyncio.wait([asyncio.create_task(sleep(1)) for _ in range(TIMERS)])
        return f"{(time.perf_counter() - start - 1) / TIMERS * 1e9} {(time.process_time() - cpu) / TIMERS * 1e9}"
    if work.startswith("channel-"):
        await channel(int(work[8:]))
        return nanos(100_000, start)
    if work == "cancel-10k":
        tasks = [asyncio.create_task(sleep(1000)) for _ in range(10_000)]
        await sleep(0.01)
        start = time.perf_counter()
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        return nanos(10_000, start)
    if work == "gather-10k":
        await asyncio.gather(*[one() for _ in range(10_000)])
        return nanos(10_000, start)
    raise SystemExit(work)


def main(peer, work, rounds):
    for _ in range(int(rounds)):
        if peer == "greenlet":
            figure = with_greenlet(work)
        elif peer == "gevent":
            figure = with_gevent(work)
        else:
            import uvloop

            with asyncio.Runner(loop_factory=uvloop.new_event_loop if peer == "uvloop" else None) as runner:
                figure = runner.run(with_asyncio(work))
        print(figure, flush=True)


main(*sys.argv[1:])
