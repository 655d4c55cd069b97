# SPDX-License-Identifier: Apache-2.0
# Device functions in which threads of the block or of a warp meet, and calls of them: templates,
# references, pointers to shared memory, shared memory of their own, members, tiles of the block.
from expressions import Variable
from tree import Node

FULL = "0xffffffffu"

# Each takes what it is for from the kernel: FN_ becomes the kernel's name. `warps`: for blocks of
# whole warps only. {m} is a shared array of two elements per thread.
FUNCTIONS = {
    "warpSum": (True, """template <typename T> __device__ T FN_warpSum(T value) {
  for (int offset = 16; offset > 0; offset >>= 1)
    value += __shfl_xor_sync(0xffffffffu, value, offset);
  return value;
}"""),
    "warpScan": (True, """__device__ __forceinline__ unsigned FN_warpScan(unsigned value) {
  const int lane = FN_rank() & 31;
#pragma unroll
  for (int by = 1; by < 32; by *= 2) {
    const unsigned other = __shfl_up_sync(0xffffffffu, value, by);
    if (lane >= by)
      value += other;
  }
  return value;
}"""),
    "greatest": (True, """static __device__ void FN_greatest(unsigned &value, int &place) {
  for (int offset = 16; offset; offset /= 2) {
    const unsigned other = __shfl_down_sync(0xffffffffu, value, offset);
    const int at = __shfl_down_sync(0xffffffffu, place, offset);
    if (other > value) {
      value = other;
      place = at;
    }
  }
}"""),
    "blockSum": (True, """template <typename T> __device__ T FN_blockSum(T value) {
  static __shared__ T sums[32];
  const int lane = FN_rank() & 31, warp = FN_rank() >> 5;
  for (int offset = 16; offset > 0; offset >>= 1)
    value += __shfl_down_sync(0xffffffffu, value, offset);
  __syncthreads();
  if (lane == 0)
    sums[warp] = value;
  __syncthreads();
  value = FN_rank() < FN_size() / 32 ? sums[lane] : T(0);
  if (warp == 0)
    for (int offset = 16; offset > 0; offset >>= 1)
      value += __shfl_down_sync(0xffffffffu, value, offset);
  return value;
}"""),
    "shift": (False, """__device__ unsigned FN_shift(unsigned *cells, unsigned value, int by) {
  const int t = FN_rank(), n = FN_size();
  __syncthreads();
  cells[t] = value;
  __syncthreads();
  const unsigned other = cells[(t + by) % n];
  __syncthreads();
  return other;
}"""),
    "reduce": (False, """template <int Rounds> __device__ void FN_reduce(unsigned *cells, unsigned &value) {
  const int t = FN_rank(), n = FN_size();
  __syncthreads();
  cells[t] = value;
  for (int r = 0; r < Rounds; ++r) {
    __syncthreads();
    const unsigned sum = cells[t] + cells[t + 1 < n ? t + 1 : 0];
    __syncthreads();
    cells[t] = sum;
  }
  __syncthreads();
  value = cells[n - 1 - t];
  __syncthreads();
}"""),
    "until": (False, """__device__ int FN_until(unsigned *cells, int limit) {
  const int t = FN_rank();
  __syncthreads();
  for (int r = 0; r < 4; ++r) {
    if (t == 0)
      cells[0] = r * 10;
    __syncthreads();
    const int seen = (int)cells[0];
    __syncthreads();
    if (seen >= limit)
      return r * 100 + t;
  }
  return -1;
}"""),
    "Cells": (False, """struct FN_Cells {
  unsigned *cells;
  int by;
  __device__ FN_Cells(unsigned *cells, int by) : cells(cells), by(by) {}
  __device__ void put(unsigned value) { cells[FN_rank()] = value; }
  __device__ unsigned exchange(unsigned value) {
    __syncthreads();
    put(value);
    __syncthreads();
    const unsigned other = cells[(FN_rank() + by) % FN_size()];
    __syncthreads();
    return other;
  }
};"""),
    "count": (False, """__device__ int FN_count(bool holds, const int *from) {
  int found = __syncthreads_count(holds);
  if (found > 3)
    found += from[found] & 7;
  return found + __syncthreads_or(!holds);
}"""),
}

RANKS = {1: ("threadIdx.x", "blockDim.x"),
         2: ("threadIdx.y * blockDim.x + threadIdx.x", "blockDim.x * blockDim.y"),
         3: ("(threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x",
             "blockDim.x * blockDim.y * blockDim.z")}


class Helpers:
    """Part of a kernel's generator, above Blocks."""

    def helper_functions(self):
        random = self.random
        names = [n for n, (warps, _) in FUNCTIONS.items() if self.whole_warps or not warps]
        self.helpers = random.sample(names, min(len(names), random.choice([0, 1, 1, 2])))
        if not self.helpers:
            return []
        rank, size = RANKS[self.dimensions]
        qualifier = random.choice(["", "__forceinline__ ", "static "])
        return [f"{qualifier}__device__ int FN_rank() {{ return {rank}; }}\n"
                f"{qualifier}__device__ int FN_size() {{ return {size}; }}"] + \
               [FUNCTIONS[name][1] for name in self.helpers]

    def met_inside(self, *nodes):
        """Nodes around calls in which the block meets before anything and after everything."""
        self.met()
        return [Node("__syncthreads();", keep=True), *nodes, Node("__syncthreads();", keep=True)]

    def helper_call(self):
        random = self.random
        names = [n for n in self.helpers if n not in ("shift", "reduce", "until", "Cells")
                 or self.idioms]
        if not names:
            return []
        way, x = random.choice(names), self.name("x")
        cells = self.idioms[0].name if self.idioms else ""
        self.met()
        if self.idioms:
            self.note(self.idioms[0], "idiom")
        value = f"(unsigned)({self.integer(2).text})"
        by = self.between(1, 31, 1, True).text
        cond = self.condition(1).text
        texts = {
            "warpSum": [f"unsigned {x} = FN_warpSum({value});"],
            "warpScan": [f"unsigned {x} = FN_warpScan({value});"],
            "greatest": [f"unsigned {x} = {value};", f"int {x}at = (int)t;",
                         f"FN_greatest({x}, {x}at);", f"{x} += {x}at;"],
            "blockSum": [f"unsigned {x} = FN_blockSum({value});/*meets*/"],
            "shift": [f"unsigned {x} = FN_shift({cells}, {value}, {by});/*meets*/"],
            "reduce": [f"unsigned {x} = {value};",
                       f"FN_reduce<{random.randint(1, 3)}>({cells}, {x});/*meets*/"],
            "until": [f"unsigned {x} = FN_until({cells}, {by});/*meets*/"],
            "Cells": [f"FN_Cells {x}c({cells}, {by});",
                      f"unsigned {x} = {x}c.exchange({value});/*meets*/"],
            "count": [f"unsigned {x} = FN_count({cond}, a);/*meets*/"],
        }[way]
        if random.random() < 0.25 and way not in ("greatest", "reduce", "Cells"):
            call = texts[0].split("= ", 1)[1].split(";")[0]
            texts = [f"unsigned {x} = 5;/*meets*/", f"{x} ^= 3u * {call};/*meets*/"]
        self.declare(Variable(x, "unsigned", 0, 2 ** 32 - 1, mutable=True))
        return self.met_inside(*[Node(text, keep=True) for text in texts])

    # --- tiles -----------------------------------------------------------------------------------
    def tile_declaration(self):
        self.tile = self.random.choice([4, 8, 16, 32, 32])
        block = self.random.choice(["cg::this_thread_block()", "block"])
        nodes = [Node("cg::thread_block block = cg::this_thread_block();", keep=True)]
        kind = self.random.choice(["auto", f"cg::thread_block_tile<{self.tile}>",
                                   f"const cg::thread_block_tile<{self.tile}>"])
        return nodes + [Node(f"{kind} tile = cg::tiled_partition<{self.tile}>({block});", keep=True)]

    def tile_operation(self):
        random = self.random
        x, k = self.name("x"), self.name("k")
        value = f"(unsigned)({self.integer(2).text})"
        by = self.between(0, self.tile - 1, 1, True).text
        lane = self.between(0, self.tile - 1, 1).text
        cond = self.condition(1).text
        texts = random.choice([
            [f"unsigned {x} = tile.shfl_xor({value}, {by});"],
            [f"unsigned {x} = tile.shfl_down({value}, {by});"],
            [f"unsigned {x} = tile.shfl_up({value}, {by});"],
            [f"unsigned {x} = tile.shfl({value}, {lane});"],
            [f"unsigned {x} = tile.ballot({cond});"],
            [f"unsigned {x} = tile.any({cond}) + 2 * tile.all({cond});"],
            [f"unsigned {x} = cg::reduce(tile, {value}, cg::plus<unsigned>());"],
            [f"unsigned {x} = cg::reduce(tile, {value}, cg::greater<unsigned>());"],
            [f"unsigned {x} = cg::inclusive_scan(tile, {value});"],
            [f"unsigned {x} = cg::exclusive_scan(tile, {value}, cg::plus<unsigned>());"],
            [f"unsigned {x} = {value};",
             f"for (int {k} = tile.size() / 2; {k} > 0; {k} /= 2) {x} += tile.shfl_down({x}, {k});",
             f"if (tile.thread_rank() == 0) {x} ^= tile.meta_group_rank();"],
        ])
        self.declare(Variable(x, "unsigned", 0, 2 ** 32 - 1, mutable=True))
        return [Node("", [Node(t, keep=True) for t in texts])]
