# SPDX-License-Identifier: Apache-2.0
# Names as people choose them: the same one in loops side by side, one that hides another further out,
# and macros in the place of calls. The generator itself gives every variable a name of its own.
import re

from tree import Node

DECLARED = re.compile(r"\b(?:int|unsigned|float|short|size_t|long long|bool|char)\s+([a-z]+\d+[a-z]*)\b"
                      r"\s*(?:=|;|\[)")
MACROS = """#define FN_MIN(x, y) ((x) < (y) ? (x) : (y))
#define FN_MAX(x, y) ((x) > (y) ? (x) : (y))
#define FN_SYNC() __syncthreads()
#define FN_THREAD threadIdx.x
#define FN_BELOW(x, y) ((x) < (y))"""


def declared_by(node):
    """Names that are known inside the node only."""
    found = DECLARED.findall(node.head) if node.body is not None else []
    return found + [name for inner in flat(node.body or []) + flat(node.other or [])
                    for name in (DECLARED.findall(inner.head) if inner.body is None else [])]


def flat(nodes):
    """Statements of one scope: what groups hold, too."""
    out = []
    for node in nodes:
        out += flat(node.body) if node.body is not None and not node.head else [node]
    return out


def replaced(node, old, new):
    change = lambda nodes: nodes and [replaced(n, old, new) for n in nodes]
    word = rf"\b{old}\b"
    return Node(re.sub(word, new, node.head), change(node.body), change(node.other), node.keep,
                re.sub(word, new, node.tail))


def renamed(nodes, random, outer=(), depth=0):
    """The same statements, in which names are used again."""
    out = []
    mine = [name for node in flat(nodes) for name in DECLARED.findall(node.head) if node.body is None]
    known = [*outer, *mine]
    for node in nodes:
        if node.body is None or "switch" in node.head:
            out.append(node)
            continue
        if not node.head:
            node.body = renamed(node.body, random, known, depth)
            out.append(node)
            continue
        inner = declared_by(node)
        if len(set(inner)) == len(inner):
            for at, name in enumerate(inner):
                text = node.text()
                free = [o for o in known if not re.search(rf"\b{o}", text)]
                new = f"{re.sub(r'[0-9].*', '', name)}_{depth}_{at}"
                if free and random.random() < 0.3:
                    new = random.choice(free)
                if not re.search(rf"\b{new}\b", text) and not re.search(rf"\b{name}\w", text):
                    node = replaced(node, name, new)
        names = [*known, *declared_by(node)]
        node.body = renamed(node.body, random, names, depth + 1)
        if node.other:
            node.other = renamed(node.other, random, names, depth + 1)
        out.append(node)
    return out


def with_macros(line):
    """A line with macros; operations of warps must not be written twice."""
    if "_sync(" in line or "tile." in line or "cg::" in line or "FN_" in line:
        return line
    line = re.sub(r"\bmin\(", "FN_MIN(", re.sub(r"\bmax\(", "FN_MAX(", line))
    line = re.sub(r"^(\s*)__syncthreads\(\);", r"\1FN_SYNC();", line)
    line = re.sub(r"\((\w+) < (\w+)\)", r"FN_BELOW(\1, \2)", line)
    return re.sub(r"\bthreadIdx\.x\b", "FN_THREAD", line)
