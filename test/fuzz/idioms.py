# SPDX-License-Identifier: Apache-2.0
# What kernels do together with shared memory, in the ways in which programs write it: reductions,
# scans, tiles, sorting, histograms, exchanges. Each begins and ends with a barrier.
from expressions import Variable
from tree import BARRIER, Node


def lines(text):
    """Nodes of a program text; braces at the ends of lines make blocks."""
    stack = [[]]
    heads = []
    for line in text.strip().split("\n"):
        line = line.strip()
        if line == "}":
            body = stack.pop()
            stack[-1].append(Node(heads.pop(), body, keep=True))
        elif line.endswith("{"):
            heads.append(line[:-1].strip())
            stack.append([])
        elif line:
            stack[-1].append(Node(line, keep=True))
    return stack[0]


OF_WARPS = ["warp_volatile", "by_warps", "compaction", "warp_rows", "warp_until", "warps_in_turn"]
OF_POWERS = ["pairs", "reduce_halving", "reduce_halving", "blelloch", "bitonic"]


class Idioms:
    """Part of a kernel's generator, above Blocks. Arrays are linear, of unsigned, one per thread."""

    def idiom(self):
        random = self.random
        array = random.choice(self.idioms)
        t, size = self.tid, "nt"
        if random.random() < 0.4:
            t, declared = self.name("t"), True
            kind = self.type(["int", "unsigned", "size_t", "short"])
        else:
            declared = False
        name = array.name
        self.met()
        self.note(array, "idiom")  # what is written first does not depend on it
        value = f"(unsigned)({self.integer(2).text})"
        powers = all(c.threads & (c.threads - 1) == 0 for c in self.configs)
        ways = [self.reduce_ceiling, self.reduce_modulo, self.reduce_stride, self.scan,
                self.scan_steps, self.neighbours, self.reverse, self.wavefront, self.one_thread,
                self.sums_in_rounds, self.rounds, self.rounds, self.rounds, self.ping_pong, self.tile_rounds, self.select_stores, self.histogram, self.listed]
        if powers:
            ways += [getattr(self, way) for way in OF_POWERS]
        if self.whole_warps:
            ways += [getattr(self, way) for way in OF_WARPS]
        way = getattr(self, self.focus) if hasattr(Idioms, self.focus or "-") else random.choice(ways)
        body = way(name, t, size, value)
        nodes = [Node(BARRIER, keep=True)]
        if declared:
            nodes.append(Node(f"const {kind} {t} = ({kind}){self.tid};", keep=True))
        nodes += lines(body) + [Node(BARRIER, keep=True)]
        self.met()
        group = [Node("", nodes)]
        if random.random() < 0.5:  # what came of it
            found = self.name("u")
            group.append(Node(f"const unsigned {found} = {name}[0];"))
            self.note(array, "read")
            self.declare(Variable(found, "unsigned", 0, 2 ** 32 - 1, True))
        else:
            found = self.name("x")
            group.append(Node(f"unsigned {found} = {array.own};"))
            self.note(array, "read")
            self.declare(Variable(found, "unsigned", 0, 2 ** 32 - 1, mutable=True))
        return group

    def pick(self, *texts):
        return self.type(texts) if texts[0] == "int" else self.random.choice(texts)

    def less(self, left, right):
        """`left < right` in one of its forms; neither wraps around."""
        return self.pick(f"{left} < {right}", f"{left} < {right}", f"{right} > {left}",
                         f"!({left} >= {right})", f"{left} + 1 <= {right}")

    def reduce_halving(self, s, t, size, value):
        d = self.name("d")
        kind = self.pick("int", "unsigned", "size_t")
        head = self.pick(f"for ({kind} {d} = {size} / 2; {d} > 0; {d} >>= 1) {{",
                         f"for ({kind} {d} = {size} >> 1; {d}; {d} /= 2) {{",
                         f"for ({kind} {d} = {size} / 2; {d} >= 1; {d} = {d} / 2) {{")
        step = self.pick(f"{s}[{t}] += {s}[{t} + {d}];", f"{s}[{t}] = {s}[{t}] ^ {s}[{t} + {d}];",
                         f"{s}[{t}] = max({s}[{t}], {s}[{t} + {d}]);",
                         f"{s}[{t}] = {s}[{t}] > {s}[{t} + {d}] ? {s}[{t}] : {s}[{t} + {d}];",
                         f"if ({s}[{t} + {d}] < {s}[{t}]) {s}[{t}] = {s}[{t} + {d}];")
        return f"""{s}[{t}] = {value};
        {BARRIER}
        {head}
          if ({self.less(f"{t}", f"({self.tid_kind}){d}")}) {{
            {step}
          }}
          {BARRIER}
        }}"""

    def reduce_ceiling(self, s, t, size, value):
        d = self.name("d")
        return f"""{s}[{t}] = {value};
        {BARRIER}
        for (int {d} = {size}; {d} > 1; {d} = ({d} + 1) / 2) {{
          const int {d}h = ({d} + 1) / 2;
          if ({self.less(f"(int){t} + {d}h", d)}) {s}[{t}] += {s}[{t} + {d}h];
          {BARRIER}
        }}"""

    def reduce_modulo(self, s, t, size, value):
        d = self.name("d")
        test = self.pick(f"{t} % (2 * {d}) == 0", f"({t} & (2 * {d} - 1)) == 0")
        return f"""{s}[{t}] = {value};
        {BARRIER}
        for (unsigned {d} = 1; {d} < {size}; {d} *= 2) {{
          if ({test} && {t} + {d} < {size}) {{
            {s}[{t}] += {s}[{t} + {d}];
          }}
          {BARRIER}
        }}"""

    def reduce_stride(self, s, t, size, value):
        d = self.name("d")
        kind = self.pick("int", "unsigned")
        return f"""{s}[{t}] = {value};
        {BARRIER}
        for ({kind} {d} = 1; {d} < ({kind}){size}; {d} <<= 1) {{
          const {kind} {d}i = 2 * {d} * ({kind}){t};
          if ({d}i + {d} < ({kind}){size}) {s}[{d}i] += {s}[{d}i + {d}];
          {BARRIER}
        }}"""

    def scan(self, s, t, size, value):
        d, x = self.name("d"), self.name("x")
        take = self.pick(f"unsigned {x} = (int){t} >= {d} ? {s}[{t} - {d}] : 0;",
                         f"unsigned {x} = 0; if ((int){t} >= {d}) {x} = {s}[{t} - {d}];",
                         f"unsigned {x} = 0; if ({d} <= (int){t}) {{ {x} = {s}[(int){t} - {d}]; }}")
        add = self.pick(f"{s}[{t}] += {x};", f"if ((int){t} >= {d}) {s}[{t}] += {x};")
        return f"""{s}[{t}] = {value};
        {BARRIER}
        for (int {d} = 1; {d} < (int){size}; {d} *= 2) {{
          {take}
          {BARRIER}
          {add}
          {BARRIER}
        }}"""

    def scan_steps(self, s, t, size, value):
        d = self.name("d")
        return f"""{s}[{t}] = {value};
        int {d}in = 0;
        {s}[{t} + nt] = 0;
        {BARRIER}
        for (int {d} = 1; {d} < (int){size}; {d} <<= 1) {{
          if ((int){t} >= {d})
            {s}[(1 - {d}in) * nt + {t}] = {s}[{d}in * nt + {t}] + {s}[{d}in * nt + {t} - {d}];
          else
            {s}[(1 - {d}in) * nt + {t}] = {s}[{d}in * nt + {t}];
          {d}in = 1 - {d}in;
          {BARRIER}
        }}
        if ({d}in == 1) {{
          {s}[{t}] = {s}[nt + {t}];
        }}"""

    def blelloch(self, s, t, size, value):
        d, o = self.name("d"), self.name("i")
        return f"""{s}[2 * {t}] = {value};
        {s}[2 * {t} + 1] = {s}[2 * {t}] * 3u + 1u;
        int {o} = 1;
        for (int {d} = nt; {d} > 0; {d} >>= 1) {{
          {BARRIER}
          if ((int){t} < {d}) {{
            int {d}a = {o} * (2 * (int){t} + 1) - 1;
            int {d}b = {o} * (2 * (int){t} + 2) - 1;
            {s}[{d}b] += {s}[{d}a];
          }}
          {o} *= 2;
        }}
        if ({t} == 0) {s}[2 * nt - 1] = 0;
        for (int {d} = 1; {d} < 2 * (int)nt; {d} *= 2) {{
          {o} >>= 1;
          {BARRIER}
          if ((int){t} < {d}) {{
            int {d}a = {o} * (2 * (int){t} + 1) - 1;
            int {d}b = {o} * (2 * (int){t} + 2) - 1;
            unsigned {d}t = {s}[{d}a];
            {s}[{d}a] = {s}[{d}b];
            {s}[{d}b] += {d}t;
          }}
        }}"""

    def bitonic(self, s, t, size, value):
        k, j = self.name("k"), self.name("j")
        kind = self.pick("int", "unsigned")
        return f"""{s}[{t}] = {value};
        {BARRIER}
        for ({kind} {k} = 2; {k} <= ({kind})nt; {k} *= 2) {{
          for ({kind} {j} = {k} / 2; {j} > 0; {j} >>= 1) {{
            {kind} {j}p = ({kind}){t} ^ {j};
            if ({self.pick(f"{j}p > ({kind}){t}", f"({kind}){t} < {j}p")}) {{
              bool {j}u = (({kind}){t} & {k}) == 0;
              if (({s}[{t}] > {s}[{j}p]) == {j}u) {{
                unsigned {j}v = {s}[{t}];
                {s}[{t}] = {s}[{j}p];
                {s}[{j}p] = {j}v;
              }}
            }}
            {BARRIER}
          }}
        }}"""

    def pairs(self, s, t, size, value):
        """A network in which each thread orders one pair."""
        k, j, x = self.name("k"), self.name("j"), self.name("x")
        kind = self.pick("int", "unsigned")
        low = self.pick(f"2 * ({kind}){t} - (({kind}){t} & ({j} - 1))",
                        f"(({kind}){t} << 1) - (({j} - 1) & ({kind}){t})")
        swap = self.pick(
            f"""if (({s}[{x}] > {s}[{x} + {j}]) == (({x} & {k}) == 0)) {{
              const unsigned {x}v = {s}[{x}];
              {s}[{x}] = {s}[{x} + {j}];
              {s}[{x} + {j}] = {x}v;
            }}""",
            f"""const unsigned {x}v = {s}[{x}], {x}w = {s}[{x} + {j}];
            {s}[{x}] = {x}v + {x}w;
            {s}[{x} + {j}] = {x}v - {x}w * {k};""",
            f"""if ({s}[{x}] < {s}[{x} + {j}]) {{
              {s}[{x}] += {x};
            }}
            {s}[{x} + {j}] ^= {s}[{x}];""")
        guard = self.pick(f"if ({self.less(t, 'nt')})", f"if ({t} < 5 || {t} != 7)", "if (true)",
                          f"if ({t} + 3 < nt)")
        return f"""{s}[2 * {t}] = {value};
        {s}[2 * {t} + 1] = {s}[2 * {t}] * 7u + 3u;
        {BARRIER}
        for ({kind} {k} = 2; {k} <= 2 * ({kind})nt; {k} *= 2) {{
          for ({kind} {j} = {k} / 2; {j} > 0; {j} >>= 1) {{
            const {kind} {x} = {low};
            {guard} {{
            {swap}
            }}
            {BARRIER}
          }}
        }}"""

    def rounds(self, s, t, size, value):
        """Elements of others, read before a barrier and added to one's own behind it."""
        d, x, y = self.name("d"), self.name("x"), self.name("y")
        read, test = self.pick(
            (f"(int){t} - {d}", f"(int){t} >= {d}"), (f"(int){t} + {d}", f"(int){t} + {d} < (int)nt"),
            (f"(int){t} + {d}", f"(int){t} < (int)nt / 2"), (f"(int){t} - 1", f"{t} > 0"),
            (f"((int){t} + {d}) % (int)nt", "true"), (f"(int){t} ^ ({d} & 1)", f"{t} + 1 < nt"),
            (f"(int)nt - 1 - (int){t}", f"{t} != {d}"), (f"2 * (int){t}", f"2 * {t} < nt"),
            (f"(int){t}", f"(int){t} % ({d} + 1) == 0"))
        write = self.pick(t, t, t, t, f"nt - 1 - {t}", f"({t} + 1) % nt", f"nt + {t}")
        start = self.pick("0u", f"{s}[{t}]", "7u", f"(unsigned)a[{t}]")
        v = self.pick(s, s, f"{d}p")  # or a pointer to the same array
        take = self.pick(
            f"unsigned {x} = {start};\nif ({test}) {x} = {v}[{read}];",
            f"unsigned {x} = {start};\nif ({test}) {{\n{x} += {v}[{read}] * 3u;\n}}",
            f"unsigned {x} = {test} ? {v}[{read}] : {start};",
            f"unsigned {x} = {start}, {y} = {t};\nif ({test}) {{\n{x} = {v}[{read}];\n"
            f"{y} = {x} >> 3;\n}}\n{x} ^= {y};")
        keep = self.pick(f"{s}[{write}] = {x};", f"{s}[{write}] += {x};",
                         f"if ({test}) {s}[{write}] += {x};", f"if ({x} > 5u) {s}[{write}] = {x};",
                         f"if ({test}) {{\n{s}[{write}] = {s}[{write}] * 3u + {x};\n}}",
                         f"if ({self.less(t, 'nt - 1')}) {s}[{write}] ^= {x} + {d};")
        head = self.pick(f"for (int {d} = 1; {d} < (int)nt; {d} *= 2)",
                         f"for (int {d} = 3; {d} > 0; --{d})",
                         f"for (int {d} = nt / 2; {d} > 0; {d} >>= 1)")
        return f"""{s}[{t}] = {value};
        {s}[nt + {t}] = {s}[{t}] ^ 99u;
        {self.pick("", "volatile ")}unsigned *{d}p = {s};
        {BARRIER}
        {head} {{
          {take}
          {BARRIER}
          {keep}
          {BARRIER}
        }}"""

    def ping_pong(self, s, t, size, value):
        k, p = self.name("k"), self.name("p")
        new = self.pick(f"{p}a[{t}] + {p}a[({t} + 1) % nt]",
                        f"{t} > 0 && {t} + 1 < nt ? {p}a[{t} - 1] ^ {p}a[{t} + 1] : {p}a[{t}]",
                        f"max({p}a[{t} == 0 ? 0 : {t} - 1], {p}a[{t}])")
        return f"""unsigned *{p}a = {s}, *{p}b = {s} + nt;
        {p}a[{t}] = {value};
        {BARRIER}
        for (int {k} = 0; {k} < {self.pick("3", "4", "(int)gridDim.x")}; ++{k}) {{
          {self.pick("", f"if ({t} != 4 || {k} == 1)")}
          {p}b[{t}] = {new};
          {BARRIER}
          unsigned *{p}t = {p}a;
          {p}a = {p}b;
          {p}b = {p}t;
        }}
        {s}[{t}] = {p}a[{t}] + 1u;"""

    def neighbours(self, s, t, size, value):
        x, k = self.name("x"), self.name("k")
        left = self.pick(f"{t} > 0 ? {t} - 1 : 0", f"max((int){t} - 1, 0)",
                         f"{t} == 0 ? nt - 1 : {t} - 1", f"({t} + nt - 1) % nt")
        right = self.pick(f"{t} < nt - 1 ? {t} + 1 : nt - 1", f"min((int){t} + 1, (int)nt - 1)",
                          f"({t} + 1) % nt", f"{t} + 1 == nt ? 0 : {t} + 1")
        return f"""{s}[{t}] = {value};
        for (int {k} = 0; {k} < 3; ++{k}) {{
          {BARRIER}
          const int {x}l = {left}, {x}r = {right};
          const unsigned {x} = {s}[{x}l] + 2u * {s}[{t}] + 3u * {s}[{x}r];
          {BARRIER}
          if ({self.pick("true", f"{t} > 0 && {t} + 1 < nt", f"{t} != 3", f"{t} % 2 == 0")}) {{
            {s}[{t}] = {x};
          }}
        }}"""

    def reverse(self, s, t, size, value):
        x = self.name("x")
        swap = self.pick(f"if ({t} < nt / 2) {{\n unsigned {x} = {s}[{t}]; "
                         f"{s}[{t}] = {s}[nt - 1 - {t}]; {s}[nt - 1 - {t}] = {x};\n}}",
                         f"unsigned {x} = {s}[nt - 1 - {t}];\n{BARRIER}\n{s}[{t}] = {x};",
                         f"{s}[nt + {t}] = {s}[nt - {t} - 1];\n{BARRIER}\n{s}[{t}] = {s}[nt + {t}];")
        return f"""{s}[{t}] = {value};
        {BARRIER}
        {swap}"""

    def wavefront(self, s, t, size, value):
        d = self.name("d")
        test = self.pick(f"(int){t} <= {d}", f"(int){t} == {d}", f"{d} - (int){t} >= 0",
                         f"(int){t} >= {d} - 3 && (int){t} <= {d}")
        return f"""{s}[{t}] = {value};
        {BARRIER}
        for (int {d} = 0; {d} < 6; ++{d}) {{
          unsigned {d}x = 0;
          if ({test} && {t} >= 1) {d}x = {s}[{t} - 1] + {d};
          {BARRIER}
          if ({test}) {s}[{t}] ^= {d}x;
          {self.pick("", f"if ({d} == 4) break;", f"if ({d} > (int)nt) break;")}
          {BARRIER}
        }}"""

    def one_thread(self, s, t, size, value):
        k = self.name("k")
        who = self.pick("0", "nt - 1", "nt / 2")
        return f"""{s}[{t}] = {value};
        {BARRIER}
        if ({t} == {who}) {{
          for (int {k} = 1; {k} < (int)nt; {k}++) {s}[{k}] += {s}[{k} - 1];
        }}"""

    def sums_in_rounds(self, s, t, size, value):
        x, k, j = self.name("x"), self.name("k"), self.name("j")
        return f"""unsigned {x} = {value};
        for (int {k} = 0; {k} < 2; ++{k}) {{
          {s}[{t}] = {x} + {k};
          {BARRIER}
          for ({self.pick("int", "unsigned")} {j} = 0; {j} < nt; ++{j}) {{
            {self.pick("", f"if ({j} == {t}) continue;", f"if ({j} > {t}) break;")}
            {x} += {s}[{j}] {self.pick("", f"* ({j} & 3u)", f">> ({t} & 7)")};
          }}
          {BARRIER}
        }}
        {s}[{t}] = {x};"""

    def tile_rounds(self, s, t, size, value):
        m, k, x = self.name("m"), self.name("k"), self.name("x")
        return f"""float {x} = 0.f;
        for (int {m} = 0; {m} < 3; ++{m}) {{
          {s}[{t}] = (unsigned)a[({m} * nt + {t}) & 8191] & 1023u;
          {BARRIER}
          for (int {k} = 0; {k} < {self.pick("8", "(int)nt", "blockDim.x")}; ++{k})
            {x} += (float){s}[({t} / 8 * 8 + {k}) % nt] * f[({k} * 16 + {t} % 16) & 8191];
          {BARRIER}
        }}
        q[{self.own}] = {x};
        {s}[{t}] = __float_as_uint({x}) >> 3;"""

    def select_stores(self, s, t, size, value):
        x = self.name("x")
        return f"""{s}[{t}] = {value};
        unsigned {x} = {s}[{t}] >> 1;
        if ({s}[{t}] & 1) {s}[{t}] = {x} * 5u;
        if ({x} > 77u && {t} != 5) {{ {s}[{t}] += {x}; }} else {{ {s}[{t}] -= 3u; }}
        {s}[{t}] = {t} < 9 ? {x} : {s}[{t}];"""

    def histogram(self, s, t, size, value):
        k = self.name("k")
        bins = self.pick("16", "nt")
        add = self.pick("atomicAdd({}, 1u);", "atomicAdd({}, {k} + 2u);", "atomicInc({}, 0xffffffffu);",
                        "atomicXor({}, {k} * 77u + 1u);")
        place = f"&{s}[(unsigned)(a[{k} & 8191] + 2000) % {bins}]"
        # More bins than threads or fewer.
        return f"""for (unsigned {k} = {t}; {k} < {bins}; {k} += nt) {s}[{k}] = 0;
        for (unsigned {k} = {bins} + {t}; {k} < nt; {k} += nt) {s}[{k}] = 1;
        {BARRIER}
        for (unsigned {k} = {t} + blockIdx.x; {k} < 3 * nt; {k} += nt) {{
          {add.format(place, k=k)}
        }}
        {BARRIER}
        if ({t} < 16 && {t} < nt) atomicAdd(&h[{t}], {s}[{t}]);"""

    def listed(self, s, t, size, value):
        """A list that threads add to in any order; what is made of it does not depend on the order."""
        x, k = self.name("x"), self.name("k")
        test = self.pick(f"{x} % 3u != 0", f"{t} != 2 && {x} > 9u", "true", f"{t} + 2 < nt")
        place = self.pick("atomicAdd(&{0}[nt], 1u)", "atomicInc(&{0}[nt], 0xffffu)").format(s)
        return f"""unsigned {x} = {value};
        if ({t} == 0) {s}[nt] = 0;
        {BARRIER}
        if ({test}) {{
          const unsigned {k}p = {place};
          {s}[{k}p] = {x};
        }}
        {BARRIER}
        {x} = 0;
        for (unsigned {k} = 0; {k} < {s}[nt]; ++{k})
          {x} += {s}[{k}] * {s}[{k}];
        {BARRIER}
        {s}[{t}] = {x};"""

    # --- blocks of whole warps -------------------------------------------------------------------
    def warp_volatile(self, s, t, size, value):
        v = self.name("v")
        steps = "".join(f"if ({t} < {d}) {v}[{t}] = {v}[{t}] + {v}[{t} + {d}];\n__syncwarp();\n"
                        for d in (16, 8, 4, 2, 1))
        return f"""{s}[{t}] = {value};
        {BARRIER}
        if ({t} < 32) {{
          volatile unsigned *{v} = {s};
          {steps}
        }}"""

    def by_warps(self, s, t, size, value):
        x, k = self.name("x"), self.name("k")
        return f"""unsigned {x} = {value};
        for (int {k} = 16; {k} > 0; {k} >>= 1) {x} += __shfl_down_sync(0xffffffffu, {x}, {k});
        if (({t} & 31) == 0) {s}[{t} >> 5] = {x};
        {BARRIER}
        if ({t} < 32) {{
          {x} = {t} < nt / 32 ? {s}[{t}] : 0u;
          for (int {k} = 16; {k} > 0; {k} >>= 1) {x} += __shfl_xor_sync(0xffffffffu, {x}, {k});
        }}
        {BARRIER}
        {s}[{t}] = {x};"""

    def compaction(self, s, t, size, value):
        x, m = self.name("x"), self.name("m")
        return f"""unsigned {x} = {value};
        {s}[{t}] = 0;
        {BARRIER}
        const unsigned {m} = __ballot_sync(0xffffffffu, {x} & 1);
        const int {m}p = __popc({m} & ((1u << ({t} & 31)) - 1u));
        if ({x} & 1) {s}[({t} & ~31) + {m}p] = {x};"""

    def warp_rows(self, s, t, size, value):
        x, j, k = self.name("x"), self.name("j"), self.name("k")
        return f"""unsigned {x} = {value} & 1u;
        for (int {j} = {t} & 31; {j} < {self.pick("100", "77", "w")}; {j} += 32)
          {x} += (unsigned)a[({t} / 32 * 100 + {j}) & 8191] * 3u;
        for (int {k} = 16; {k} >= 1; {k} /= 2)
          {x} += __shfl_xor_sync(~0u, {x}, {k});
        {s}[{t}] = {x};"""

    def warp_until(self, s, t, size, value):
        """Each warp goes on as long as one of its lanes does."""
        x, r, m = self.name("x"), self.name("x"), self.name("m")
        vote = self.pick(f"__any_sync(0xffffffffu, {x} > 0)", f"!__all_sync(~0u, {x} == 0)",
                         f"__ballot_sync(~0u, {x} > 0) != 0")
        step = self.pick(f"{r} += __popc({m});", f"{r} = {r} * 3u + {m};",
                         f"{r} += __shfl_sync(~0u, {r}, 0);\n{r} ^= {m};")
        return f"""int {x} = (int)(({value}) % 6u);
        unsigned {r} = {t};
        while ({vote}) {{
          const unsigned {m} = __ballot_sync(0xffffffffu, {x} > 1);
          {step}
          if ({x} > 0) --{x};
        }}
        {s}[{t}] = {r};"""

    def warps_in_turn(self, s, t, size, value):
        """Warps share rows of a table among each other."""
        x, j, k = self.name("x"), self.name("j"), self.name("k")
        return f"""unsigned {x} = {value};
        for ({self.pick("int", "unsigned")} {j} = {t} / 32; {j} < {self.pick("10", "(int)c % 9", "31")}; {j} += nt / 32) {{
          {x} += (unsigned)a[{j} * 32 + ({t} & 31)];
          {self.pick("", f"if ({j} == 4) continue;", f"if ({j} > 20) break;")}
          for (int {k} = 16; {k} > 0; {k} >>= 1) {x} += __shfl_xor_sync(~0u, {x}, {k});
          if (({t} & 31) == {self.pick("0", "31", j)}) {s}[{j}] = {x};
        }}
        {BARRIER}
        {x} ^= {s}[{t}];
        {BARRIER}
        {s}[{t}] = {x};"""
