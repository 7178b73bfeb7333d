#!/usr/bin/env python3
"""Generators and greenlets in CPython: a line of nanoseconds each. peers.py generator|next|yield_from|create|greenlet ROUNDS"""
import sys
import time

OPERATIONS = 1_000_000


def echo():
    value = 0
    while True:
        value = yield value


def sends():
    generator = echo()
    next(generator)
    send = generator.send
    start = time.perf_counter_ns()
    for i in range(OPERATIONS):
        send(i)
    return (time.perf_counter_ns() - start) / OPERATIONS


def numbers():
    i = 0
    while True:
        yield i & 127
        i += 1


def deep(depth):
    if depth > 1:
        yield from deep(depth - 1)
    else:
        yield from numbers()


def nexts_of(generator):
    start = time.perf_counter_ns()
    for _ in range(OPERATIONS):
        next(generator)
    return (time.perf_counter_ns() - start) / OPERATIONS


def creations():
    start = time.perf_counter_ns()
    for _ in range(OPERATIONS):
        next(numbers())
    return (time.perf_counter_ns() - start) / OPERATIONS


def switches():
    from greenlet import getcurrent, greenlet

    main = getcurrent()

    def run(value):
        switch = main.switch
        while True:
            value = switch(value)

    other = greenlet(run)
    switch = other.switch
    start = time.perf_counter_ns()
    for i in range(OPERATIONS):
        switch(i)
    return (time.perf_counter_ns() - start) / OPERATIONS


WHAT = {
    "generator": sends,
    "greenlet": switches,
    "next": lambda: nexts_of(numbers()),
    "yield_from": lambda: nexts_of(deep(9)),  # and numbers() is the tenth
    "create": creations,
}

for _ in range(int(sys.argv[2])):
    print(f"{WHAT[sys.argv[1]]():.1f}", flush=True)
