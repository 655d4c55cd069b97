# SPDX-License-Identifier: Apache-2.0
"""Builds and runs the benchmark; prints ratios. Times decide nothing: the exit code is 1 only when
something does not build or results differ."""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import scaling  # noqa: E402
import table  # noqa: E402
from programs import BENCH, Failure, Toolchain, compile_all, kernels_in  # noqa: E402
from rounds import Limits, check, measure, start  # noqa: E402

MEETING = re.compile(r"__syncthreads|__shfl|__ballot|__any|__all|__reduce|cooperative_groups")


def parse():
    parser = argparse.ArgumentParser(prog="bench/run.sh", description=__doc__)
    parser.add_argument("--prefix", help="where Sampan is built or installed")
    parser.add_argument("--build", type=Path, help="folder for the programs")
    parser.add_argument("--compiler", help="host compiler, as for spncc -ccbin (default: spncc's)")
    parser.add_argument("--rounds", type=int, default=9, help="turns per variant (default 9)")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)),
                        help="threads of every variant (default: all processors)")
    parser.add_argument("--kernels", default="", help="only kernels that match this pattern")
    parser.add_argument("--no-fibres", action="store_true", help="leave the fibre form out")
    parser.add_argument("--no-build", action="store_true",
                        help="take the programs that an earlier run left in --build")
    parser.add_argument("--check", action="store_true",
                        help="small sizes, no times: only whether all variants agree")
    parser.add_argument("--scaling", action="store_true",
                        help="one thread against --threads and against four times as many, also "
                             "for programs with uneven blocks, threads or OpenMP of their own")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures there")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)),
                        help="compilers at the same time")
    return parser.parse_args()


def say(text):
    print(text, file=sys.stderr, flush=True)


def machine(toolchain, threads):
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    version = subprocess.run([toolchain.compiler, "--version"], capture_output=True, text=True,
                             check=True).stdout.splitlines()[0]
    return {"processor": model, "processors": len(os.sched_getaffinity(0)),
            "architecture": platform.machine(), "threads": threads, "compiler": version,
            "flags": toolchain.flags, "load_before": os.getloadavg()}


def conditions(facts, options):
    """Where and how the figures were measured."""
    return (f"{facts['processor']}, {facts['threads']} threads of {facts['processors']} processors, "
            f"load {facts['load_before'][0]:.1f} before and {facts['load_after'][0]:.1f} after\n"
            f"{facts['compiler']}; {' '.join(facts['flags'])}\n"
            f"{options.rounds} rounds, variants in turn; medians")


def write_json(options, figures):
    if options.json:
        everything = {**figures, "rounds": options.rounds, "date": time.strftime("%F")}
        options.json.write_text(json.dumps(everything, indent=1) + "\n")


def with_barriers(kernels):
    return {k.name for k in kernels
            if MEETING.search((BENCH / "kernels" / k.name / "cuda.cu").read_text())}


def measure_all(kernels, limits, options):
    rows = []
    for kernel in kernels:
        say(f"measuring {kernel.name}")
        samples, work = measure(kernel, options.threads, options.rounds, limits)
        rows.append(table.row(kernel.name, samples, work, limits.nanoseconds(work)))
    return rows


def report_scaling(kernels, options, toolchain):
    facts = machine(toolchain, options.threads)
    rows = []
    for kernel in kernels:
        say(f"measuring {kernel.name}")
        scaling.spread_out(kernel, options.threads)
        samples, _ = measure(kernel, options.threads, options.rounds, None)
        rows.append(scaling.row(kernel.name, samples, options.threads))
    facts["load_after"] = os.getloadavg()
    print(conditions(facts, options))
    print("wall time and processor time relative to one thread")
    print("\n".join(scaling.lines(rows, options.threads)))
    write_json(options, {"machine": facts, "scaling": rows})


def check_all(kernels, threads):
    for kernel in kernels:
        servers = start(kernel, ["small"], threads)
        try:
            tolerance = next(iter(servers.values())).numbers("work")[3]
            check(kernel, servers, tolerance)
        finally:
            for server in servers.values():
                server.close()
        print(f"{kernel.name}: {', '.join(servers)} agree")


def report(kernels, launches, options, toolchain, limits_program):
    facts = machine(toolchain, options.threads)
    limits = Limits(limits_program, options.threads)
    rows = measure_all(kernels, limits, options)
    launch_rows = measure_all(launches, limits, options)
    limits.close()
    facts["load_after"] = os.getloadavg()
    print(conditions(facts, options) + "; spread is half the distance between the quartiles")
    figures = table.summary(rows, with_barriers(kernels)) if rows else {}
    for clock, title in (("cpu", "processor time"), ("wall", "wall time")):
        print(f"\n== {title}")
        if rows:
            print("\n".join(table.kernel_lines(rows, clock)))
            print("\n".join(table.summary_lines(figures, clock)))
        if launch_rows:
            print("\n".join(["", *table.launch_lines(launch_rows, clock)]))
    write_json(options, {"machine": facts, "arithmetic_per_second": limits.arithmetic,
                         "bandwidth_per_second": limits.bandwidth, "kernels": rows,
                         "launches": launch_rows, "summary": figures})


def main():
    options = parse()
    root = BENCH.parent
    prefix = options.prefix or root / "build" / "release" / "prefix"
    build = (options.build or root / "build" / "bench").resolve()
    try:
        toolchain = Toolchain(prefix, options.compiler)
        fibres = not options.no_fibres and not options.scaling
        kernels = kernels_in("kernels", toolchain, build, fibres)
        launches = kernels_in("launch", toolchain, build, False)
        for launch in launches:
            launch.variants.insert(1, launch.variants[0].with_environment(
                "sampan, stream threads", {"SAMPAN_STREAMS": "threads"}))
        shared = kernels_in("scaling", toolchain, build, False, ("-Xcompiler", "-fopenmp"))
        if options.scaling:
            if options.threads < 2:
                raise Failure("--scaling compares with one thread; give --threads more")
            kernels, launches = kernels + shared, []
        elif options.check:
            kernels += shared
        chosen = re.compile(options.kernels)
        kernels = [k for k in kernels if chosen.search(k.name)]
        launches = [k for k in launches if chosen.search(k.name)]
        if not kernels and not launches:
            raise Failure(f"no kernel matches '{options.kernels}'")
        limits = build / "limits"
        if not options.no_build:
            compile_all(kernels + launches, limits, toolchain, options.jobs, say)
        if options.check:
            check_all(kernels + launches, options.threads)
        elif options.scaling:
            report_scaling(kernels, options, toolchain)
        else:
            report(kernels, launches, options, toolchain, limits)
    except Failure as failure:
        say(f"bench: {failure}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
