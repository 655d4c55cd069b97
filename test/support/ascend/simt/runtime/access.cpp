// SPDX-License-Identifier: Apache-2.0
// Sees each load and store of a kernel whose source was compiled with ASCEND_EMULATOR_CHECK_ACCESS,
// and refuses those of the host's memory, which a device does not reach: a pointer to pageable or
// pinned memory, or to a variable on the host's stack. Constants of the program are on both sides.
#include "ascend_emulator/double_hooks.h"
#include "block.h"

#include <link.h>

#include <algorithm>
#include <cstdint>

namespace ascend_emulator {
namespace {

using Range = std::pair<std::uintptr_t, std::uintptr_t>;

/// The loaded segments of the program and its libraries.
std::vector<Range> imageRanges() {
  std::vector<Range> ranges;
  dl_iterate_phdr(
      [](dl_phdr_info *info, std::size_t, void *data) {
        for (int i = 0; i < info->dlpi_phnum; ++i)
          if (const ElfW(Phdr) &header = info->dlpi_phdr[i]; header.p_type == PT_LOAD) {
            const std::uintptr_t begin = info->dlpi_addr + header.p_vaddr;
            static_cast<std::vector<Range> *>(data)->emplace_back(begin, begin + header.p_memsz);
          }
        return 0;
      },
      &ranges);
  std::sort(ranges.begin(), ranges.end());
  return ranges;
}

bool inImage(std::uintptr_t address) {
  static const std::vector<Range> ranges = imageRanges();
  auto after = std::upper_bound(ranges.begin(), ranges.end(), Range(address, UINTPTR_MAX));
  return after != ranges.begin() && address < std::prev(after)->second;
}

void check(const void *address, const char *what) {
  Core *core = Core::current();
  if (!core || !core->isExecuting() || core->reaches(address) || isPosition(address))
    return;
  // Without AscendCL the device's memory is the program's.
  if (!ascendDoubleOwnsAddress || ascendDoubleOwnsAddress(address) ||
      (ascendDoubleMapsAddress && ascendDoubleMapsAddress(address)) ||
      inImage(reinterpret_cast<std::uintptr_t>(address)))
    return;
  fault("the kernel %s memory of the host at %p", what, address);
}

} // namespace

bool isPosition(const void *address) {
  for (const Position *position : {&threadIdx, &blockIdx, &blockDim, &gridDim})
    if (address >= position && address < position + 1)
      return true;
  return false;
}

} // namespace ascend_emulator

// What the compiler's instrumentation calls.
#define ASC_ACCESS(bytes)                                                                          \
  extern "C" void __sanitizer_cov_load##bytes(const void *address) {                               \
    ascend_emulator::check(address, "reads");                                                      \
  }                                                                                                \
  extern "C" void __sanitizer_cov_store##bytes(const void *address) {                              \
    ascend_emulator::check(address, "writes");                                                     \
  }
ASC_ACCESS(1)
ASC_ACCESS(2)
ASC_ACCESS(4)
ASC_ACCESS(8)
ASC_ACCESS(16)
