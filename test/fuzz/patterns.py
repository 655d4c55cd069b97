# SPDX-License-Identifier: Apache-2.0
# What single threads do in ways in which programs write it: neighbours in a plane, sums along rows,
# strided and divergent loops, clamps. These are what loops over threads are rearranged for.
from dataclasses import replace

from configs import INTS
from expressions import Variable
from tree import Node
from values import Value, binary, cast, choose, extreme, fitted, literal


class Patterns:
    """Part of a kernel's generator, above Statements."""

    def pattern(self):
        ways = [self.clamped, self.clamped_by_if, self.product, self.strided, self.escape,
                self.steps, self.search, self.digits, self.quotients, self.row_sum, self.guarded,
                self.plane, self.halves, self.flagged, self.carry, self.sums, self.sums,
                self.radius, self.radius, self.window, self.several, self.strided_nested,
                self.pointers, self.wide,
                self.reassigned, self.reassigned, self.settled, self.wrapped]
        if self.focus and self.profile == "plain" and self.focus:
            return getattr(self, self.focus)()
        return self.random.choice(ways)()

    def into(self, text):
        """A store of an integer, or its addition."""
        if self.random.random() < 0.3:
            return Node(f"e[{self.other_own}] += (unsigned)({text});")
        if self.in_place:
            return Node(f"o[{self.own}] = (int)({text}) % 1000;")
        return Node(f"o[{self.own}] {self.random.choice(['', '', '^'])}= (int)({text});")

    def place(self):
        return self.random.choice(self.places).value()

    def taken(self, index):
        return f"a[{fitted(index, 0, INTS - 1, self.random).text}]"

    def bound(self):
        return self.random.choice(self.bounds).value()

    # --- clamps ----------------------------------------------------------------------------------
    def ends(self, i, bound, by):
        """The places before and behind, no further than the ends."""
        random = self.random
        kind = self.type(["int", "int", "long long"])
        last = cast(binary("-", cast(bound, kind), literal(1)), kind)
        i = cast(i, kind) if i.kind != kind else i
        plus, minus = binary("+", i, literal(by)), binary("-", i, literal(by))
        inside = replace(minus, low=0, high=max(0, minus.high))
        low = random.choice([
            extreme("max", minus, literal(0), kind), extreme("max", literal(0), minus, kind),
            choose(binary("<", minus, literal(0)), literal(0), inside),
            choose(binary(">=", i, literal(by)), inside, literal(0))])
        below = replace(plus, high=min(plus.high, max(last.high, 0)))
        high = random.choice([
            extreme("min", plus, last, kind), extreme("min", last, plus, kind),
            choose(binary(">", plus, last), last, below),
            choose(binary("<", i, binary("-", last, literal(by - 1))), below, last)])
        return kind, low, high

    def clamped(self):
        i, bound = self.place(), self.bound()
        kind, low, high = self.ends(i, bound, self.random.choice([1, 1, 2]))
        left, right = self.name("k"), self.name("k")
        low, high = fitted(low, 0, INTS - 1, self.random), fitted(high, 0, INTS - 1, self.random)
        nodes = [Node(f"const {kind} {left} = {low.text}, {right} = {high.text};"),
                 self.into(f"a[{left}] + 2 * {self.taken(i)} + 3 * a[{right}]")]
        if self.random.random() < 0.4:
            nodes.append(Node(f"q[{self.own}] = f[{left}] - f[{right}] * 0.5f;"))
        return [Node("", nodes)]

    def clamped_by_if(self):
        random = self.random
        i, bound = self.place(), self.bound()
        k = self.name("k")
        kind = self.type(["int", "int", "long long"])
        by = random.choice([1, 1, 2])
        up = random.random() < 0.5
        sign = "+" if up else "-"
        limit = f"({kind}){bound.text} - 1" if up else "0"
        test = f"{k} {random.choice(['>', '>='])} {limit}" if up else f"{k} < {limit}"
        start = f"({kind})({i.text}) {sign} {by}"
        fold = f"if ({test}) {k} = {limit};"
        nodes = [Node(f"{kind} {k} = {start};"), Node(fold)]
        value = Value(k, kind, -5 if not up else -1, i.high + by if not up else
                      max(i.high + by, bound.high))
        return [Node("", nodes + [self.into(self.taken(value))])]

    def plane(self):
        """Neighbours in a plane of w columns."""
        random = self.random
        if self.dimensions > 1:
            x, y = (v.value() for v in self.places if v.name in "xy")
        else:
            i, c = Value("(int)i", "int", 0, 2047), random.choice(["w", "c", "7", "32"])
            c = next((v.value() for v in self.scopes[0] if v.name == c), None) or literal(int(c))
            x, y = binary("%", i, c), binary("/", i, c)
        names = [self.name("x"), self.name("y")]
        nodes = []
        inner = []
        limits = [v for v in self.bounds if v.name in "wv"]
        for name, value, limit in zip(names, (x, y), limits):
            nodes.append(Node(f"const int {name} = {value.text};"))
            low, high = max(value.low, 0), min(value.high, limit.high - 1)
            inner.append(Value(name, "int", low, max(low, high)))
        inside = " && ".join(f"{n} < ({random.choice(['int', 'long long'])}){l.name}"
                             for n, l in zip(names, limits))
        w = self.random.choice(limits).value()
        w = cast(w, "int")
        dx, dy = literal(random.choice([-1, 0, 1, 1])), literal(random.choice([-1, 0, 1]))
        near = inner
        way = random.randrange(3)
        if way == 0:
            near = [extreme("max", binary("+", inner[0], dx), literal(0), "int"),
                    extreme("max", binary("+", inner[1], dy), literal(0), "int")]
        elif way == 1:
            inside = f"{names[0]} > 0 && {names[1]} > 0 && " + inside
            near = [replace(binary("-", v, literal(1)), low=0, high=max(v.high - 1, 0))
                    for v in inner]
        index = binary("+", binary("*", near[1], w), near[0])
        nodes.append(Node(f"if ({inside})", [self.into(
            f"{self.taken(index)} + {self.taken(binary('+', index, literal(1)))}")]))
        return [Node("", nodes)]

    # --- loops -----------------------------------------------------------------------------------
    def product(self):
        """A row times a column."""
        random = self.random
        acc, k = self.name("r"), self.name("k")
        kind = self.type(["int", "int", "unsigned", "size_t"])
        i = self.place()
        row, column = random.choice([("t / 16", "t % 16"), ("blockIdx.x", "t"),
                                     ("threadIdx.y", "threadIdx.x"), ("t", "blockIdx.x"),
                                     ("i / 8", "i & 7"), (i.text, i.text)])
        count = random.choice(["16", "7", "(int)blockDim.x", "32"])
        real = random.random() < 0.6
        source, acc_kind = ("f", "float") if real else ("a", "unsigned")
        left = f"{source}[(({row}) * 16 + {k}) & 8191]"
        if random.random() < 0.3 and row == "blockIdx.x":
            left = f"{source}[{row} * 16 + {k}]"
        right = f"{source}[{k} % 128 * 32 + ({column}) % 32]" if random.random() < 0.5 else \
            f"{source}[({k} * 64 + {column}) & 8191]"
        if random.random() < 0.6:  # indices as they are
            count = random.choice(["16", "7", "32"])
            left = f"{source}[{random.choice(['blockIdx.x', 'threadIdx.y', 'c'])} * 16 + {k}]"
            right = f"{source}[{k} * {random.choice(['64', '32', '(blockDim.x % 65)'])} + " \
                    f"{random.choice(['t', 'i', 'threadIdx.x'])}]"
            if random.random() < 0.3:
                left, right = right, left
        step = f"{acc} += {'(unsigned)' if not real else ''}{left} * {right};"
        body = [Node(step)]
        if random.random() < 0.3:
            body.append(Node(f"{acc} = {acc} * 0.5f;" if real else f"{acc} ^= {k};"))
        target = f"q[{self.own}] = {acc};" if real else f"e[{self.other_own}] ^= {acc};"
        return [Node("", [Node(f"{acc_kind} {acc} = 0;"),
                          Node(f"for ({kind} {k} = 0; {k} < {count}; ++{k})", body), Node(target)])]

    def strided(self):
        random = self.random
        acc, k = self.name("x"), self.name("k")
        kind = self.type(["int", "int", "unsigned", "size_t", "long long"])
        first, stride = random.choice([("t", "nt"), ("i", "nt * gridDim.x"), ("t & 31", "32"),
                                       ("threadIdx.x", "blockDim.x"), ("t * 4", "nt * 4"),
                                       ("i", "gridDim.x * blockDim.x * gridDim.y * blockDim.y")])
        last = random.choice(["n", "w", "300", "nt * 3", "nt + 5"])
        use = random.choice([f"{acc} += (unsigned)a[{k} & 8191] * ({k} + 1);",
                             f"if ({k} % 3 != 0) {acc} += b[{k} & 8191];",
                             f"{acc} = max({acc}, (unsigned)b[({k} + 1) & 8191]);",
                             f"{acc} += b[({k} * 7) & 8191]; if ({acc} > 5000) break;",
                             f"{acc} ^= (unsigned)a[{k} & 8191];"])
        if random.random() < 0.5:
            use = use.replace(" & 8191]", "]").replace(f"({k} * 7)]", f"{k} * 2]")
        if self.own == "i" and not self.in_place and random.random() < 0.3:
            # All threads of the grid take turns.
            first, stride, last = "i", "nt * gridDim.x * gridDim.y * gridDim.z", "n"
            use = f"o[{k}] {random.choice(['', '^'])}= a[{k}] + 3 * b[{k} + 1];"
        return [Node("", [Node(f"unsigned {acc} = 0;"),
                          Node(f"for ({kind} {k} = {first}; {k} < ({kind})({last}); {k} += {stride})",
                               [Node(use)]), self.into(acc)])]

    def escape(self):
        """Arithmetic that each thread leaves when it has had enough."""
        random = self.random
        r, m, k, c = (self.name(s) for s in "rrkr")
        most = random.choice([5, 20, 33])
        leave = f"{r} * {r} + {m} * {m} > 4.f"
        body = [Node(f"const float {r}o = {r} * {r} - {m} * {m} + {c};"),
                Node(f"{m} = 2.f * {r} * {m} + 0.25f;"), Node(f"{r} = {r}o;")]
        way = random.randrange(3)
        head = f"for (; {k} < {most}; ++{k})"
        if way == 0:
            body.insert(0, Node(f"if ({leave}) break;", keep=True))
        elif way == 1:
            body.append(Node(f"if ({leave}) break;", keep=True))
        else:
            head = f"while ({k} < {most} && !({leave}))"
            body.append(Node(f"++{k};", keep=True))
        return [Node("", [Node(f"float {r} = 0.f, {m} = 0.f;"),
                          Node(f"const float {c} = ({self.real(0)[0]}) * 0.0078125f;"),
                          Node(f"int {k} = 0;"), Node(head, body), self.into(k)])]

    def steps(self):
        random = self.random
        x, k = self.name("x"), self.name("k")
        start = self.between(1, 500, 1)
        step = random.choice([f"{x} = {x} & 1 ? 3 * {x} + 1 : {x} / 2;",
                              f"if ({x} % 2 == 0) {x} /= 2; else {x} = 3 * {x} + 1;",
                              f"{x} -= {x} >> 1;", f"if ({x} == 7) break; {x} = ({x} * 5 + 1) % 97;",
                              f"if ({x} & 4) {{ --{x}; continue; }} {x} = {x} - 2;"])
        head = random.choice([f"while ({x} > 1 && {k}++ < 40)",
                              f"for (; {x} > 1 && {k} < 40; ++{k})"])
        return [Node("", [Node(f"int {x} = {start.text}, {k} = 0;"), Node(head, [Node(step)]),
                          self.into(f"{x} + {k} * 1000")])]

    def search(self):
        low, high, middle = self.name("l"), self.name("h"), self.name("m")
        wanted = self.between(0, 255, 1)
        return [Node("", [
            Node(f"int {low} = 0, {high} = 64;"),
            Node(f"while ({low} < {high})", [
                Node(f"const int {middle} = ({low} + {high}) / 2;"),
                Node(f"if ({middle} * 4 < {wanted.text}) {low} = {middle} + 1;", keep=True),
                Node(f"else {high} = {middle};", keep=True)], keep=True), self.into(low)])]

    def digits(self):
        x, s = self.name("x"), self.name("s")
        return [Node("", [
            Node(f"unsigned {x} = (unsigned)({self.integer(1).text}) & 0xffffu, {s} = 0;"),
            Node("do", [Node(f"{s} += {x} % 10;"), Node(f"{x} /= 10;", keep=True)],
                 tail=f" while ({x} != 0);"), self.into(s)])]

    def row_sum(self):
        """Bounds of their own, as rows of a sparse matrix have them."""
        random = self.random
        k, s = self.name("k"), self.name("s")
        first = self.between(0, 4000, 1)
        length = self.between(0, 12, 1)
        kind = random.choice(["float", "unsigned"])
        value = f"f[a[{k}] & 1023]" if kind == "float" else f"(unsigned)a[b[{k}]]"
        return [Node("", [
            Node(f"const int {k}b = {first.text}, {k}e = {k}b + (int)({length.text});"),
            Node(f"{kind} {s} = 0;"), Node(f"for (int {k} = {k}b; {k} < {k}e; ++{k})",
                                           [Node(f"{s} += {value};")]),
            Node(f"q[{self.own}] = {s};") if kind == "float" else self.into(s)])]

    # --- guards and periods ----------------------------------------------------------------------
    def guarded(self):
        """Guards in each other, with work on both sides."""
        outer, inner = self.guard(), self.guard()
        work = [self.into(f"{self.taken(self.near())} * 2 + 1")]
        if self.random.random() < 0.5:
            work.append(Node(f"if ({inner.text})", [self.into(self.taken(self.near()))]))
        other = [self.into(self.taken(self.near()))] if self.random.random() < 0.4 else None
        return [Node(f"if ({outer.text})", work, other)]

    def quotients(self):
        random = self.random
        i = self.place()
        by = self.divisor(True)
        d, m = self.name("k"), self.name("k")
        kind = self.type(["int", "unsigned", i.kind, i.kind])
        i = cast(i, kind) if i.kind != kind and kind != "bool" else i
        quotient, rest = binary("/", i, by), binary("%", i, by)
        if random.random() < 0.3:
            bits = random.choice([1, 3, 7, 15, 31])
            quotient = binary(">>", i, literal(bits.bit_length()))
            rest = binary("&", i, literal(bits))
        nodes = [Node(f"const {quotient.kind} {d} = {quotient.text};"),
                 Node(f"const {rest.kind} {m} = {rest.text};")]
        quotient, rest = replace(quotient, text=d), replace(rest, text=m)
        index = binary("+", binary("*", quotient, literal(random.choice([1, 2, 40]))) or quotient,
                       rest) or rest
        guard = random.choice([f"{m} < 5", f"{d} != 1", f"{m} > 0 && {d} < 9", "true",
                               f"{m} == {d}", f"{m} + 1 < {by.text}"])
        nodes.append(Node(f"if ({guard})", [self.into(f"{self.taken(index)} + (int){m} * 3")]))
        return [Node("", nodes)]

    def halves(self):
        """Values that are kept for a place in front of or behind a border."""
        i, bound = self.place(), self.bound()
        k = self.name("k")
        side = binary("<", i, bound)
        value = choose(side, i, binary("-", cast(i, "int"), cast(bound, "int")))
        return [Node("", [Node(f"const {value.kind} {k} = {value.text};"),
                          self.into(self.taken(replace(value, text=k)))])]

    def flagged(self):
        g = self.name("g")
        return [Node("", [Node(f"const bool {g} = {self.guard().text};"),
                          Node(f"if ({self.random.choice([g, '!' + g, g + ' && t != 2'])})",
                               [self.into(self.taken(self.near()))]),
                          self.into(f"{g} ? {self.taken(self.near())} : 4")])]

    def sums(self):
        """Sums that a uniform loop works on, with elements next to each other."""
        random = self.random
        names = [self.name("r") for _ in range(random.randint(1, 3))]
        k = self.name("k")
        kind = self.type(["int", "int", "unsigned", "size_t"])

        def element():
            place = random.choice(["t", "i", "threadIdx.x", "(int)t", self.place().text])
            step = random.choice(["64", "32", "(blockDim.x % 65)", "(c % 50)"])
            return random.choice([f"f[{k} * {step} + {place}]", f"f[{place} + {k}]",
                                  f"f[{place}]", f"f[blockIdx.x * 16 + {k}]", f"f[{k}]", "0.5f",
                                  f"f[threadIdx.x + {k} * {step}]", random.choice(names)])

        body = []
        for _ in range(random.randint(1, 3)):
            name = random.choice(names)
            body.append(Node(random.choice([
                f"{name} += {element()} * {element()};", f"{name} = {name} * 0.5f + {element()};",
                f"{name} -= {element()} / (2.f + 1.f);", f"{name} = -{element()} + {element()};"])))
            body.append(Node(f"{name} *= 0.00390625f;"))
        head = random.choice([f"for ({kind} {k} = 0; {k} < {random.choice([5, 16, 32])}; ++{k})",
                              f"for (int {k} = (int)c % 32; {k} > 0; {k} -= 2)",
                              f"for (int {k} = blockIdx.x; {k} < 30; {k} += 7)"])
        begin = ", ".join(f"{name} = {random.choice(['0', 'f[t]', '1.f'])}" for name in names)
        end = [Node(f"q[{self.own}] {random.choice(['', '+'])}= {random.choice(names)};")]
        if random.random() < 0.3:
            end = [Node(f"if ({self.guard().text})", end)]
        return [Node("", [Node(f"float {begin};"), Node(head, body), *end])]

    def reassigned(self):
        """One variable for several places, one after the other."""
        random = self.random
        i, bound = self.place(), self.bound()
        k, s = self.name("k"), self.name("x")
        kind = self.type(["int", "int", "long long"])
        nodes = [Node(f"{kind} {k} = ({kind})({i.text});"), Node(f"unsigned {s} = a[{i.text}];")]
        top = f"({kind})({bound.text}) - 1"
        for _ in range(random.randint(2, 3)):
            by = random.choice([1, 1, 2])
            change = random.choice([
                [f"{k} = ({kind})({i.text}) - {by};", f"{k} = {k} < 0 ? 0 : {k};"],
                [f"{k} = ({kind})({i.text}) + {by};", f"if ({k} > {top}) {k} = {top};"],
                [f"{k} = ({kind})({i.text}) - {by};", f"if ({k} < 0) {{ {k} = {k} + {by}; }}"],
                [f"{k} -= {by};", f"{k} = max({k}, ({kind})0);"],
                [f"{k} += {by};", f"{k} = min({k}, {top});"],
                [f"{k} = {k} / 2 + {by};"], [f"if ({self.guard().text}) {k} = {by};"]])
            nodes += [Node(line) for line in change]
            nodes.append(Node(f"{s} = {s} * 3u + (unsigned)a[(int)({k}) & 8191];"))
        return [Node("", nodes + [self.into(s)])]

    def settled(self):
        """Conditions that rows or the block have in common, where threads have work to do."""
        random = self.random
        s, k = self.name("x"), self.name("k")
        rows = ["threadIdx.y" if self.dimensions > 1 else "blockIdx.x", "blockIdx.x", "c", "s",
                "(int)n", "u"]
        place = random.choice(rows)
        test = f"{place} {random.choice(['>', '<', '==', '!='])} {random.choice([0, 1, 2, 40])}"
        if random.random() < 0.4:
            test = random.choice([f"{test} && {self.guard().text}", f"{self.guard().text} || {test}",
                                  f"{test} && {random.choice(rows)} != 3"])
        one, two = self.taken(self.near()), self.taken(self.near())
        work = random.choice([
            [Node(f"if ({test})", [Node(f"{s} += (unsigned){one};")],
                  [Node(f"{s} -= (unsigned){two};")])],
            [Node(f"{s} += {test} ? (unsigned){one} : (unsigned){two};")],
            [Node(f"const bool {s}b = {test};"), Node(f"if ({s}b) {s} ^= (unsigned){one};"),
             Node(f"if (!{s}b) {s} += (unsigned){two};")],
            [Node(f"if ({test})", [self.into(one)]), Node(f"if ({test})", [self.into(two)])]])
        if random.random() < 0.5:
            if random.random() < 0.5:
                work = [Node(f"if ({k} {random.choice(['>', '==', '<='])} 1)", work)]
            work = [Node(f"for (int {k} = 0; {k} < {random.choice(['3', 'c % 9', '17'])}; ++{k})",
                         work + [Node(f"{s} = {s} * 5u + {k};")])]
        return [Node("", [Node(f"unsigned {s} = (unsigned){self.taken(self.near())};"), *work,
                          self.into(s)])]

    def wrapped(self):
        """A place that may start again at zero, or below, within the block."""
        random = self.random
        k, g = self.name("k"), self.name("g")
        i = self.place()
        kind = self.type(["unsigned", "unsigned", "int", "size_t", "long long", "short"])
        sum, back = random.choice([
            (f"(unsigned)({i.text}) + u", f"(unsigned){k} - u"),
            (f"u - (unsigned)({i.text})", f"u - (unsigned){k}"),
            (f"(unsigned)({i.text}) - 20u", f"(unsigned){k} + 20u"),
            (f"(unsigned)({i.text}) + 0x7ffffff0u", f"(unsigned){k} - 0x7ffffff0u"),
            (f"u + (unsigned)({i.text})", f"{k} - u")])
        if kind == "short" or "(unsigned)" not in back and kind != "unsigned":
            back = f"{k} & 8191"
        test = random.choice([f"{k} < n", f"{k} < 40", f"{k} > u", f"{k} >= ({kind})u",
                              f"{k} - 1 < 30", f"{k} != 3", f"{k} + 5u < 77u", f"{k} > 9 && {k} < 99"])
        if kind in ("int", "short"):  # their arithmetic must not wrap around
            test = test.replace("- 1", "/ 2").replace("+ 5u", "/ 2")
        index = random.choice([back, back, back, f"{k} & 8191", f"(unsigned){k} % 8192u",
                               f"({k} < 8192 && {k} >= 0) ? {k} : 5", f"min((unsigned){k}, 8191u)"])
        nodes = [Node(f"const {kind} {k} = ({kind})({sum});")]
        way = random.random()
        if way < 0.6:
            nodes.append(Node(f"if ({test})", [self.into(f"a[{index}] + 1")]))
        elif way < 0.8:
            nodes.append(Node(f"if ({test})", [self.into(f"a[{index}] + 1")],
                              [self.into(f"b[{index}] + ({k} & 1)")]))
        else:
            nodes += [Node(f"const bool {g} = {test};"),
                      self.into(f"({g} ? a[{index}] : 3) + (int)({k} / 3 % 7)")]
        return [Node("", nodes)]

    def carry(self):
        """A value that goes from one step of a uniform loop to the next."""
        random = self.random
        x, y, k = self.name("x"), self.name("y"), self.name("k")
        i = self.place()
        kind = self.type(["int", "unsigned"])
        source = fitted(binary("+", binary("*", Value(k, kind, 0, 40), literal(16)), i), 0, INTS - 1,
                        random)
        return [Node("", [
            Node(f"float {x} = f[{self.near().text}], {y} = 1.f;"),
            Node(f"for ({kind} {k} = 0; {k} < {random.choice(['9', '(int)gridDim.x', '32', '4'])}; "
                 f"++{k})", [Node(f"const float {x}n = f[{source.text}];"),
                             Node(f"{y} = ({y} + {x} * {x}n) * 0.0009765625f;"),
                             Node(f"{x} = {random.choice([x + 'n', f'fmaxf({x}, {x}n)'])};")]),
            Node(f"q[{self.own}] = {y} + {x};")])]
