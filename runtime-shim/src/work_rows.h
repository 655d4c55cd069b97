// SPDX-License-Identifier: Apache-2.0
// Copies and fills as rows of bytes, whoever does them.
#pragma once

#include "work.h"

#include <algorithm>

namespace spn::rt {

inline GridLaunch launchOf(const KernelCall &kernel, int device) {
  GridLaunch launch;
  launch.body = kernel.body;
  launch.closure = kernel.closure.get();
  launch.grid = kernel.grid;
  launch.block = kernel.block;
  launch.sharedBytes = kernel.sharedBytes;
  launch.device = device;
  launch.cooperative = kernel.cooperative;
  return launch;
}

/// Rows that follow each other without gaps are one long row.
inline void joinRows(const Region &a, const Region &b, std::size_t &width, std::size_t &height,
                     std::size_t &depth) {
  if (height > 1 && a.pitch == width && b.pitch == width) {
    const std::size_t rows = height;
    height = 1;
    width *= rows;
  }
  if (depth > 1 && height == 1 && a.slice == width && b.slice == width) {
    width *= depth;
    depth = 1;
  }
}

/// Calls body(to, from, bytes) until one returns an error.
template <class Body> spnError_t forEachRow(const CopyCall &copy, Body body) {
  std::size_t width = copy.width, height = copy.height, depth = copy.depth;
  if (!width || !height || !depth)
    return spnSuccess;
  joinRows(copy.to, copy.from, width, height, depth);
  for (std::size_t z = 0; z < depth; ++z)
    for (std::size_t y = 0; y < height; ++y)
      if (spnError_t error =
              body(copy.to.base + z * copy.to.slice + y * copy.to.pitch,
                   copy.from.base + z * copy.from.slice + y * copy.from.pitch, width))
        return error;
  return spnSuccess;
}

/// Calls body(row, elements) until one returns an error.
template <class Body> spnError_t forEachRow(const FillCall &fill, Body body) {
  std::size_t height = fill.height, depth = fill.depth;
  std::size_t width = fill.width * fill.elementSize;
  joinRows(fill.to, fill.to, width, height, depth);
  for (std::size_t z = 0; z < depth; ++z)
    for (std::size_t y = 0; y < height; ++y)
      if (spnError_t error =
              body(fill.to.base + z * fill.to.slice + y * fill.to.pitch, width / fill.elementSize))
        return error;
  return spnSuccess;
}

/// Fills `elements` of a row by means of fillBytes(to, byte, bytes) and copy(to, from, bytes).
template <class Fill, class Copy>
spnError_t fillRow(char *row, const FillCall &fill, std::size_t elements, Fill fillBytes,
                   Copy copy) {
  if (fill.elementSize == 1)
    return fillBytes(row, static_cast<int>(fill.value & 0xff), elements);
  // The first element, then copies of what is already there.
  const std::size_t total = elements * fill.elementSize;
  if (!total)
    return spnSuccess;
  spnError_t error = copy(row, &fill.value, fill.elementSize);
  for (std::size_t done = fill.elementSize; error == spnSuccess && done < total;) {
    const std::size_t more = std::min(done, total - done);
    error = copy(row + done, row, more);
    done += more;
  }
  return error;
}

} // namespace spn::rt
