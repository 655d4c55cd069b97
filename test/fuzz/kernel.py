# SPDX-License-Identifier: Apache-2.0
# A random kernel: its parameters, shared arrays, device functions and statements.
from dataclasses import dataclass

from blocks import Blocks
from configs import INTS, random_configs
from expressions import Expressions, Variable
from helpers import Helpers
from idioms import OF_POWERS, OF_WARPS, Idioms
from loops import Loops
from naming import MACROS, renamed, with_macros
from patterns import Patterns
from statements import Statements
from tree import BARRIER, Node
from values import literal


@dataclass
class SharedArray:
    name: str
    kind: str
    size: int
    own: str
    rows: int = 0
    columns: int = 0
    own_row: str = ""
    own_column: str = ""
    most: int = 30000


@dataclass
class Function:
    name: str
    arity: int
    nodes: list
    head: str
    prefix: str = ""

    def text(self):
        return "\n".join([self.head + " {"] + [l for n in self.nodes for l in n.lines()] + ["}"])


class Generator(Expressions, Statements, Patterns, Loops, Blocks, Idioms, Helpers):
    def __init__(self, random, name, focus=""):
        self.random, self.kernel, self.focus = random, name, focus
        self.names, self.level, self.loop = 0, 0, None
        self.scopes, self.places, self.bounds, self.local_arrays = [[]], [], [], []
        self.shared, self.idioms, self.functions, self.changers = [], [], [], []
        self.pending, self.recorders, self.leaving = {}, [], []
        self.helpers, self.tile = [], 0
        self.exited = self.parted = self.pure = self.in_place = self.synchronizers = False
        self.dimensions = random.choice([1, 1, 1, 1, 2, 2, 3])
        # Blocks that a kernel with operations of warps is launched with are of whole warps.
        self.whole_warps = random.random() < 0.4 or focus in OF_WARPS

        def may_be(block):
            threads = block[0] * block[1] * block[2]
            return (not self.whole_warps or threads % 32 == 0) and (
                focus not in OF_POWERS or threads & (threads - 1) == 0)

        self.configs = random_configs(random, self.dimensions, may_be)
        self.profile = random.choice(["mixed", "plain", "plain", "small", "small", "one", "one"])
        if focus:
            self.profile = "one" if hasattr(Idioms, focus) else "plain"
        self.simple = random.random() < (0.8 if self.profile == "one" else 0.4)
        self.most_threads = max(c.threads for c in self.configs)

    # --- device functions ------------------------------------------------------------------------
    def function(self, by_reference):
        random = self.random
        scopes, places, bounds = self.scopes, self.places, self.bounds
        self.pure = True
        arity = random.randint(1, 2)
        parameters = [Variable(f"p{k}", "int", -500, 500) for k in range(arity)]
        local = Variable("v", "int", -100000, 100000, mutable=True)
        self.scopes = [[*parameters, local]]
        self.places, self.bounds = [parameters[0]], [parameters[-1]]
        name = self.name("FN_f")
        nodes = []
        for _ in range(random.randint(1, 4)):
            nodes += self.pure_statement()
        function = None
        if by_reference:
            pointer = random.random() < 0.4
            local_use = "*r" if pointer else "r"
            head = f"__device__ void {name}(int {local_use if pointer else '&r'}, int p0)"
            begin = Node(f"int v = {local_use}, p1 = p0 / 2;", keep=True)
            end = Node(f"{local_use} = v % 1000;", keep=True)
            function = Function(name, 1, [begin] + nodes + [end], head, "&" if pointer else "")
            self.changers.append(function)
        else:
            qualifier = random.choice(["", "__forceinline__ ", "static ", "__noinline__ "])
            head = f"{qualifier}__device__ int {name}({', '.join('int ' + p.name for p in parameters)})"
            begin = Node("int v = p0;", keep=True)
            if random.random() < 0.5:
                at = random.randrange(len(nodes) + 1)
                nodes.insert(at, Node(f"if ({self.condition(1).text})", [Node(
                    f"return {random.choice(['v', 'p0', '7'])};")]))
            function = Function(name, arity, [begin] + nodes + [Node("return v;", keep=True)], head)
            self.functions.append(function)
        self.pure = False
        self.scopes, self.places, self.bounds = scopes, places, bounds
        return function

    def index_atoms(self):
        return [] if self.pure else super().index_atoms()

    def pure_statement(self):
        random = self.random
        way = random.randrange(4)
        if way < 2:
            return self.assignment()
        if way == 2:
            return [Node(f"if ({self.condition(1).text})", self.assignment())]
        k = self.name("k")
        self.scopes.append([Variable(k, "int", 0, 6)])
        body = self.assignment()
        if random.random() < 0.3:
            body.append(Node(f"if ({self.condition(1).text})", [Node("break;")]))
        self.scopes.pop()
        return [Node(f"for (int {k} = 0; {k} < {self.between(0, 6, 1).text}; ++{k})", body)]

    # --- the kernel ------------------------------------------------------------------------------
    def range_of(self, parameter):
        values = [c.parameters[parameter] for c in self.configs]
        return min(values), max(values)

    def parameters(self):
        random = self.random
        texts = []
        self.made = "c" if random.random() < 0.15 else ""
        for name in "nwvucs":
            if name == self.made:
                self.declare(Variable(name, "int", *self.range_of(name), True))
                continue
            kind = {"u": "unsigned", "s": "int"}.get(name) or self.type(["int", "int", "int", "unsigned", "long long", "size_t", "short"])
            low, high = self.range_of(name)
            texts.append(f"{random.choice(['', '', 'const '])}{kind} {name}")
            variable = self.declare(Variable(name, kind, low, high, True))
            if name in "nwv":
                self.bounds.append(variable)
        restrict = random.choice(["", "", " __restrict__ "])
        return ", ".join([f"const int *{restrict}a", "const unsigned char *b",
                          f"const float *{restrict}f", "const int *d", "const int *p",
                          f"int *{'' if self.in_place else restrict}o", f"float *{restrict}q",
                          "unsigned *e", "unsigned *h"] + texts)

    def indices(self):
        """Declarations of the thread's place: in the block, in the grid, in the plane."""
        random = self.random
        most = max(c.total for c in self.configs)
        linear = {1: "threadIdx.x", 2: "threadIdx.y * blockDim.x + threadIdx.x",
                  3: "(threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x"}
        block = {1: "blockIdx.x", 2: "(blockIdx.y * gridDim.x + blockIdx.x)",
                 3: "((blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x)"}
        self.tid_kind = self.type(["int", "int", "unsigned", "unsigned", "size_t"])
        count = {1: "blockDim.x", 2: "blockDim.x * blockDim.y",
                 3: "blockDim.x * blockDim.y * blockDim.z"}[self.dimensions]
        nodes = [Node(f"const {self.tid_kind} t = {linear[self.dimensions]};", keep=True),
                 Node(f"const {random.choice(['int', 'unsigned'])} nt = {count};", keep=True)]
        self.tid = "t"
        self.declare(Variable("t", self.tid_kind, 0, self.most_threads - 1))
        self.places.append(self.scopes[-1][-1])
        kind = self.type(["int", "int", "int", "unsigned", "size_t", "long long"])
        if random.random() < 0.5 or self.dimensions > 1:
            text = f"{block[self.dimensions]} * ({count}) + {linear[self.dimensions]}"
        else:
            text = random.choice(["threadIdx.x + blockDim.x * blockIdx.x", "blockIdx.x * nt + t",
                                  "t + nt * blockIdx.x"])
        nodes.append(Node(f"{random.choice(['', 'const '])}{kind} i = {text};", keep=True))
        self.declare(Variable("i", kind, 0, most - 1))
        self.places.append(self.scopes[-1][-1])
        for axis, name in enumerate("xyz"[:self.dimensions]):
            if self.dimensions > 1:
                kind = self.type(["int", "int", "unsigned"])
                nodes.append(Node(f"const {kind} {name} = blockIdx.{name} * blockDim.{name} + "
                                  f"threadIdx.{name};", keep=True))
                high = max(c.grid[axis] * c.block[axis] for c in self.configs) - 1
                self.declare(Variable(name, kind, 0, high))
                self.places.append(self.scopes[-1][-1])
        self.own = random.choice(["i", "i", "i", "2 * i", "2 * i + 1", "i + 7"])
        self.other_own = random.choice(["i", f"{most} - 1 - i", "p[i]", "i ^ 1", "3 * i"])
        if self.dimensions == 2 and random.random() < 0.4:
            self.own = random.choice(["y * (gridDim.x * blockDim.x) + x",
                                      "x * (int)(gridDim.y * blockDim.y) + y"])
        return nodes

    def shared_arrays(self):
        random = self.random
        nodes = []
        most = self.most_threads
        count = random.choice([0, 1, 1, 2, 3])
        if self.focus:
            count = max(count, 1)
        for at in range(min(count, 1) if self.profile == "one" else count):
            name = f"m{at}"
            if self.dimensions == 2 and random.random() < 0.5 and not self.focus:
                rows = max(c.block[1] for c in self.configs) + random.choice([0, 1])
                columns = max(c.block[0] for c in self.configs) + random.choice([0, 1, 2])
                array = SharedArray(name, self.type(["int", "unsigned"]), rows * columns,
                                    f"{name}[threadIdx.y][threadIdx.x]", rows, columns,
                                    "(int)threadIdx.y", "(int)threadIdx.x")
                nodes.append(Node(f"__shared__ {array.kind} {name}[{rows}][{columns}];", keep=True))
                nodes.append(Node(f"for (int k = t; k < {rows * columns}; k += nt)", [Node(
                    f"{name}[k / {columns}][k % {columns}] = k & 7;", keep=True)], keep=True))
            else:
                kind = "unsigned" if at == 0 else self.type(["int", "unsigned"])
                size = max(2 * most, 64) if at == 0 else most + random.choice([0, 0, 1, 5, 32])
                array = SharedArray(name, kind, size, f"{name}[t]")
                if at == 0 and random.random() < 0.4:
                    nodes.append(Node(f"extern __shared__ unsigned {name}[];", keep=True))
                else:
                    nodes.append(Node(f"__shared__ {kind} {name}[{size}];", keep=True))
                nodes.append(Node(f"for (int k = t; k < {size}; k += nt)", [Node(
                    f"{name}[k] = k * 3;", keep=True)], keep=True))
                if at == 0:
                    self.idioms.append(array)
            self.shared.append(array)
        return nodes + [Node(BARRIER, keep=True)] if nodes else []

    def objects(self):
        """Values with parts, and arrays that live as long as the thread."""
        random = self.random
        name = self.name("s")
        if random.random() < 0.5:
            nodes = [Node(f"int2 {name} = make_int2({self.between(-9, 9).text}, t);")]
            parts = "xy"
        else:
            nodes = [Node(f"struct {name}T {{ int m1; int m2; int m3; }};"),
                     Node(f"{name}T {name} = {{1, (int)({self.between(-9, 9).text}), 3}};")]
            parts = ["m1", "m2", "m3"]
        for part in parts:
            self.declare(Variable(f"{name}.{part}", "int", -10000, 10000, mutable=True))
        return [Node("", nodes, keep=True)] + (self.local_array() if random.random() < 0.5 else [])

    def body(self):
        random = self.random
        if self.profile == "mixed":
            return self.sequence(random.randint(2, 7), 2)
        if self.profile == "one":
            guard = self.early_return() if random.random() < 0.25 and not self.idioms else []
            return guard + (self.idiom() if self.idioms else self.pattern())
        if self.profile == "plain":
            nodes = self.early_return() if random.random() < 0.5 else []
            guard = self.guard() if random.random() < 0.3 else None
            self.scopes.append([])
            work = []
            for _ in range(random.choice([1, 1, 2, 3])):
                work += self.pattern() if random.random() < 0.8 else self.statement(1)
            self.scopes.pop()
            return nodes + ([Node(f"if ({guard.text})", work)] if guard else work)
        nodes = []
        for _ in range(random.choice([1, 2, 2, 3])):
            way = random.random()
            if way < 0.5 and self.idioms and not self.exited:
                nodes += self.idiom()
            elif way < 0.6 and not self.exited:
                nodes += self.early_return()
            elif way < 0.8:
                nodes += self.pattern() + self.barrier()
            else:
                nodes += self.element(1)
        return nodes

    def make(self):
        random = self.random
        self.in_place = random.random() < 0.3
        parameters = self.parameters()
        count = random.choice([0, 0, 1, 2]) if self.profile != "one" else 0
        functions = [self.function(k > 0) for k in range(count)]
        self.synchronizers = random.random() < 0.2
        helpers = self.helper_functions() if self.profile in ("mixed", "small") else []
        self.scopes.append([])
        nodes = self.indices()
        if self.whole_warps and self.profile in ("mixed", "small") and random.random() < 0.4:
            nodes += self.tile_declaration()
        if self.profile != "mixed":  # few things at a time, as most kernels do
            self.places = random.sample(self.places, 1) if self.dimensions == 1 else self.places[1:]
        if self.profile != "plain":
            nodes += self.shared_arrays()
        some = random.randint(1, 3) if self.profile == "mixed" else random.choice([0, 0, 1])
        if random.random() < (0.25 if self.profile == "mixed" else 0.1):
            nodes += self.objects()
        for kind in random.sample(["int", "unsigned", "float"], some):
            name = self.name("x")
            if kind == "float":
                nodes.append(Node(f"float {name} = f[{self.near().text}];"))
                self.declare(Variable(name, kind, -1000, 1000, mutable=True))
            else:
                low, high = (-100000, 100000) if kind == "int" else (0, 2 ** 32 - 1)
                nodes.append(Node(f"{kind} {name} = a[{self.near().text}];"))
                self.declare(Variable(name, kind, low, high, mutable=True))
        nodes += self.body()
        results = [] if self.profile in ("plain", "one") else [Node(f"o[{self.own}] = (int)({self.integer(3).text}) % 1000;")]
        for variable in self.scopes[-1]:
            if variable.mutable:
                results.append(Node(f"q[{self.own}] += (float){variable.name};"
                                    if variable.kind == "float" else
                                    f"e[{self.other_own}] = e[{self.other_own}] * 31u + "
                                    f"(unsigned){variable.name};"))
        if results and random.random() < 0.6:
            results = [Node(f"if ({self.guard().text})", results)]
        nodes += results
        if random.random() < 0.5:
            nodes = renamed(nodes, random)
        return Kernel(self.kernel, parameters, self.made, functions, helpers, nodes, self.configs,
                      self.synchronizers, random.random() < 0.2)


@dataclass
class Kernel:
    name: str
    parameters: str
    made: str  # the parameter that is a template's
    functions: list
    helpers: list
    nodes: list
    configs: list
    synchronizers: bool
    macros: bool

    def text(self, name=None):
        name = name or self.name
        out = [MACROS] if self.macros else []
        out += [f.text() for f in self.functions] + self.helpers
        if self.synchronizers:
            out.append("__device__ void FN_sync() { __syncthreads(); }")
        if self.made:
            out.append(f"template <int {self.made}>")
        out.append(f"__global__ void {name}({self.parameters}) {{")
        body = [line for node in self.nodes for line in node.lines()]
        out += [with_macros(line) for line in body] if self.macros else body
        text = "\n".join(out + ["}"]).replace(" sync();", " FN_sync();")
        return text.replace("FN_", name + "_")
