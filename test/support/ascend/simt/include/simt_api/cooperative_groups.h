// SPDX-License-Identifier: Apache-2.0
// Groups of threads: the block, tiles of a warp, lanes that are active together. Tiles of several
// warps, and groups whose size only the run knows, are not emulated.
#pragma once

#include "simt_api/asc_bf16.h"
#include "simt_api/asc_fp16.h"

// clang-format off: ASC_BODY is no word that it knows
namespace cooperative_groups {

class thread_block {
public:
  static ASC_FUNCTION void sync() ASC_BODY(asc_syncthreads();)
  static ASC_FUNCTION unsigned int thread_rank()
      ASC_BODY(return (threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x;)
  static ASC_FUNCTION dim3 group_index() ASC_BODY(return blockIdx;)
  static ASC_FUNCTION dim3 thread_index() ASC_BODY(return threadIdx;)
  static ASC_FUNCTION dim3 dim_threads() ASC_BODY(return blockDim;)
  static ASC_FUNCTION dim3 group_dim() ASC_BODY(return blockDim;)
  static ASC_FUNCTION unsigned int num_threads()
      ASC_BODY(return blockDim.x * blockDim.y * blockDim.z;)
  static ASC_FUNCTION unsigned int size() ASC_BODY(return num_threads();)
};
ASC_FUNCTION thread_block this_thread_block() ASC_BODY(return thread_block();)

template <unsigned int Size, class Parent = void> class thread_block_tile;

/// Lanes of one warp, by mask.
class coalesced_group {
public:
  ASC_FUNCTION void sync() const ASC_BODY(asc_threadfence_block(); (void)asc_any(1);)
  ASC_FUNCTION unsigned long long num_threads() const ASC_BODY(return __builtin_popcount(mask);)
  ASC_FUNCTION unsigned long long size() const ASC_BODY(return num_threads();)
  ASC_FUNCTION unsigned long long thread_rank() const
      ASC_BODY(return __builtin_popcount(mask & static_cast<unsigned>(lanemask_lt()));)
  ASC_FUNCTION unsigned long long meta_group_rank() const ASC_BODY(return metaRank;)
  ASC_FUNCTION unsigned long long meta_group_size() const ASC_BODY(return metaSize;)
  template <class T> ASC_FUNCTION T shfl(T var, int src_rank) const
      ASC_BODY(return asc_shfl(var, laneOf(static_cast<unsigned>(src_rank)));)
  template <class T> ASC_FUNCTION T shfl_up(T var, unsigned int delta) const
      ASC_BODY(const unsigned rank = static_cast<unsigned>(thread_rank());
               return asc_shfl(var, laneOf(rank < delta ? rank : rank - delta));)
  template <class T> ASC_FUNCTION T shfl_down(T var, unsigned int delta) const
      ASC_BODY(const unsigned rank = static_cast<unsigned>(thread_rank());
               return asc_shfl(var, laneOf(rank + delta >= num_threads() ? rank : rank + delta));)
  ASC_FUNCTION int any(int predicate) const ASC_BODY(return ballotLanes(predicate) != 0;)
  ASC_FUNCTION int all(int predicate) const ASC_BODY(return ballotLanes(predicate) == mask;)
  ASC_FUNCTION unsigned int ballot(int predicate) const
      ASC_BODY(const unsigned lanes = ballotLanes(predicate);
               unsigned packed = 0;
               for (unsigned rank = 0; rank < num_threads(); ++rank)
                 packed |= (lanes >> laneOf(rank) & 1) << rank;
               return packed;)

protected:
  ASC_FUNCTION explicit coalesced_group(unsigned int lanes, unsigned int tile = 0,
                                        unsigned int tiles = 1)
#ifdef ASC_EMULATOR_CHECK
      ;
#else
      : mask(lanes), metaRank(tile), metaSize(tiles) {}
#endif
  friend ASC_FUNCTION coalesced_group coalesced_threads();
  friend ASC_FUNCTION coalesced_group binary_partition(const coalesced_group &, bool);
  template <unsigned int Size, class Parent>
  friend ASC_FUNCTION coalesced_group binary_partition(
      const thread_block_tile<Size, Parent> &, bool);

private:
  /// The lane that has the rank.
  ASC_FUNCTION int laneOf(unsigned rank) const
      ASC_BODY(for (int lane = 0; lane < 32; ++lane)
                 if ((mask >> lane & 1) && rank-- == 0)
                   return lane;
               return laneid();)
  ASC_FUNCTION unsigned ballotLanes(int predicate) const
      ASC_BODY(return asc_ballot(predicate) & mask;)
  unsigned int mask, metaRank, metaSize;
};
ASC_FUNCTION coalesced_group coalesced_threads() ASC_BODY(return coalesced_group(asc_activemask());)

template <unsigned int Size, class Parent> class thread_block_tile {
  static_assert(Size >= 1 && Size <= 32 && (Size & (Size - 1)) == 0,
                "tiles of one warp have a power of two of threads");

public:
  template <class Whole>
  ASC_FUNCTION thread_block_tile(const Whole &whole)
#ifdef ASC_EMULATOR_CHECK
      ;
#else
      : metaRank(static_cast<unsigned>(whole.thread_rank()) / Size),
        metaSize((static_cast<unsigned>(whole.num_threads()) + Size - 1) / Size) {}
#endif
  /// The type forgets what the tile is a part of, the tile does not.
  template <class Other>
  ASC_FUNCTION thread_block_tile(const thread_block_tile<Size, Other> &same)
#ifdef ASC_EMULATOR_CHECK
      ;
#else
      : metaRank(same.meta_group_rank()), metaSize(same.meta_group_size()) {}
#endif
  ASC_FUNCTION void sync() const ASC_BODY(asc_threadfence_block(); (void)asc_any(1);)
  static ASC_FUNCTION unsigned long long thread_rank()
      ASC_BODY(return thread_block::thread_rank() % Size;)
  static constexpr ASC_FUNCTION unsigned long long num_threads() { return Size; }
  static constexpr ASC_FUNCTION unsigned long long size() { return Size; }
  ASC_FUNCTION unsigned int meta_group_rank() const
      ASC_BODY(return metaRank;)
  ASC_FUNCTION unsigned int meta_group_size() const ASC_BODY(return metaSize;)
  template <class T> ASC_FUNCTION T shfl(T var, int src_rank) const
      ASC_BODY(return asc_shfl(var, src_rank, Size);)
  template <class T> ASC_FUNCTION T shfl_up(T var, unsigned int delta) const
      ASC_BODY(return asc_shfl_up(var, delta, Size);)
  template <class T> ASC_FUNCTION T shfl_down(T var, unsigned int delta) const
      ASC_BODY(return asc_shfl_down(var, delta, Size);)
  template <class T> ASC_FUNCTION T shfl_xor(T var, unsigned int mask) const
      ASC_BODY(return asc_shfl_xor(var, static_cast<int>(mask), Size);)
  ASC_FUNCTION int any(int predicate) const ASC_BODY(return ballot(predicate) != 0;)
  ASC_FUNCTION int all(int predicate) const ASC_BODY(return ballot(predicate) == ballot(1);)
  ASC_FUNCTION unsigned int ballot(int predicate) const
      ASC_BODY(const unsigned shift = static_cast<unsigned>(laneid()) / Size * Size;
               return asc_ballot(predicate) >> shift & (0xffffffffu >> (32 - Size));)

private:
  unsigned int metaRank, metaSize;
};

template <unsigned int Size, class Parent>
ASC_FUNCTION thread_block_tile<Size, Parent> tiled_partition(const Parent &group)
    ASC_BODY(return thread_block_tile<Size, Parent>(group);)

ASC_FUNCTION coalesced_group binary_partition(const coalesced_group &group, bool pred)
    ASC_BODY(const unsigned members = asc_activemask();
             const unsigned chosen = asc_ballot(pred);
             (void)group;
             return coalesced_group(pred ? chosen : members & ~chosen, pred ? 1 : 0, 2);)
template <unsigned int Size, class Parent>
ASC_FUNCTION coalesced_group binary_partition(const thread_block_tile<Size, Parent> &tile,
                                              bool pred)
    ASC_BODY(const unsigned shift = static_cast<unsigned>(laneid()) / Size * Size;
             const unsigned chosen = tile.ballot(pred) << shift;
             const unsigned others = tile.ballot(!pred) << shift;
             return coalesced_group(pred ? chosen : others, pred ? 1 : 0, 2);)

} // namespace cooperative_groups
