// SPDX-License-Identifier: Apache-2.0
#include "transfer.h"

#include "device.h"
#include "pool.h"
#include "sampan/detail/execution.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace spn::host {
namespace {

/// A huge page, so that no page is shared between two OS threads that touch it first.
constexpr std::size_t partBytes = std::size_t{2} << 20;
/// Below this a copy is over before a helper is awake.
constexpr std::size_t leastShared = 4 * partBytes;

struct Transfer {
  char *to;
  const char *from; ///< null for a fill
  std::size_t bytes;
  int byte;
};

/// Bytes of the part that a block does. Parts end where huge pages of the destination do.
void transferPart(const void *closure) {
  const Transfer &whole = *static_cast<const Transfer *>(closure);
  const std::size_t before = reinterpret_cast<std::uintptr_t>(whole.to) % partBytes;
  const std::size_t part = blockIdx.x;
  const std::size_t begin = part ? part * partBytes - before : 0;
  const std::size_t end = std::min(whole.bytes, (part + 1) * partBytes - before);
  if (whole.from)
    std::memcpy(whole.to + begin, whole.from + begin, end - begin);
  else
    std::memset(whole.to + begin, whole.byte, end - begin);
}

bool isWorthSharing(std::size_t bytes) {
  // Within a kernel the OS threads have their work already.
  return bytes >= leastShared && workerLimit() > 1 && !detail::threadState.count;
}

void share(const Transfer &transfer) {
  static const detail::KernelBody body = {"copy or fill", sizeof(Transfer), alignof(Transfer),
                                          nullptr,        nullptr,          transferPart,
                                          transferPart,   nullptr,          0};
  GridLaunch launch;
  launch.body = &body;
  launch.closure = &transfer;
  const std::size_t before = reinterpret_cast<std::uintptr_t>(transfer.to) % partBytes;
  launch.grid = dim3(static_cast<unsigned>((before + transfer.bytes + partBytes - 1) / partBytes));
  launch.block = dim3(1);
  (void)run(launch); // nothing in the body reports a fault
}

bool overlap(const char *a, const char *b, std::size_t bytes) {
  const std::uintptr_t x = reinterpret_cast<std::uintptr_t>(a);
  const std::uintptr_t y = reinterpret_cast<std::uintptr_t>(b);
  return x < y ? y - x < bytes : x - y < bytes;
}

} // namespace

void copyMemory(void *to, const void *from, std::size_t bytes) {
  char *const target = static_cast<char *>(to);
  const char *const source = static_cast<const char *>(from);
  if (isWorthSharing(bytes) && !overlap(target, source, bytes))
    share({target, source, bytes, 0});
  else
    std::memmove(to, from, bytes);
}

void fillMemory(void *to, int byte, std::size_t bytes) {
  if (isWorthSharing(bytes))
    share({static_cast<char *>(to), nullptr, bytes, byte});
  else
    std::memset(to, byte, bytes);
}

} // namespace spn::host
