# SPDX-License-Identifier: Apache-2.0
# Makes a kernel that goes wrong smaller: statements go while it still goes wrong in the same way.
import re
from dataclasses import replace

from tree import BARRIER, Node, children, without

DECLARED = re.compile(r"\b(?:int|unsigned|float|short|size_t|long long|bool|char)\s+(\w+)\s*(?:=|\[)")
MOST = 24  # candidates in one program


def kind_of(fault):
    """What stays the same while it gets smaller."""
    return re.sub(r"^k\d+\.\d+ ", "", fault)[:12]


def smaller(kernel):
    """Kernels with one node less, the greatest first."""
    found = []
    for path, node in children(kernel.nodes):
        if node.keep and not (node.body and not node.head):
            continue
        nodes = without(kernel.nodes, path, [Node(BARRIER, keep=True)] if node.meets() else [])
        text = "\n".join(line for n in nodes for line in n.lines())
        gone = set(DECLARED.findall(node.text())) - set(DECLARED.findall(text))
        if any(re.search(rf"\b{name}\b", text) for name in gone):
            continue
        found.append((len(node.text()), replace(kernel, nodes=nodes)))
    if len(kernel.configs) > 1:
        for at in range(len(kernel.configs)):
            found.append((10 ** 6, replace(kernel, configs=[kernel.configs[at]])))
    return [k for _, k in sorted(found, key=lambda pair: -pair[0])]


def without_twins(nodes):
    """Of barriers in a row one is enough."""
    out = []
    for node in nodes:
        copy = Node(node.head, node.body and without_twins(node.body),
                    node.other and without_twins(node.other), node.keep, node.tail)
        if copy.body is None and copy.head == BARRIER and out and out[-1].head == BARRIER:
            continue
        out.append(copy)
    return out


def reduced(runner, kernel, fault, rounds=12):
    wanted = kind_of(fault)
    for _ in range(rounds):
        candidates = smaller(kernel)
        progress = False
        for start in range(0, len(candidates), MOST):
            part = [(f"k{k}", replace(c, name=c.name)) for k, c in
                    enumerate(candidates[start:start + MOST])]
            path = f"{runner.folder}/{runner.label}-try.cu"
            runner.write(path, part)
            faults = runner.faults(path, part)
            bad = [c for name, c in part if name in faults and kind_of(faults[name]) == wanted]
            if bad:
                kernel = replace(bad[0], nodes=without_twins(bad[0].nodes))
                progress = True
                break
        if not progress:
            break
    return kernel
