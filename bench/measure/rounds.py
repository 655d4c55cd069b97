# SPDX-License-Identifier: Apache-2.0
"""Measures one kernel: first whether all variants agree, then in rounds, each variant in turn."""

import statistics

from programs import Failure, Server

# One turn of a variant lasts at least so long, so that the clock and the switch do not count.
TURN_NS = 25e6


class Samples:
    """Times of one variant in nanoseconds per run."""

    def __init__(self):
        self.cpu, self.wall = [], []

    def summary(self):
        return {clock: {"median_ns": statistics.median(values), "least_ns": min(values),
                        "spread": spread(values)}
                for clock, values in (("cpu", self.cpu), ("wall", self.wall))}


def spread(values):
    """Half the distance between the quartiles, relative to the median."""
    if len(values) < 3:
        return 0.0
    low, _, high = statistics.quantiles(values, n=4)
    return (high - low) / 2 / statistics.median(values)


def disagreement(expected, found, tolerance):
    """None, or where and how two results differ."""
    if len(expected) != len(found):
        return f"{len(found)} values instead of {len(expected)}"
    if not expected:
        return "no values at all"
    # Sums that cancel have the error of what went in: the typical size counts too.
    typical = sum(abs(v) for v in expected) / len(expected)
    for i, (a, b) in enumerate(zip(expected, found)):
        if not abs(a - b) <= tolerance * max(abs(a), typical):
            return f"value {i} is {b!r} instead of {a!r}"
    return None


def check(kernel, servers, tolerance):
    """All variants give what the first hand-written one gives."""
    reference = next(v.name for v in kernel.variants if v.name.startswith("openmp"))
    expected = servers[reference].result()
    for name, server in servers.items():
        if name != reference:
            problem = disagreement(expected, server.result(), tolerance)
            if problem:
                raise Failure(f"{kernel.name}: {name} and {reference} disagree: {problem}")


def start(kernel, arguments, threads):
    return {v.name: Server(v.program, arguments, v.environment, threads) for v in kernel.variants}


def repetitions(server):
    """Runs per turn. The first run pays for pages and threads, so the second one tells."""
    server.ask("run 1")
    cpu, wall = server.numbers("run 1")
    return max(1, int(TURN_NS / max(cpu, wall, 1)))


def measure(kernel, threads, rounds, limits):
    """Samples per variant, and the work of the problem."""
    servers = start(kernel, [], threads)
    try:
        some = next(iter(servers.values()))
        work = dict(zip(("bytes", "flops", "footprint", "tolerance", "items"),
                        some.numbers("work")))
        check(kernel, servers, work["tolerance"])
        counts = {name: repetitions(server) for name, server in servers.items()}
        samples = {name: Samples() for name in servers}
        for _ in range(rounds):
            if limits:
                limits.take_turn(work)
            for name, server in servers.items():
                cpu, wall = server.numbers(f"run {counts[name]}")
                samples[name].cpu.append(cpu / counts[name])
                samples[name].wall.append(wall / counts[name])
    finally:
        for server in servers.values():
            server.close()
    return samples, work


class Limits:
    """The machine's limits, measured between the variants; the best counts."""

    def __init__(self, program, threads):
        self.server = Server(program, [], {}, threads)
        self.arithmetic = [0.0, 0.0]
        self.bandwidth = {}

    @staticmethod
    def _size(work):
        """Sizes within a factor of two share their measurements."""
        size = 4096
        while size < work["footprint"]:
            size *= 2
        return size

    def take_turn(self, work):
        if work["flops"]:
            self.arithmetic = list(map(max, self.arithmetic, self.server.numbers("arithmetic")))
        if work["bytes"]:
            size = self._size(work)
            found = self.server.numbers(f"bandwidth {size * 3 // 4}")
            self.bandwidth[size] = list(map(max, self.bandwidth.get(size, found), found))

    def nanoseconds(self, work):
        """The least processor and wall time that the work could take."""
        if not work["bytes"] and not work["flops"]:
            return None
        bandwidth = self.bandwidth[self._size(work)]
        return [max(work["bytes"] / b, work["flops"] / a if work["flops"] else 0) * 1e9
                for b, a in zip(bandwidth, self.arithmetic)]

    def close(self):
        self.server.close()
