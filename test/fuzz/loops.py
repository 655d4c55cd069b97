# SPDX-License-Identifier: Apache-2.0
# Loops in which a place in the grid meets a counter: stencils with a radius, sums over a plane, loops
# in loops, values of their own in arrays.
from tree import Node


class Loops:
    """Part of a kernel's generator: more of what Patterns has."""

    def counted(self, k):
        """The head of a loop that all threads take alike."""
        random = self.random
        last = random.choice(["3", "4", "(int)c % 9", "17", "(int)gridDim.x"])
        kind = self.type(["int", "int", "unsigned", "long long"])
        return random.choice([
            f"for ({kind} {k} = 0; {k} < {last}; ++{k})",
            f"for (int {k} = -3; {k} <= 3; ++{k})",
            f"for (int {k} = {last}; {k} >= 0; --{k})",
            f"for ({kind} {k} = 1; {k} < 20; {k} *= 2)",
            f"for (int {k} = blockIdx.x; {k} < 13; {k} += 3)"])

    def condition_on(self, i, k):
        """Something of a place and a counter."""
        random = self.random
        bound = self.bound()
        return random.choice([
            f"{i} + {k} < {bound.text}", f"{i} >= {k}", f"{i} % 5 != {k}", f"{k} % 2 == 0",
            f"{k} > 1 && {i} > 2", f"(int){i} - (int){k} > 0", f"{i} + {k} >= 2 && {i} < {bound.text}",
            f"{k} != 2", f"(unsigned)({i} + {k}) < (unsigned){bound.text}", self.guard().text])

    def place_with(self, i, k):
        """An element near a place, by a counter."""
        random = self.random
        bound = self.bound().text
        sum = random.choice([f"(int)({i} + {k})", f"(int){i} - (int){k}", f"(int)({i}) + 2 * (int){k}"])
        index = random.choice([
            f"min(max({sum}, 0), (int){bound} - 1)", f"max(min({sum}, (int){bound} - 1), 0)",
            f"({sum} < 0 ? 0 : {sum} >= (int){bound} ? (int){bound} - 1 : {sum})",
            f"(({sum} + 64) % (int){bound})", f"({sum} & 1023)", f"({sum} < 0 ? -({sum}) : {sum})",
            f"(({i} / (unsigned)c * 16 + {k} + 4) & 4095)", f"(({i} * 32 + {k} + 3) & 8191)"])
        return f"{random.choice(['a', 'a', 'b'])}[{index}]"

    def radius(self):
        random = self.random
        s, k, j = self.name("x"), self.name("k"), self.name("k")
        i = self.place().text
        head = self.counted(k)
        body = []
        if random.random() < 0.3:
            body.append(Node(f"if ({self.condition_on(i, k)}) "
                             f"{random.choice(['continue', 'break'])};"))
        add = Node(f"{s} += (unsigned){self.place_with(i, k)} * ({k} + 5);")
        body.append(Node(f"if ({self.condition_on(i, k)})", [add]) if random.random() < 0.5 else add)
        if random.random() < 0.4:
            body.append(Node(f"{s} = {s} * 3u ^ (unsigned){self.place_with(i, k)};"))
        if random.random() < 0.3:
            second = self.counted(j)
            body.append(Node(second, [Node(f"{s} += (unsigned){self.place_with(i, j)} + {k};")]))
        return [Node("", [Node(f"unsigned {s} = {random.choice(['0', i])};"), Node(head, body),
                          self.into(s)])]

    def window(self):
        """A sum over neighbours in a plane."""
        random = self.random
        s, dx, dy = self.name("x"), self.name("k"), self.name("k")
        if self.dimensions > 1:
            x, y = "x", "y"
        else:
            x, y = "((int)i % (int)w)", "((int)i / (int)w)"
        nx, ny = f"{dx}x", f"{dy}y"
        inside = random.choice([
            f"{nx} >= 0 && {nx} < (int)w && {ny} >= 0 && {ny} < (int)v",
            f"(unsigned){nx} < (unsigned)w && (unsigned){ny} < (unsigned)v",
            f"!({nx} < 0 || {ny} < 0 || {nx} >= (int)w || {ny} >= (int)v)"])
        step = [Node(f"const int {nx} = (int){x} + {dx}, {ny} = (int){y} + {dy};", keep=True)]
        if random.random() < 0.6:
            step.append(Node(f"if ({inside})", [
                Node(f"{s} += (unsigned)a[({ny} * (int)w + {nx}) & 8191] * 3u + {dy};")]))
        else:
            step += [Node(f"const int {nx}c = min(max({nx}, 0), (int)w - 1);", keep=True),
                     Node(f"const int {ny}c = {ny} < 0 ? 0 : {ny} > (int)v - 1 ? (int)v - 1 : {ny};",
                          keep=True),
                     Node(f"{s} = {s} * 5u + (unsigned)a[({ny}c * (int)w + {nx}c) & 8191];")]
        guard = self.guard().text
        nodes = [Node(f"unsigned {s} = 1;"),
                 Node(f"for (int {dy} = -1; {dy} <= 1; ++{dy})",
                      [Node(f"for (int {dx} = -2; {dx} <= {random.choice(['1', '2'])}; ++{dx})",
                            step)]), self.into(s)]
        if random.random() < 0.4:
            nodes = [Node(f"if ({guard})", nodes)]
        return [Node("", nodes)]

    def several(self):
        """Values of a thread in an array, worked on in loops that all threads take alike."""
        random = self.random
        v, k, j = self.name("l"), self.name("k"), self.name("j")
        i = self.place().text
        kind = random.choice(["float", "unsigned"])
        source = f"f[({k} * 32 + {i} + {j}) & 8191]" if kind == "float" else \
            f"(unsigned)a[({k} * 32 + {i} + {j}) & 8191]"
        update = f"{v}[{j}] = {v}[{j}] * 0.25f + {source};" if kind == "float" else \
            f"{v}[{j}] = {v}[{j}] * 3u + {source};"
        head = self.counted(k)
        if "-3" in head:
            head = f"for (int {k} = 0; {k} < 5; ++{k})"
        tail = f"{v}[0] + {v}[{random.choice(['1', '2', '3', f'{i} & 3'])}]"
        mixing = random.choice([f"{v}[1] = {v}[2];", f"if ({self.condition_on(i, k)}) {v}[3] = 2;", ""])
        end = Node(f"q[{self.own}] = {tail};") if kind == "float" else self.into(tail)
        return [Node("", [Node(f"{kind} {v}[4] = {{1, 2, 3, 4}};", keep=True),
                          Node(head, [Node(f"for (int {j} = 0; {j} < 4; ++{j})", [Node(update)]),
                                      Node(mixing)]), end])]

    def pointers(self):
        """Places that pointers go to."""
        random = self.random
        p, s, k = self.name("p"), self.name("x"), self.name("k")
        i = self.place().text
        start = random.choice(["t", i, "blockIdx.x * 32", "c", "t * 2"])
        kind = random.choice(["a", "b"])
        type = {"a": "const int", "b": "const unsigned char"}[kind]
        begin = f"{type} *{p} = {random.choice([f'{kind} + {start}', f'&{kind}[{start}]'])};"
        head = self.counted(k)
        if "-3" in head:
            head = f"for (int {k} = 0; {k} < 5; ++{k})"
        step = random.choice([f"{p} += {random.choice(['1', '32', 'blockDim.x % 70'])};", f"++{p};", ""])
        use = random.choice([f"{p}[{k}]", f"*{p}", f"*({p} + {k})", f"{p}[t & 31]", f"{p}[0]"])
        body = [Node(f"{s} = {s} * 3u + (unsigned){use};"), Node(step)]
        if random.random() < 0.3:
            body.insert(1, Node(f"if ({self.condition_on(i, k)}) {s} ^= (unsigned){p}[1];"))
        end = self.into(s)
        if random.random() < 0.5 and not self.in_place:
            out = self.name("p")
            end = Node("", [Node(f"int *{out} = o + {self.own};", keep=True),
                            Node(f"{random.choice([f'*{out}', f'{out}[0]'])} = (int){s};")])
        return [Node("", [Node(begin, keep=True), Node(f"unsigned {s} = 0;"), Node(head, body), end])]

    def wide(self):
        """Several elements at once."""
        random = self.random
        v, i = self.name("v"), self.place().text
        text = random.choice([f"reinterpret_cast<const int4 *>(a)[({i}) & 1023]",
                              f"make_int4(a[{i}], t, 3, a[({i}) ^ 1])"])
        nodes = [Node(f"int4 {v} = {text};")]
        for part in random.sample("xyzw", 2):
            nodes.append(Node(f"if ({self.guard().text}) {v}.{part} = {v}.{random.choice('xyzw')} - 1;"))
        sum = " + ".join(f"{random.choice('1357')} * {v}.{part}" for part in "xyzw")
        return [Node("", nodes + [self.into(sum)])]

    def strided_nested(self):
        random = self.random
        s, k, j = self.name("x"), self.name("k"), self.name("k")
        kind = self.type(["int", "int", "unsigned", "size_t"])
        first, stride, last = random.choice([("t", "nt", "200"), ("i", "nt * gridDim.x", "n"),
                                             ("threadIdx.x", "blockDim.x", "w")])
        inner = self.counted(j)
        body = [Node(f"{s} = {s} * 3u + (unsigned)a[({k} + 2) & 8191];"),
                Node(inner, [Node(f"{s} += (unsigned){self.place_with(k, j)};")])]
        random.shuffle(body)
        if random.random() < 0.4:
            body.append(Node(f"if ({self.condition_on(k, '3')})", [Node(f"{s} ^= 77u;")]))
        if random.random() < 0.2:
            body.append(Node(f"if ({s} % 7 == 3) {random.choice(['break', 'continue'])};"))
        return [Node("", [Node(f"unsigned {s} = 0;"),
                          Node(f"for ({kind} {k} = {first}; {k} < ({kind})({last}); {k} += {stride})",
                               body), self.into(s)])]
