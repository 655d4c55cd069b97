// SPDX-License-Identifier: Apache-2.0
// How a kernel uses memory and what it computes as a whole, found by structure and not by names.
// Chips without threads need this: it decides between vector tiles, a library call and plain loops.
#pragma once

#include "rewriters/core/span.h"

#include <cstdint>
#include <string>

namespace sampan {

/// An address as a function of the thread; ordered, a later one is harder to vectorise.
enum class IndexPattern : std::uint8_t {
  None,      ///< no such access
  Uniform,   ///< the same for all threads of a block
  Unit,      ///< neighbouring threads use neighbouring elements
  Affine,    ///< a constant or uniform stride
  NonAffine, ///< divisions, bit operations, products of thread indices
  Loaded,    ///< depends on data in memory
};

enum class KernelStructure : std::uint8_t {
  Other,
  Map,          ///< each thread computes its element from those at the same place
  Stencil,      ///< and from neighbours at fixed distances
  Reduction,    ///< many elements to one per block or in all
  RowReduction, ///< each thread folds a row of its own
  Scan,         ///< running sums
  MatrixVector,
  MatrixProduct,
  Transpose,
  Histogram, ///< counts at places that the data names
  Gather,    ///< only moves elements, from places that the data names
  Scatter,   ///< only moves elements, to such places
};

struct KernelShape {
  KernelStructure structure = KernelStructure::Other;
  IndexPattern reads = IndexPattern::None; ///< the hardest access to global memory
  IndexPattern writes = IndexPattern::None;
  Span readAt, writeAt;         ///< where that is
  bool divergentAccess = false; ///< memory is accessed under a condition on data
  bool wideIntegers = false;    ///< integers of 64 bits are read or written
  Span divergentAt;
  bool divergentLoop = false;      ///< threads run loops of different lengths
  unsigned regions = 1;            ///< pieces between barriers
  std::uint64_t crossingBytes = 0; ///< per thread, live from one piece to another
  bool splittable = true;          ///< all barriers can become cuts between loops

  friend auto operator<=>(const KernelShape &, const KernelShape &) = default;
};

} // namespace sampan
