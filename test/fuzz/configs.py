# SPDX-License-Identifier: Apache-2.0
# Shapes of grids and blocks that a kernel is launched with, and its parameters.
from dataclasses import dataclass

MOST_THREADS = 2048  # of a grid: the reference runs them one by one
INTS = 8192  # elements of each array

BLOCKS = {
    1: [1, 31, 32, 33, 64, 100, 128, 256, 512, 1024],
    2: [(8, 8), (16, 16), (32, 8), (33, 3), (5, 7), (32, 1), (1, 32), (16, 4), (20, 6), (64, 2)],
    3: [(4, 4, 4), (8, 4, 2), (3, 5, 7), (32, 2, 2), (2, 1, 16)],
}


@dataclass
class Config:
    grid: tuple
    block: tuple
    parameters: dict

    @property
    def threads(self):
        return self.block[0] * self.block[1] * self.block[2]

    @property
    def blocks(self):
        return self.grid[0] * self.grid[1] * self.grid[2]

    @property
    def total(self):
        return self.threads * self.blocks


def triple(shape):
    shape = shape if isinstance(shape, tuple) else (shape,)
    return shape + (1,) * (3 - len(shape))


def random_configs(random, dimensions, choose):
    """One to three launches of the same kernel."""
    configs = []
    for _ in range(random.choice([1, 2, 2, 3])):
        block = triple(random.choice([s for s in BLOCKS[dimensions] if choose(triple(s))]))
        threads = block[0] * block[1] * block[2]
        room = max(1, MOST_THREADS // threads)
        grid = [1, 1, 1]
        for axis in range(dimensions):
            grid[axis] = random.randint(1, max(1, min(4 if dimensions > 1 else 8, room)))
            room //= grid[axis]
        total = threads * grid[0] * grid[1] * grid[2]
        width, height = grid[0] * block[0], grid[1] * block[1]
        configs.append(Config(tuple(grid), block, {
            "n": random.choice([total, max(1, total - 1), max(1, total - random.randint(0, total)),
                                total + 5, random.randint(1, 40)]),
            "w": random.choice([width, max(1, width - random.randint(0, 9)), width + 3]),
            "v": random.choice([height, max(1, height - 1), height + 3]),
            "u": random.choice([random.randrange(1 << 32), random.randrange(200), 0xffffffff,
                                2 ** 32 - random.randint(1, total), 2 ** 31 - random.randint(0, total)]),
            "c": random.choice([1, 2, 3, 5, 7, 8, 16, 32, 100]),
            "s": random.randint(-40, 40),
        }))
    return configs
