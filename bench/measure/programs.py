# SPDX-License-Identifier: Apache-2.0
"""Builds the variants of every kernel, and talks to the running programs."""

import os
import re
import shlex
import struct
import subprocess
import tempfile
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent


class Failure(Exception):
    """Something that the user has to read; not a bug of ours."""


class Toolchain:
    """spncc, and the compiler with the flags that spncc itself uses for kernels."""

    def __init__(self, prefix, compiler):
        self.spncc = Path(prefix) / "bin" / "spncc"
        if not self.spncc.exists():
            raise Failure(f"{self.spncc} is missing; build Sampan first, or name its --prefix")
        self.chosen = ["-ccbin", compiler] if compiler else []
        self.compiler, self.flags = self._ask()

    def _ask(self):
        """What spncc would call: the twins must not get other flags than the kernels."""
        source = BENCH / "kernels" / "saxpy" / "cuda.cu"
        command = self.cuda_command(source, Path("x")) + ["--dryrun"]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        for line in (answer.stderr + answer.stdout).splitlines():
            words = shlex.split(line[2:].strip()) if line.startswith("#$") else []
            if "-c" in words and "-x" in words:
                kept = [w for w in words if re.match(r"-(std=|O|m|f)", w)]
                drop = ("-ffile-prefix-map", "-frandom-seed", "-fdiagnostics")
                return words[0], [w for w in kept if not w.startswith(drop)]
        raise Failure("spncc --dryrun does not say how it compiles:\n" + answer.stderr)

    def cuda_command(self, source, program, more=()):
        return [str(self.spncc), *self.chosen, "-O3", "-std=c++17", *more, f"-I{BENCH}",
                str(source), "-o", str(program)]

    def openmp_command(self, source, program):
        return [self.compiler, *self.flags, "-std=gnu++17", "-fopenmp", f"-I{BENCH}", str(source),
                "-o", str(program)]


class Variant:
    """One way to run one kernel: a program and its environment."""

    def __init__(self, name, program, environment=None, command=None):
        self.name = name
        self.program = program
        self.environment = environment or {}
        self.command = command

    def with_environment(self, name, environment):
        """The same program, started otherwise."""
        return Variant(name, self.program, {**self.environment, **environment})


class Kernel:
    def __init__(self, name, variants):
        self.name = name
        self.variants = variants


def kernels_in(folder, toolchain, build, fibres, more=()):
    """The kernels below a folder, by name, each with its variants; nothing is built yet. `more`
    are further options for the CUDA programs."""
    found = []
    for directory in sorted(p for p in (BENCH / folder).iterdir() if p.is_dir()):
        name = directory.name
        cuda = build / f"{name}.cuda"
        variants = [Variant("sampan", cuda, {},
                            toolchain.cuda_command(directory / "cuda.cu", cuda, more))]
        if fibres:
            variants.append(Variant("fibre", cuda, {"SAMPAN_HOST_LOWERING": "fibre"}))
        for source in sorted(directory.glob("openmp*.cpp")):
            program = build / f"{name}.{source.stem}"
            variants.append(Variant(source.stem, program, {},
                                    toolchain.openmp_command(source, program)))
        found.append(Kernel(name, variants))
    return found


def compile_all(kernels, limits, toolchain, jobs, say):
    """Builds every program, a few at a time."""
    limits.parent.mkdir(parents=True, exist_ok=True)
    waiting = [toolchain.openmp_command(BENCH / "harness" / "limits.cpp", limits)]
    waiting += [v.command for k in kernels for v in k.variants if v.command]
    running = []
    while waiting or running:
        while waiting and len(running) < jobs:
            command = waiting.pop(0)
            say(f"building {Path(command[-1]).name}")
            # A file, because a full pipe would stop the compiler.
            log = tempfile.TemporaryFile(mode="w+")
            running.append((command, log, subprocess.Popen(command, stdout=log, stderr=log)))
        command, log, process = running.pop(0)
        failed = process.wait() != 0
        log.seek(0)
        said = log.read()
        # What would be measured then is not what the table says.
        if failed or "the loop form of" in said:
            for _, _, other in running:
                other.wait()
            raise Failure(f"cannot build:\n  {shlex.join(command)}\n{said}")


class Server:
    """A started program that runs its kernel when told to."""

    def __init__(self, program, arguments, environment, threads):
        # Waiting threads must sleep: spinning would count as processor time, and take processors
        # from the variant whose turn it is.
        threading = {"SAMPAN_THREADS": str(threads), "OMP_NUM_THREADS": str(threads),
                     "OMP_WAIT_POLICY": "passive", "OMP_DYNAMIC": "false", "KMP_BLOCKTIME": "0"}
        self.program = program
        if not Path(program).exists():
            raise Failure(f"{program} is not built")
        self.process = subprocess.Popen([str(program), *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, **threading, **environment})

    def ask(self, request):
        try:
            self.process.stdin.write(request + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise Failure(f"{self.program} ended early (exit code {self.process.wait()})")
        return answer.split()

    def numbers(self, request):
        return [float(word) for word in self.ask(request)]

    def result(self):
        with tempfile.NamedTemporaryFile() as file:
            self.ask(f"check {file.name}")
            data = Path(file.name).read_bytes()
        return struct.unpack(f"{len(data) // 8}d", data)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
