"""Python's pools of processes: peers.py fork|spawn|loky ROUNDS. Prints a name and a number a line."""

import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor

TASKS, MEGABYTES, WORKERS = 1000, 100, 2


def square(n: int) -> int:
    return n * n


def size(data: bytes) -> int:
    return len(data)


def zeros(megabytes: int) -> bytes:
    return bytes(megabytes << 20)


def pool(how: str, workers: int):
    if how == "loky":
        from loky import ProcessPoolExecutor as Loky

        return Loky(workers)
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(how))


def tell(what: str, number: float) -> None:
    print(f"{what}={number:.3f}", flush=True)


def small(executor) -> float:
    start = time.perf_counter()
    for future in [executor.submit(square, n) for n in range(TASKS)]:
        future.result()
    return (time.perf_counter() - start) * 1e6 / TASKS


def memory(executor) -> float:
    sizes = []
    for pid in executor._processes:
        with open(f"/proc/{pid}/status") as status:
            sizes += [int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS")]
    return sum(sizes) / len(sizes)


def main(how: str, rounds: int) -> None:
    for _ in range(rounds):
        start = time.perf_counter()
        with pool(how, 1) as executor:
            executor.submit(square, 1).result()
            tell("first result ms", (time.perf_counter() - start) * 1e3)
    with pool(how, WORKERS) as executor:
        for _ in range(10):
            small(executor)
        for _ in range(rounds):
            tell("small task us", small(executor))
        tell("memory MB", memory(executor))
    data = bytes(MEGABYTES << 20)
    with pool(how, 1) as executor:
        for _ in range(2):
            executor.submit(size, data).result()
            executor.submit(zeros, MEGABYTES).result()
        for _ in range(rounds):
            start = time.perf_counter()
            executor.submit(size, data).result()
            between = time.perf_counter()
            executor.submit(zeros, MEGABYTES).result()
            tell("argument us/MB", (between - start) * 1e6 / MEGABYTES)
            tell("result us/MB", (time.perf_counter() - between) * 1e6 / MEGABYTES)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
