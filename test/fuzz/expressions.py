# SPDX-License-Identifier: Apache-2.0
# Random expressions over the variables in scope, the index and what memory may be read.
from dataclasses import dataclass, replace

from configs import INTS
from values import (TYPES, Value, binary, cast, choose, convert, extreme, fitted, limits, literal,
                    negated)

COMPARISONS = ["<", ">", "<=", ">=", "==", "!="]
ARITHMETIC = ["+", "+", "+", "-", "-", "*", "&", "|", "^", ">>", "<<", "/", "%"]


@dataclass
class Variable:
    name: str
    kind: str  # a type of values.TYPES, or float
    low: int
    high: int
    uniform: bool = False
    mutable: bool = False

    def value(self):
        return Value(self.name, self.kind, self.low, self.high, self.uniform)


class Expressions:
    """Part of a kernel's generator: `random`, `scopes`, `configs`, `shared`, `names`."""

    def variables(self, test=lambda v: True):
        return [v for scope in self.scopes for v in scope if test(v)]

    def declare(self, variable):
        self.scopes[-1].append(variable)
        return variable

    def name(self, stem):
        self.names += 1
        return f"{stem}{self.names}"

    def type(self, kinds):
        """One of them; `int` in kernels in which most things are int, as in most programs."""
        plain = self.simple and "int" in kinds and self.random.random() < 0.9
        return "int" if plain else self.random.choice(kinds)

    # --- the index and the parameters ---------------------------------------------------------
    def index_atoms(self):
        block = [max(c.block[a] for c in self.configs) for a in range(3)]
        grid = [max(c.grid[a] for c in self.configs) for a in range(3)]
        least = [min(c.block[a] for c in self.configs) for a in range(3)]
        atoms = []
        for axis, field in enumerate("xyz"[:self.dimensions]):
            atoms += [Value(f"threadIdx.{field}", "unsigned", 0, block[axis] - 1)] * 3
            atoms.append(Value(f"blockIdx.{field}", "unsigned", 0, grid[axis] - 1, True))
            atoms.append(Value(f"blockDim.{field}", "unsigned", least[axis], block[axis], True))
        return atoms

    def atom(self, uniform=False):
        random = self.random
        way = random.randrange(10)
        if way < 5:
            found = self.variables(lambda v: v.kind in TYPES and (v.uniform or not uniform))
            if found:
                return random.choice(found[-12:] if random.random() < 0.7 else found).value()
        if way < 7:
            found = [a for a in self.index_atoms() if a.uniform or not uniform]
            if found:
                return random.choice(found)
        if way == 7 and not uniform and not self.pure:
            load = self.load()
            if load:
                return load
        if way == 8 and not uniform and not self.pure and self.functions:
            return self.call()
        kind = random.choice(["int", "int", "int", "unsigned", "long long"])
        return literal(random.choice([0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 33, 100]), kind)

    def call(self):
        function = self.random.choice(self.functions)
        arguments = [fitted(self.integer(1), -500, 500, self.random) for _ in range(function.arity)]
        text = ", ".join(f"(int)({a.text})" for a in arguments)
        return Value(f"{function.name}({text})", "int", -100000, 100000)

    # --- integers --------------------------------------------------------------------------------
    def integer(self, depth=2, uniform=False):
        random = self.random
        if depth <= 0 or random.random() < 0.2:
            return self.atom(uniform)
        way = random.randrange(12)
        left = self.integer(depth - 1, uniform)
        if way == 0:
            return cast(left, random.choice(["int", "unsigned", "long long", "size_t", "short",
                                             "unsigned char", "unsigned short"]))
        right = self.integer(depth - 1, uniform)
        if way == 1:
            kind = random.choice(["int", "unsigned", "long long"])
            return extreme(random.choice(["min", "max"]), left, right, kind)
        if way == 2:
            return choose(self.condition(depth - 1, uniform), left, right)
        operator = random.choice(ARITHMETIC)
        if operator in "/%" or operator in ("<<", ">>"):
            right = self.divisor(uniform) if operator in "/%" else literal(random.randint(0, 6))
        found = binary(operator, left, right)
        if found is None:
            found = binary(operator, cast(left, "unsigned"), right if operator in ("<<", ">>")
                           else cast(right, "unsigned"))
        if found is None or len(found.text) > 160:
            return left
        return found

    def divisor(self, uniform):
        random = self.random
        found = self.variables(lambda v: v.kind in TYPES and v.low > 0 and
                               (v.uniform or not uniform))
        if found and random.random() < 0.5:
            return random.choice(found).value()
        found = [a for a in self.index_atoms() if a.low > 0]
        if found and random.random() < 0.3:
            return random.choice(found)
        return literal(random.choice([1, 2, 3, 4, 5, 7, 8, 16, 32, 33]),
                       random.choice(["int", "int", "unsigned"]))

    def between(self, low, high, depth=2, uniform=False):
        return fitted(self.integer(depth, uniform), low, high, self.random)

    # --- conditions ------------------------------------------------------------------------------
    def condition(self, depth=1, uniform=False):
        random = self.random
        way = random.randrange(12)
        if way < 6:
            return self.comparison(depth, uniform)
        if way == 6:
            return negated(self.condition(depth, uniform))
        if way == 7:
            found = self.variables(lambda v: v.kind == "bool" and (v.uniform or not uniform))
            if found:
                return random.choice(found).value()
        if way in (8, 9) and depth > 0:
            operator = random.choice(["&&", "&&", "||"])
            return binary(operator, self.condition(depth - 1, uniform),
                          self.condition(depth - 1, uniform))
        return self.guard(uniform)

    def comparison(self, depth, uniform):
        left = self.integer(depth, uniform)
        right = self.integer(max(0, depth - 1), self.random.random() < 0.6 or uniform)
        return binary(self.random.choice(COMPARISONS), left, right)

    def guard(self, uniform=False):
        """A condition on a place in the grid or in the block, as programs write them."""
        random = self.random
        if uniform:
            places = [a for a in self.index_atoms() if a.uniform] or [literal(1)]
        elif self.pure:
            places = [v.value() for v in self.places]
        else:
            places = [v.value() for v in self.places] + [a for a in self.index_atoms()
                                                         if not a.uniform]
        i = random.choice(places)
        bound = random.choice([v.value() for v in self.bounds] or [literal(5)])
        if random.random() < 0.3:
            bound = literal(random.choice([1, 2, 5, 16, 31, 32, 33, 64, 77]))
        kind = random.choice(["unsigned", "int", "long long", "size_t"])
        other = random.choice(places)
        far = literal(random.choice([0xffffffff, 0xfffffff0, 0x80000000]), "unsigned")
        one = literal(1, random.choice(["int", "unsigned"]))
        two = literal(random.randint(2, 5), "unsigned")
        shapes = [
            lambda: binary("<", i, bound), lambda: binary(">", bound, i),
            lambda: negated(binary(">=", i, bound)), lambda: binary(">=", i, bound),
            lambda: binary("<", binary("+", i, one), bound),
            lambda: binary("<=", i, binary("-", bound, one)),
            lambda: binary("<", cast(i, kind), cast(bound, kind)),
            lambda: binary("<", binary("-", cast(i, "unsigned"), one),
                           binary("-", cast(bound, "unsigned"), two)),
            lambda: binary("&&", binary(">=", i, one), binary("<", i, bound)),
            lambda: binary("||", binary("<", i, one), binary(">=", i, bound)),
            lambda: binary("==", i, bound), lambda: binary("!=", i, bound),
            lambda: binary("==", binary("%", i, literal(random.choice([2, 3, 4, 32]))), literal(0)),
            lambda: binary("!=", binary("&", i, literal(random.choice([1, 3, 4, 31]))), literal(0)),
            lambda: binary("<", binary("*", i, literal(2)), bound),
            lambda: binary("<", binary("-", bound, i), literal(random.randint(1, 40))),
            lambda: binary("<", cast(i, "short"), cast(bound, "short")),
            lambda: binary("<", binary("+", i, other) or i, bound), lambda: binary(">", i, other),
            lambda: binary("<", binary("-", binary("-", bound, literal(1)), i), other),
            lambda: binary("<", binary("+", cast(i, "unsigned"), far), bound),
            lambda: binary("&&", binary("<", i, bound), binary("<", other, bound)),
        ]
        if self.simple and random.random() < 0.6:
            shapes = shapes[:5] + shapes[8:12]
        return random.choice(shapes)() or binary("<", i, bound)

    # --- memory ----------------------------------------------------------------------------------
    def load(self):
        """Something that is read from memory."""
        random = self.random
        way = random.randrange(5)
        if way == 0:
            found = [s for s in self.shared if self.may(s, "read") or self.may(s, "write")]
            if found:
                return self.shared_load(random.choice(found))
        if way == 1 and self.local_arrays:
            array = random.choice(self.local_arrays)
            return Value(f"{array.name}[{self.between(0, array.size - 1, 1).text}]", "int",
                         -array.most, array.most)
        if way == 2:
            return Value(f"d[{self.own}]", "int", -1000, 1000) if self.in_place else None
        index = self.near() if random.random() < 0.6 else self.between(0, INTS - 1, 1)
        if random.random() < 0.25:
            return Value(f"b[{index.text}]", "unsigned char", 0, 255)
        return Value(f"a[{index.text}]", "int", -1000, 1000)

    def near(self):
        """An index near the thread's own place: a neighbour, clamped or folded."""
        random = self.random
        i = random.choice(self.places).value()
        bound = random.choice(self.bounds).value()
        by = literal(random.choice([1, 1, 2, 3]), random.choice(["int", "int", "unsigned"]))
        plus, minus = binary("+", i, by), binary("-", i, by)
        one = literal(1)
        before = replace(binary("-", i, one), low=0, high=max(0, i.high - 1))  # where i > 0
        last = binary("-", bound, literal(1))
        kind = random.choice(["int", "int", "long long"])
        shapes = [
            lambda: i, lambda: plus, lambda: minus,
            lambda: extreme("max", cast(minus, kind), literal(0), kind),
            lambda: extreme("min", cast(plus, kind), cast(last, kind), kind),
            lambda: choose(binary(">", i, literal(0)), before, literal(0)),
            lambda: choose(binary("==", i, literal(0)), literal(0), before),
            lambda: choose(binary(">", i, literal(0)), minus, literal(0)),
            lambda: choose(binary("<", i, last), plus, last),
            lambda: choose(binary(">=", i, last), last, plus),
            lambda: binary("%", plus, bound),
            lambda: binary("/", i, self.divisor(False)),
            lambda: binary("%", i, self.divisor(False)),
            lambda: binary("*", i, by),
            lambda: binary("&", i, literal(random.choice([1, 7, 15, 31, 63]))),
            lambda: binary("^", i, by),
        ]
        found = random.choice(shapes)() or i
        return fitted(found, 0, INTS - 1, random)

    def shared_load(self, array):
        mode = self.random.choice([m for m in ("read", "write") if self.may(array, m)])
        self.note(array, mode)  # in the mode in which threads write their own they read these, too
        element = self.shared_element(array) if mode == "read" else array.own
        if array.kind == "unsigned":
            return Value(element, "unsigned", *limits("unsigned"))
        return Value(element, "int", -array.most, array.most)

    def shared_element(self, array):
        random = self.random
        if array.columns:
            row = self.between(0, array.rows - 1, 1)
            column = self.between(0, array.columns - 1, 1)
            if random.random() < 0.6:
                by = random.choice(["0", "1"])
                row = fitted(binary("+", Value(array.own_row, "int", 0, array.rows - 1),
                                    literal(int(by))), 0, array.rows - 1, random)
                column = fitted(binary(random.choice("+-"), Value(
                    array.own_column, "int", 0, array.columns - 1), literal(random.choice([0, 1]))),
                    0, array.columns - 1, random)
            return f"{array.name}[{row.text}][{column.text}]"
        tid = Value(self.tid, self.tid_kind, 0, self.most_threads - 1)
        if random.random() < 0.6:
            by = literal(random.choice([1, 1, 2, 16, 32]))
            index = binary(random.choice("+-^"), tid, by) or tid
        else:
            index = self.integer(1)
        return f"{array.name}[{fitted(index, 0, array.size - 1, random).text}]"

    # --- floats: no NaN, no infinity, so that every order of compilation gives the same bits -------
    def real(self, depth=2):
        """Text and greatest magnitude."""
        random = self.random
        if depth <= 0 or random.random() < 0.25:
            found = self.variables(lambda v: v.kind == "float")
            if found and random.random() < 0.6:
                variable = random.choice(found)
                return variable.name, variable.high
            if random.random() < 0.4:
                return f"f[{self.near().text}]", 100
            if random.random() < 0.5:
                return f"(float)({self.between(-500, 500, 1).text})", 500
            return random.choice(["0.5f", "1.f", "3.f", "0.25f", "2.f"]), 3
        left, most = self.real(depth - 1)
        right, other = self.real(depth - 1)
        way = random.randrange(8)
        if way < 2:
            text, most = f"({left} + {right})", most + other
        elif way == 2:
            text, most = f"({left} - {right})", most + other
        elif way == 3:
            text, most = f"({left} * {right})", most * other
        elif way == 4:
            text, most = f"f{random.choice(['min', 'max'])}f({left}, {right})", max(most, other)
        elif way == 5:
            text, most = f"sqrtf(fabsf({left}))", most + 1
        elif way == 6:
            text = f"({left} / (fabsf({right}) + 1.f))"
        else:
            text, most = f"({self.condition(1).text} ? {left} : {right})", max(most, other)
        if most > 100000:
            return f"({text} * {1 / 2 ** 20}f)", most / 2 ** 20 + 1
        return text, most
