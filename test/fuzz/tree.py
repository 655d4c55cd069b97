# SPDX-License-Identifier: Apache-2.0
# Statements as a tree, so that a kernel that goes wrong can be made smaller: a node goes as a whole,
# and where threads met inside of it a barrier stays, on which its neighbours may rely.
import re

BARRIER = "__syncthreads();"


class Node:
    """A statement, or a head with a block; `group` has neither head nor braces of its own."""

    def __init__(self, head="", body=None, other=None, keep=False, tail=""):
        self.head, self.body, self.other, self.keep, self.tail = head, body, other, keep, tail

    def lines(self, indent=1):
        pad = "  " * indent
        if self.body is None:
            return [pad + self.head]
        if not self.head:
            return [line for node in self.body for line in node.lines(indent)]
        out = [f"{pad}{self.head} {{"]
        for node in self.body:
            out += node.lines(indent + 1)
        if self.other is not None:
            out.append(pad + "} else {")
            for node in self.other:
                out += node.lines(indent + 1)
        out.append(pad + "}" + self.tail)
        return out

    def text(self):
        return "\n".join(self.lines())

    def meets(self):
        return bool(re.search(r"__syncthreads|\bsync\(\)|/\*meets\*/", self.text()))


def children(nodes, path=()):
    """Paths to all nodes, outer ones and later ones first."""
    for at in reversed(range(len(nodes))):
        node = nodes[at]
        yield path + (at,), node
        for part in ("body", "other"):
            inner = getattr(node, part)
            if inner:
                yield from children(inner, path + (at, part))


def without(nodes, path, replacement):
    """A copy of the list in which the node at `path` is replaced by other nodes."""
    at = path[0]
    if len(path) == 1:
        return nodes[:at] + replacement + nodes[at + 1:]
    node, part = nodes[at], path[1]
    copy = Node(node.head, node.body, node.other, node.keep, node.tail)
    setattr(copy, part, without(getattr(node, part), path[2:], replacement))
    return nodes[:at] + [copy] + nodes[at + 1:]
