# SPDX-License-Identifier: Apache-2.0
# Random statements of one thread: assignments, stores to places of its own, branches, loops.
from dataclasses import dataclass

from expressions import Variable
from tree import Node
from values import TYPES, binary, fitted, limits, literal


@dataclass
class LocalArray:
    name: str
    size: int
    most: int


class Statements:
    """Part of a kernel's generator, above Expressions."""

    def block(self, count, depth, loop=None):
        """A list of statements in a scope of its own."""
        self.scopes.append([])
        arrays, places = len(self.local_arrays), len(self.places)
        before, self.loop = self.loop, loop
        nodes = []
        for _ in range(count):
            nodes += self.statement(depth)
        self.loop = before
        del self.local_arrays[arrays:]
        del self.places[places:]
        self.scopes.pop()
        return nodes

    def statement(self, depth):
        random = self.random
        choices = [(self.assignment, 7), (self.declaration, 4), (self.store, 6), (self.change, 2),
                   (self.shared_store, 4), (self.atomic, 1.5), (self.call_by_reference, 0.7)]
        if depth > 0:
            choices += [(lambda: self.branch(depth), 5), (lambda: self.loops(depth), 4),
                        (lambda: self.switch(depth), 0.8), (lambda: self.local_array(), 0.7),
                        (self.pattern, 2)]
        if self.loop:
            choices.append((self.jump, 1))
        functions, weights = zip(*choices)
        return random.choices(functions, weights)[0]() or self.assignment() or []

    # --- variables -------------------------------------------------------------------------------
    def declaration(self):
        random = self.random
        way = random.randrange(8)
        if way == 0:
            variable = Variable(self.name("g"), "bool", 0, 1)
            node = Node(f"const bool {variable.name} = {self.condition(1).text};")
        elif way == 1:
            text, most = self.real()
            variable = Variable(self.name("r"), "float", -most, max(most, 1000), mutable=True)
            node = Node(f"float {variable.name} = {text};")
        elif way in (2, 3):
            value = self.near() if random.random() < 0.6 else self.integer()
            kind = self.type(["int", "unsigned", "long long", value.kind])
            low, high = limits(kind)
            if kind == "bool" or not value.inside(low, high):
                kind, value = "int", fitted(value, -100000, 100000, random)
            variable = Variable(self.name("k"), kind, value.low, value.high)
            node = Node(f"const {kind} {variable.name} = {value.text};")
            if value.inside(0, 8000):
                self.places.append(variable)
        else:
            kind = self.type(["int", "int", "unsigned", "long long", "short", "unsigned char"])
            low, high = limits(kind) if kind in ("unsigned", "unsigned char") else \
                (lambda m: (-m, m))(random.choice([1023, 10000, 30000]))
            value = self.integer() if kind.startswith("unsigned") else self.between(low, high)
            variable = Variable(self.name("x"), kind, low, high, mutable=True)
            node = Node(f"{kind} {variable.name} = {value.text};")
            way = random.random()
            if way < 0.15:  # assigned later
                node = Node("", [Node(f"{kind} {variable.name};", keep=True),
                                 Node(f"{variable.name} = {value.text};")], keep=True)
            elif way < 0.3 and kind in ("int", "unsigned"):  # with one that never changes
                self.declare(variable)
                other = Variable(self.name("k"), kind, *((0, high) if kind == "unsigned" else
                                                         (-high, high)))
                begin = random.choice([variable.name, "1", variable.name])
                node = Node(f"{kind} {variable.name} = {value.text}, {other.name} = {begin};")
                variable = other
        self.declare(variable)
        return [node]

    def targets(self):
        return self.variables(lambda v: v.mutable and not v.uniform)

    def assignment(self):
        random = self.random
        targets = self.targets()
        if not targets:
            return []
        target = random.choice(targets)
        if target.kind == "float":
            return [Node(f"{target.name} = {self.float_for(target)};")]
        return [Node(self.assigned(target))]

    def float_for(self, target):
        text, most = self.real()
        while most > target.high:
            text, most = f"({text}) * 0.00390625f", most / 256
        return text

    def assigned(self, target):
        random = self.random
        if target.kind in ("unsigned", "unsigned char") and random.random() < 0.5:
            if random.random() < 0.2:
                return random.choice([f"++{target.name};", f"{target.name}--;"])
            operator = random.choice(["+", "-", "^", "|", "*", "+"])
            value = self.integer()
            if target.kind == "unsigned":
                return f"{target.name} {operator}= (unsigned)({value.text});"
            return f"{target.name} {operator}= {fitted(value, 0, 255, random).text};"
        if target.kind.startswith("unsigned"):
            return f"{target.name} = {self.integer().text};"
        if random.random() < 0.4:  # an accumulation that stays in range
            value = binary(random.choice("+-"), target.value(), self.between(-1000, 1000))
            return f"{target.name} = {fitted(value, target.low, target.high, random).text};"
        return f"{target.name} = {self.between(target.low, target.high).text};"

    def change(self):
        """A conditional change of one variable, as clamps are written."""
        random = self.random
        targets = [t for t in self.targets() if t.kind in TYPES]
        if not targets:
            return []
        target = random.choice(targets)
        return [Node(f"if ({self.condition(1).text})", [Node(self.assigned(target))])]

    def local_array(self):
        random = self.random
        size = random.choice([2, 3, 4, 8, 8, 40])
        array = LocalArray(self.name("l"), size, 5000)
        k = self.name("k")
        values = self.between(-5000, 5000)
        nodes = [Node(f"int {array.name}[{size}];", keep=True),
                 Node(f"for (int {k} = 0; {k} < {size}; ++{k})",
                      [Node(f"{array.name}[{k}] = {values.text};")], keep=True)]
        self.local_arrays.append(array)
        return nodes

    # --- memory ----------------------------------------------------------------------------------
    def store(self):
        random = self.random
        way = random.randrange(8)
        if self.local_arrays and way == 0:
            array = random.choice(self.local_arrays)
            return [Node(f"{array.name}[{self.between(0, array.size - 1, 1).text}] = "
                         f"{self.between(-array.most, array.most).text};")]
        if way in (1, 2):
            text, most = self.real()
            return [Node(f"q[{self.own}] = {text};")]
        if way == 3:
            return [Node(f"e[{self.other_own}] {random.choice(['', '^', '+'])}= "
                         f"(unsigned)({self.integer().text});")]
        element = f"o[{self.own}]"
        if self.in_place:  # what it holds stays within what d promises
            return [Node(f"{element} = {self.between(-1000, 1000).text};")]
        if random.random() < 0.3:
            return [Node(f"{element} = (int)((unsigned){element} {random.choice('+^-')} "
                         f"(unsigned)({self.integer().text}));")]
        return [Node(f"{element} = (int)({self.integer(3).text});")]

    def shared_store(self):
        random = self.random
        found = [s for s in self.shared if self.may(s, "write")]
        if not found:
            return self.store()
        array = random.choice(found)
        self.note(array, "write")
        if array.kind == "unsigned":
            return [Node(f"{array.own} {random.choice(['', '', '+', '^'])}= "
                         f"(unsigned)({self.integer().text});")]
        return [Node(f"{array.own} = {self.between(-array.most, array.most).text};")]

    def atomic(self):
        random = self.random
        value = self.integer()
        name = random.choice(["atomicAdd", "atomicAdd", "atomicXor", "atomicMax", "atomicMin"])
        found = [s for s in self.shared if s.kind == "unsigned" and self.may(s, name)]
        if found and random.random() < 0.7:
            array = random.choice(found)
            self.note(array, name)
            return [Node(f"{name}(&{self.shared_element(array)}, (unsigned)({value.text}));")]
        slot = {"atomicAdd": 0, "atomicXor": 16, "atomicMax": 32, "atomicMin": 48}[name]
        return [Node(f"{name}(&h[{slot} + ({self.between(0, 15, 1).text})], "
                     f"(unsigned)({value.text}));")]

    def call_by_reference(self):
        random = self.random
        targets = [t for t in self.targets() if t.kind == "int" and t.high >= 1023]
        if not targets or not self.changers:
            return []
        function = random.choice(self.changers)
        target = random.choice(targets)
        argument = self.between(-500, 500, 1)
        return [Node(f"{function.name}({function.prefix}{target.name}, (int)({argument.text}));")]

    # --- control flow ----------------------------------------------------------------------------
    def branch(self, depth):
        random = self.random
        condition = self.guard() if random.random() < 0.6 else self.condition(2)
        body = self.block(random.randint(1, 3), depth - 1, self.loop)
        other = self.block(random.randint(1, 2), depth - 1, self.loop) \
            if random.random() < 0.35 else None
        return [Node(f"if ({condition.text})", body, other)]

    def switch(self, depth):
        random = self.random
        count = random.randint(2, 4)
        cases = []
        for at in range(count):
            body = self.block(random.randint(1, 2), depth - 1)
            ends = random.random() < 0.8 or at == count - 1
            cases.append(Node(f"case {at}:", body + ([Node("break;", keep=True)] if ends else []),
                              keep=True))
        if random.random() < 0.5:
            cases.append(Node("default:", self.block(1, depth - 1), keep=True))
        return [Node(f"switch ({self.between(0, count, 1).text})", cases)]

    def jump(self):
        kind = self.random.choice(["break;", "continue;"] if self.loop == "for" else ["break;"])
        return [Node(f"if ({self.condition(1).text})", [Node(kind)])]

    def loops(self, depth):
        """A loop of a thread, with bounds that all threads share or that are its own."""
        random = self.random
        uniform = random.random() < 0.6
        k = self.name("k")
        kind = self.type(["int", "int", "unsigned", "long long", "short"])
        most = random.choice([3, 6, 9])
        first = self.between(0, 3, 1, uniform)
        last = self.between(0, most, 1, uniform)
        step = random.choice([1, 1, 1, 2, 3])
        low, high = 0, most
        shapes = [f"for ({kind} {k} = {first.text}; {k} < {last.text}; {k} += {step})",
                  f"for ({kind} {k} = 0; {k} <= {last.text}; {k}++)",
                  f"for (int {k} = {last.text}; {k} >= 0; --{k})",
                  f"for (unsigned {k} = {last.text}; {k}-- > 0;)",
                  f"for (int {k} = {most}; {k} > 0; {k} >>= 1)",
                  f"for (unsigned {k} = 1; {k} < {most}; {k} *= 2)",
                  f"for ({kind} {k} = 0; {k} != {most}; ++{k})"]
        way = random.randrange(len(shapes) + 1)
        if way < len(shapes):
            head, kind = shapes[way], [kind, kind, "int", "unsigned", "int", "unsigned", kind][way]
            self.scopes.append([Variable(k, kind, low, high, uniform and not self.parted)])
            body = self.block(random.randint(1, 3), depth - 1, "for")
            self.scopes.pop()
            pragma = [Node("#pragma unroll")] if random.random() < 0.1 else []
            return [Node("", pragma + [Node(head, body)])]
        count = Variable(k, "int", 0, most)
        self.scopes.append([count])
        body = self.block(random.randint(1, 3), depth - 1, "while")
        self.scopes.pop()
        more = f"{k} < {last.text} && {self.condition(1).text}"
        step_node = Node(f"++{k};", keep=True)
        if random.random() < 0.5:
            loop = Node(f"while ({more})", [step_node] + body)
            return [Node("", [Node(f"int {k} = 0;", keep=True), loop])]
        loop = Node("do", body + [step_node], tail=f" while ({more});")
        return [Node("", [Node(f"int {k} = 0;", keep=True), loop])]
