// SPDX-License-Identifier: Apache-2.0
// Memory of an OS thread for values of a block's threads that its stack has no room for. Given and
// taken back like a stack, and kept for the next block.
#pragma once

#include "sampan/detail/execution.h"

#include <cstddef>
#include <vector>

namespace spn::host {

class Arena {
public:
  Arena() = default;
  ~Arena();
  Arena(const Arena &) = delete;
  Arena &operator=(const Arena &) = delete;

  /// Null when there is no memory.
  void *take(std::size_t bytes);
  detail::ArenaMark mark() const { return at_; }
  /// Everything taken since the mark is free again.
  void release(const detail::ArenaMark &mark) { at_ = mark; }

private:
  struct Chunk {
    char *memory;
    std::size_t size;
  };
  std::vector<Chunk> chunks_;
  detail::ArenaMark at_ = {0, 0};
};

} // namespace spn::host
