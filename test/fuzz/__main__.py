# SPDX-License-Identifier: Apache-2.0
# Random kernels, run as loops over the threads and thread by thread: whatever differs is a defect.
#   python3 test/fuzz --prefix PREFIX [--seed N] [--kernels N] [--batches N] [--minutes N]
#                     [--option FLAG]... [--keep FOLDER] [--focus METHOD] [--no-reduce]
import argparse
import os
import random
import sys
import tempfile
import time

from compare import Runner
from kernel import Generator
from reduce import reduced

# Most faults show without optimisation, which takes a quarter of the time; those of loops that are
# called independent and are not show with it.
ROTATION = [["-O0"], ["-O3"], ["-O0"], ["-O0"], ["-O3", "-ccbin=clang++-22"]]


def kernels_of(seed, count, focus):
    return [(f"k{k}", Generator(random.Random(f"{seed}.{k}"), f"k{k}", focus).make())
            for k in range(count)]


def report(runner, kernels, faults, folder, reduce):
    for name, kernel in kernels:
        if name not in faults:
            continue
        print(f"  {name}: {faults[name]}", flush=True)
        small = reduced(runner, kernel, faults[name]) if reduce else kernel
        path = os.path.join(folder, f"{runner.label}-{name}.cu")
        runner.write(path, [(name, small)])
        print(f"  -> {path}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--prefix", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kernels", type=int, default=30)
    parser.add_argument("--batches", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--option", action="append", default=[])
    parser.add_argument("--keep", default="")
    parser.add_argument("--focus", default="", help="one method of patterns.py or idioms.py")
    parser.add_argument("--no-reduce", action="store_true")
    parser.add_argument("--least-loops", type=float, default=0.9)
    arguments = parser.parse_args()
    folder = arguments.keep or tempfile.mkdtemp(prefix="sampan-fuzz-")
    os.makedirs(folder, exist_ok=True)
    end = time.monotonic() + 60 * arguments.minutes
    bad = 0
    for seed in range(arguments.seed, arguments.seed + arguments.batches):
        if time.monotonic() > end:
            break
        options = arguments.option or [*ROTATION[seed % len(ROTATION)]]
        runner = Runner(arguments.prefix, folder, options, f"s{seed}")
        kernels = kernels_of(seed, arguments.kernels, arguments.focus)
        faults, fibres = runner.check(kernels)
        loops = len(kernels) - len(fibres)
        print(f"seed {seed}: {len(kernels)} kernels, {loops} as loops, {len(faults)} faults "
              f"({' '.join(options)})", flush=True)
        for name, reason in fibres.items():
            print(f"  {name} stays on fibres: {reason}", flush=True)
        report(runner, kernels, faults, folder, not arguments.no_reduce)
        bad += bool(faults)
        if loops < arguments.least_loops * len(kernels):
            print("  too few became loops: this compares fibres with fibres")
            bad += 1
    return 1 if bad else 0


sys.exit(main())
