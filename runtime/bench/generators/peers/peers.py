#!/usr/bin/env python3
"""Sends to a generator and switches of a greenlet in CPython: a line of nanoseconds each. peers.py generator|greenlet ROUNDS"""
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


for _ in range(int(sys.argv[2])):
    print(f"{sends() if sys.argv[1] == 'generator' else switches():.1f}", flush=True)
