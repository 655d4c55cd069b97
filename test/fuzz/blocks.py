# SPDX-License-Identifier: Apache-2.0
# Statements that all threads of a block reach together: barriers, votes, operations of warps, and
# loops and branches around them. Notes what threads do with shared arrays from barrier to barrier,
# so that no two threads get at one element without a barrier in between.
from expressions import Variable
from tree import BARRIER, Node
from values import TYPES, Value, binary, literal


class Recorder:
    """What a loop's body does before its first barrier."""

    def __init__(self, level):
        self.level, self.modes, self.active = level, {}, True


def union(*maps):
    out = {}
    for modes in maps:
        for name, found in modes.items():
            out[name] = out.get(name, frozenset()) | found
    return out


class Blocks:
    """Part of a kernel's generator, above Statements."""

    # --- what happens to shared arrays ------------------------------------------------------------
    def may(self, array, mode):
        return self.pending.get(array.name, frozenset()) <= {mode}

    def note(self, array, mode):
        self.pending = union(self.pending, {array.name: frozenset({mode})})
        for recorder in self.recorders:
            if recorder.active:
                recorder.modes = union(recorder.modes, {array.name: frozenset({mode})})

    def met(self):
        """All threads have just met."""
        self.pending = {}
        for recorder in self.recorders:
            if recorder.level == self.level:
                recorder.active = False

    def barrier(self):
        self.met()
        text = self.random.choice([BARRIER] * 8 + ["__syncthreads_or(0);", "sync();"]) \
            if self.synchronizers else BARRIER
        return [Node(text, keep=True)]

    # --- lists -----------------------------------------------------------------------------------
    def sequence(self, count, depth):
        nodes = []
        for _ in range(count):
            nodes += self.element(depth)
        return nodes

    def inner(self, count, depth, variables=()):
        """The same in a scope and at a level of its own."""
        self.scopes.append(list(variables))
        places, arrays = len(self.places), len(self.local_arrays)
        self.level += 1
        nodes = self.sequence(count, depth)
        self.level -= 1
        self.scopes.pop()
        del self.places[places:], self.local_arrays[arrays:]
        return nodes

    def element(self, depth):
        random = self.random
        choices = [(lambda: self.statement(2), 6), (self.barrier, 4), (self.vote, 1),
                   (self.uniform_variable, 1.5), (self.read_together, 0.7),
                   (self.uniform_assignment, 0.7)]
        if depth > 0:
            choices += [(lambda: self.uniform_loop(depth), 2), (lambda: self.uniform_if(depth), 1.2),
                        (lambda: self.voting_loop(depth), 0.5)]
        if self.whole_warps and not self.exited:
            choices += [(self.tile_operation, 3 if self.tile else 0), (self.collective, 3), (self.warp_loop, 0.7), (self.warp_branch, 0.7)]
        if self.level == 0 and not self.exited:
            choices.append((self.early_return, 0.5))
        if self.helpers and not self.exited:
            choices.append((self.helper_call, 2.5))
        if self.idioms and not self.exited:
            choices.append((self.idiom, 2))
        functions, weights = zip(*choices)
        return random.choices(functions, weights)[0]() or []

    def early_return(self):
        self.exited = True
        condition = self.guard()
        if self.random.random() < 0.3:
            name = self.name("g")
            return [Node("", [Node(f"const bool {name} = {condition.text};"),
                              Node(f"if (!{name})", [Node("return;")])])]
        return [Node(f"if ({condition.text})", [Node("return;")])]

    # --- uniform values --------------------------------------------------------------------------
    def uniform_variable(self):
        random = self.random
        kind = self.type(["int", "int", "unsigned", "long long"])
        value = self.integer(2, True) if kind == "unsigned" else self.between(-5000, 5000, 2, True)
        low, high = (0, 2 ** 32 - 1) if kind == "unsigned" else (-5000, 5000)
        name = self.name("u")
        self.declare(Variable(name, kind, low, high, True, True))
        return [Node(f"{kind} {name} = {value.text};")]

    def uniform_assignment(self):
        found = self.variables(lambda v: v.uniform and v.mutable)
        if not found:
            return []
        target = self.random.choice(found)
        if target.kind == "unsigned":
            return [Node(f"{target.name} {self.random.choice(['', '+', '^'])}= "
                         f"(unsigned)({self.integer(2, True).text});")]
        return [Node(f"{target.name} = {self.between(-5000, 5000, 2, True).text};")]

    def read_together(self):
        """A value that is the same for all threads, but only because they read one element."""
        random = self.random
        found = [s for s in self.shared if self.may(s, "read")]
        name = self.name("u")
        if found and random.random() < 0.7:
            array = random.choice(found)
            self.note(array, "read")
            place = f"[{random.randrange(array.rows)}][{random.randrange(array.columns)}]" \
                if array.columns else f"[{self.between(0, array.size - 1, 1, True).text}]"
            text, low, high = f"(int)({array.name}{place} & 1023)", 0, 1023
        else:
            text, low, high = f"a[{self.between(0, 8191, 1, True).text}]", -1000, 1000
        self.declare(Variable(name, "int", low, high, True))
        return [Node(f"const int {name} = {text};")]

    def vote(self):
        random = self.random
        name = self.name("u")
        kind = random.choice(["count", "or", "and"])
        condition = self.guard() if random.random() < 0.4 else self.condition(2)
        self.met()
        self.declare(Variable(name, "int", 0, 1024 if kind == "count" else 1, True))
        result = f"__syncthreads_{kind}({condition.text})"
        if kind != "count":
            result += " != 0"
        return [Node(f"const int {name} = {result};")]

    # --- control flow ----------------------------------------------------------------------------
    def uniform_loop(self, depth):
        random = self.random
        most = random.choice([2, 3, 5])
        k = self.name("k")
        last = self.between(0, most, 1, True)
        kind = self.type(["int", "int", "unsigned", "size_t"])
        heads = [f"for ({kind} {k} = 0; {k} < {last.text}; ++{k})",
                 f"for (int {k} = {last.text}; {k} > 0; --{k})",
                 f"for (unsigned {k} = 1; {k} <= {most}; {k} <<= 1)",
                 f"for (int {k} = blockDim.x / 2; {k} > 0; {k} >>= 1)",
                 f"for (int {k} = {most}; {k} > 0; {k} /= 2)"]
        way = random.randrange(len(heads))
        kind = [kind, "int", "unsigned", "int", "int"][way]
        counter = Variable(k, kind, 0, 512 if way == 3 else most, True)
        return self.loop_around(heads[way], depth, [counter])

    def loop_around(self, head, depth, variables, first=(), tail=""):
        random = self.random
        before = dict(self.pending)
        recorder = Recorder(self.level + 1)
        self.recorders.append(recorder)
        outer, self.leaving = self.leaving, []
        nodes = list(first) + self.inner(random.randint(1, 3), depth - 1, variables)
        self.level += 1
        if random.random() < 0.3:
            self.scopes.append(list(variables))
            jump = random.choice(["break;", "break;", "continue;"]) if not tail else "break;"
            if head.startswith("while"):
                jump = "break;"
            nodes.append(Node(f"if ({self.condition(1, True).text})", [Node(jump)]))
            self.leaving.append(dict(self.pending))
            self.scopes.pop()
            nodes += self.inner(random.randint(1, 2), depth - 1, variables)
        end = union(self.pending, *self.leaving)
        clash = union(end, recorder.modes)
        if recorder.active or any(len(modes) > 1 for modes in clash.values()) or tail:
            if end:
                nodes += self.barrier()  # threads that broke out above have left the loop
        self.level -= 1
        self.recorders.remove(recorder)
        self.pending = union(before, self.pending, end)
        self.leaving = outer
        if any("continue" in node.text() for node in nodes) and clash:
            nodes.insert(0, Node(BARRIER, keep=True))
        return [Node(head, nodes, tail=tail)]

    def voting_loop(self, depth):
        """A loop that goes on while some thread has work left."""
        random = self.random
        name, rounds = self.name("x"), self.name("u")
        start = self.between(0, 5, 1)
        variable = Variable(name, "int", 0, 5)
        way = random.choice(["or", "count", "and"])
        condition = {"or": f"__syncthreads_or({name} > 0)",
                     "count": f"__syncthreads_count({name} > 0) > {random.randint(0, 3)}",
                     "and": f"__syncthreads_and({name} > 0)"}[way]
        begin = Node(f"int {name} = {start.text};", keep=True)
        self.met()
        step = Node(f"if ({name} > 0)", [Node(f"--{name};", keep=True)], keep=True)
        counter = Variable(rounds, "int", 0, 9, True)
        loop = self.loop_around(f"while ({condition} && {rounds} < 9)", depth, [variable, counter],
                                [step, Node(f"++{rounds};", keep=True)])
        # Threads meet in the condition, too: what stands before it cannot clash with the body.
        return [Node("", [begin, Node(f"int {rounds} = 0;", keep=True)] + loop)]

    def uniform_if(self, depth):
        random = self.random
        condition = self.condition(1, True)
        before = dict(self.pending)
        body = self.inner(random.randint(1, 3), depth - 1)
        after = self.pending
        other = None
        if random.random() < 0.4:
            self.pending = dict(before)
            other = self.inner(random.randint(1, 2), depth - 1)
            self.pending = union(after, self.pending)
        else:
            self.pending = union(before, after)
        return [Node(f"if ({condition.text})", body, other)]

    # --- warps -----------------------------------------------------------------------------------
    def collective(self, segment=32, mask="0xffffffffu"):
        """A value that lanes get from each other; all lanes of each segment are here."""
        random = self.random
        kind = self.type(["int", "unsigned", "long long"])
        value = self.integer(2) if kind == "unsigned" else self.between(-30000, 30000)
        low, high = (0, 2 ** 32 - 1) if kind == "unsigned" else (-30000, 30000)
        width = random.choice([w for w in (2, 4, 8, 16, 32) if w <= segment])
        by = random.choice([0, 1, 2, 3, 4, 5, 8, 16, 31])
        argument = f"({kind})({value.text})"
        extra = f", {width}" if width < 32 or random.random() < 0.3 else ""
        distance = str(by)
        uniforms = self.variables(lambda v: v.uniform and v.kind == "int" and
                                  v.low >= 0 and v.high < 32)
        if uniforms and random.random() < 0.4:
            distance = random.choice(uniforms).name
        lane = self.between(0, width - 1, 1).text
        way = random.randrange(10)
        name = self.name("s")
        if way >= 8:
            self.declare(Variable(name, "unsigned", 0, 2 ** 32 - 1, mutable=True))
            text = random.choice([
                f"__match_any_sync({mask}, (unsigned)({value.text}) & 3u)",
                f"__reduce_add_sync({mask}, (unsigned)({value.text}))",
                f"__reduce_max_sync({mask}, (unsigned)({value.text}))",
                f"__reduce_xor_sync({mask}, (unsigned)({value.text}))"])
            return [Node(f"unsigned {name} = {text};")]
        if way < 5:
            distance = distance if way < 2 else str(by % width)
            text = [f"__shfl_up_sync({mask}, {argument}, {distance}{extra})",
                    f"__shfl_down_sync({mask}, {argument}, {distance}{extra})",
                    f"__shfl_xor_sync({mask}, {argument}, {distance}{extra})",
                    f"__shfl_sync({mask}, {argument}, {lane}{extra})",
                    f"__shfl_sync({mask}, {argument}, {distance}{extra})"][way]
            self.declare(Variable(name, kind, low, high, mutable=True))
            return [Node(f"{kind} {name} = {text};")]
        condition = self.condition(2)
        if way == 5:
            self.declare(Variable(name, "unsigned", 0, 2 ** 32 - 1, mutable=True))
            return [Node(f"unsigned {name} = __ballot_sync({mask}, {condition.text});")]
        self.declare(Variable(name, "int", 0, 1, mutable=True))
        vote = random.choice(["any", "all"])
        return [Node(f"int {name} = __{vote}_sync({mask}, {condition.text}) != 0;")]

    def warp_loop(self):
        """A reduction or scan over lanes."""
        random = self.random
        name, k = self.name("x"), self.name("k")
        nodes = [Node(f"unsigned {name} = (unsigned)({self.integer(2).text});", keep=True)]
        self.declare(Variable(name, "unsigned", 0, 2 ** 32 - 1, mutable=True))
        lane = f"({self.tid} & 31)"
        mask = random.choice(["0xffffffffu", "~0u"])
        shapes = [
            (f"for (int {k} = 16; {k} > 0; {k} >>= 1)",
             [f"{name} += __shfl_xor_sync({mask}, {name}, {k});"]),
            (f"for (int {k} = 16; {k}; {k} /= 2)",
             [f"{name} += __shfl_down_sync({mask}, {name}, {k});"]),
            (f"for (int {k} = 1; {k} < 32; {k} *= 2)",
             [f"unsigned {name}o = __shfl_up_sync({mask}, {name}, {k});",
              f"if ({lane} >= {k}) {name} += {name}o;"]),
            (f"for (int {k} = 0; {k} < 4; ++{k})",
             [f"{name} ^= __shfl_sync({mask}, {name} + {k}, {lane} ^ {k});"]),
            (f"for (int {k} = 8; {k} >= 1; {k} >>= 1)",
             [f"{name} = max({name}, __shfl_xor_sync({mask}, {name}, {k}, 16));"]),
        ]
        head, body = random.choice(shapes)
        if random.random() < 0.3:
            nodes.append(Node("#pragma unroll", keep=True))
        nodes.append(Node(head, [Node(line, keep=True) for line in body]))
        return [Node("", nodes)]

    def warp_branch(self):
        """Operations by some warps only, or by a part of the lanes."""
        random = self.random
        warp = f"({self.tid} / 32)"
        way = random.randrange(4)
        self.scopes.append([])
        places, arrays = len(self.places), len(self.local_arrays)
        nodes = []
        if way < 2:
            for _ in range(random.randint(1, 2)):
                nodes += self.collective()
        else:
            for _ in range(random.randint(1, 2)):
                nodes += self.collective(16, "0xffffu" if way == 2 else "0xffff0000u")
        nodes += self.block(random.randint(1, 2), 1)
        self.scopes.pop()
        del self.places[places:], self.local_arrays[arrays:]
        head = [f"if ({warp} == 0)", f"if ({warp} % 2 == 1)", f"if (({self.tid} & 31) < 16)",
                f"if (({self.tid} & 31) >= 16)"][way]
        return [Node(head, nodes)]
