// SPDX-License-Identifier: Apache-2.0
// The blocks of a CUDA grid on the cores that there are. A launch on Ascend has at most 65,535
// blocks, and best as many as cores; each of them does the work of several blocks of the program.
//
//   for (spn::VirtualBlock vblock(grid); vblock.valid(); vblock.next())
//     k_block(arguments, vblock);
#pragma once

namespace spn {

struct VirtualBlock {
  dim3 idx;          ///< what blockIdx is in CUDA
  dim3 grid;         ///< what gridDim is in CUDA
  uint32_t *meeting; ///< where the blocks of the grid meet, or null

  __aicore__ explicit VirtualBlock(const dim3 &wholeGrid, uint32_t *meetingPlace = nullptr)
      : grid(wholeGrid), meeting(meetingPlace), number(blockIdx.x),
        count(static_cast<uint64_t>(wholeGrid.x) * wholeGrid.y * wholeGrid.z) {
    locate();
  }
  __aicore__ bool valid() const { return number < count; }
  __aicore__ void next() {
    number += gridDim.x;
    locate();
  }

private:
  /// 64-bit divisions are slow, and most grids have one dimension.
  __aicore__ void locate() {
    if (count == grid.x) {
      idx.x = static_cast<uint32_t>(number);
      idx.y = 0;
      idx.z = 0;
      return;
    }
    const uint64_t row = number / grid.x;
    idx.x = static_cast<uint32_t>(number - row * grid.x);
    idx.z = static_cast<uint32_t>(row / grid.y);
    idx.y = static_cast<uint32_t>(row - static_cast<uint64_t>(idx.z) * grid.y);
  }

  uint64_t number, count;
};

} // namespace spn
