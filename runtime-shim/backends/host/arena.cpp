// SPDX-License-Identifier: Apache-2.0
#include "arena.h"

#include "worker.h"

#include <algorithm>
#include <new>

namespace spn {
namespace host {
namespace {

constexpr std::align_val_t kAlignment{64};
constexpr std::size_t kLeastChunk = std::size_t{1} << 20;

} // namespace

Arena::~Arena() {
  for (const Chunk &chunk : chunks_)
    ::operator delete(chunk.memory, kAlignment);
}

void *Arena::take(std::size_t bytes) {
  bytes = (bytes + 63) / 64 * 64;
  for (; at_.chunk < chunks_.size(); ++at_.chunk, at_.used = 0) {
    const Chunk &chunk = chunks_[at_.chunk];
    if (chunk.size - at_.used < bytes)
      continue;
    char *const memory = chunk.memory + at_.used;
    at_.used += bytes;
    return memory;
  }
  const std::size_t size = std::max(bytes, kLeastChunk);
  void *const memory = ::operator new(size, kAlignment, std::nothrow);
  if (!memory)
    return nullptr;
  chunks_.push_back({static_cast<char *>(memory), size});
  at_ = {chunks_.size() - 1, bytes};
  return memory;
}

} // namespace host

detail::ArenaMark detail::arenaMark() noexcept { return host::thisWorker().values.mark(); }

void *detail::takeArena(std::size_t bytes) noexcept {
  host::Worker &worker = host::thisWorker();
  if (void *const memory = worker.values.take(bytes))
    return memory;
  host::reportNoStack(worker);
  host::abandon(worker, host::Fault::memory);
}

void detail::releaseArena(const ArenaMark &mark) noexcept {
  host::thisWorker().values.release(mark);
}

} // namespace spn
