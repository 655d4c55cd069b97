# SPDX-License-Identifier: Apache-2.0
# Builds a program of kernels and runs it in both forms, with one worker and several, and with blocks
# in another order.
import os
import re
import subprocess

from program import program

WAYS = {
    "fibres": {"SAMPAN_HOST_LOWERING": "fibre", "SAMPAN_THREADS": "1"},
    "loops": {"SAMPAN_THREADS": "1"},
    "loops, shuffled": {"SAMPAN_THREADS": "2", "SAMPAN_HOST_BLOCK_ORDER": "shuffle:5"},
    "fibres, shuffled": {"SAMPAN_HOST_LOWERING": "fibre", "SAMPAN_THREADS": "2",
                         "SAMPAN_HOST_BLOCK_ORDER": "shuffle:7"},
}


def run(command, seconds, **more):
    """Status and output; a status of its own when time runs out."""
    try:
        done = subprocess.run(command, timeout=seconds, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", **more)
        return done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        return 124, (late.stdout or b"").decode(errors="replace")


class Runner:
    def __init__(self, prefix, folder, options, label):
        self.prefix, self.folder, self.options, self.label = prefix, folder, options, label

    def write(self, path, kernels):
        with open(path, "w", encoding="utf-8") as file:
            file.write(program(kernels))

    def tool(self, name):
        return os.path.join(self.prefix, "bin", name)

    def check(self, kernels):
        """What is wrong with which kernel, and what keeps which of them on fibres."""
        path = os.path.join(self.folder, f"{self.label}.cu")
        self.write(path, kernels)
        faults = self.faults(path, kernels)
        status, output = run([self.tool("sampan"), "explain-kernel", path], 300)
        forms = dict(re.findall(r"\.cu:\d+:\d+: (\w+): ([\w ]+)", output))
        fibres = {}
        for name, _ in kernels:
            if status != 0 or name not in forms:
                faults.setdefault(name, f"explain-kernel ends with {status}: {output[-300:]}")
            elif forms[name] == "fibre":
                fibres[name] = re.search(rf": {name}: fibre: (.*)", output).group(1)
        return faults, fibres

    def faults(self, path, kernels):
        binary = path.removesuffix(".cu")
        command = [self.tool("spncc"), "-fmad=false", *self.options, "-o", binary, path]
        status, output = run(command, 1500, env=dict(os.environ, SAMPAN_CACHE_SIZE="0"))
        if status != 0:
            errors = [line for line in output.splitlines() if "error" in line] or [output[-500:]]
            named = [name for name, _ in kernels if re.search(rf"\b{name}\b", "\n".join(errors))]
            return dict.fromkeys(named or [kernels[0][0]],
                                 f"spncc ends with {status}: " + "\n".join(errors)[:500])
        refused = {}
        if "the loop form of" in output:
            named = set(re.findall(r"the loop form of the kernel '(\w+)", output))
            refused = {name: f"refused: {output[:500]}" for name, _ in kernels
                       if name in named or not named & {n for n, _ in kernels}}
        outputs = {way: run([binary], 120, env=dict(os.environ, **environment))
                   for way, environment in WAYS.items()}
        os.remove(binary)
        return self.differences(outputs, kernels, refused)

    def differences(self, outputs, kernels, refused):
        faults = dict(refused)
        tables = {way: dict(line.split(" ", 1) for line in output.splitlines() if " " in line)
                  for way, (_, output) in outputs.items()}
        for name, kernel in kernels:
            for at in range(len(kernel.configs)):
                launch = f"{name}.{at}"
                wanted = tables["fibres"].get(launch)
                for way, table in tables.items():
                    if table.get(launch) is None:
                        ended = outputs[way][0]
                        faults.setdefault(name, f"{launch} never ends or crashes ({ended}): {way}")
                    elif table[launch] != wanted:
                        faults.setdefault(name, f"{launch} differs: {way}")
            if name in faults and "crashes" in faults[name]:
                break  # those behind it have not run
        return faults
