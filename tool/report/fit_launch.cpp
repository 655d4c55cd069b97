// SPDX-License-Identifier: Apache-2.0
#include "tool/report/fit_launch.h"

#include "rewriters/core/diagnostics.h"

#include <algorithm>

namespace sampan {
namespace {

class LaunchFit {
public:
  LaunchFit(const Target &target, KernelFit &fit)
      : can(target.capabilities), name(target.name), fit(fit) {}

  void grid(const LaunchInfo &launch) {
    // A target that counts no further than CUDA does needs a loop over virtual blocks.
    std::uint64_t most = can.maxBlocksPerGrid;
    if (most == 0 || (launch.blocks && *launch.blocks <= most))
      return;
    std::string limit = std::to_string(most);
    add(Verdict::Emulated,
        launch.blocks
            ? makeFinding(diag::GridVirtualised{.blocks = std::to_string(*launch.blocks),
                                                .limit = limit,
                                                .target = name},
                          launch.at)
            : makeFinding(diag::GridNotProven{.limit = limit, .target = name}, launch.at));
  }

  void block(const LaunchInfo &launch) {
    if (launch.threads)
      limit("block size", *launch.threads, can.maxThreadsPerBlock, launch.at);
  }

  void shared(const LaunchInfo &launch, std::uint64_t staticBytes) {
    std::uint64_t bytes = staticBytes + launch.dynamicShared.value_or(0);
    limit("shared memory", bytes, can.maxSharedBytes, launch.at);
    bool fits = bytes <= can.maxSharedBytes;
    if (can.localMemory != 0 && fits && can.cacheBeside(bytes) < can.largestCache)
      add(Verdict::Direct,
          makeFinding(diag::CacheShrinks{.bytes = std::to_string(bytes),
                                         .cache = std::to_string(can.cacheBeside(bytes)),
                                         .target = name},
                      launch.at));
  }

  /// Registers come in steps of the block size, fixed when the kernel is compiled.
  void registers(const KernelInfo &kernel) {
    constexpr std::uint64_t kUnknownBlock = 1024; // CUDA's largest
    std::uint64_t threads = kernel.maxThreadsPerBlock.value_or(0);
    const LaunchInfo *unknown = nullptr;
    for (const LaunchInfo &launch : kernel.launches) {
      threads = std::max(threads, launch.threads.value_or(0));
      if (!launch.threads)
        unknown = &launch;
    }
    bool assumed = unknown && !kernel.maxThreadsPerBlock;
    if (assumed)
      threads = std::max(threads, kUnknownBlock);
    std::uint32_t registers = can.registersFor(static_cast<std::uint32_t>(threads));
    if (threads == 0 || registers == 0)
      return;
    std::string many = std::to_string(threads), each = std::to_string(registers);
    if (assumed)
      add(Verdict::Direct,
          makeFinding(diag::BlockSizeUnknown{.threads = many, .registers = each, .target = name},
                      unknown->at));
    if (kernel.localBytes / 4 > registers)
      add(Verdict::Direct,
          makeFinding(diag::RegistersShort{.threads = many, .registers = each, .target = name},
                      kernel.at));
  }

private:
  void add(Verdict atLeast, Finding finding) {
    fit.verdict = std::max(fit.verdict, atLeast);
    fit.findings.push_back(std::move(finding));
  }

  void limit(const char *what, std::uint64_t value, std::uint64_t most, const Span &at) {
    if (most != 0 && value > most)
      add(Verdict::NeedsChange, makeFinding(diag::LimitExceeded{.what = what,
                                                                .value = std::to_string(value),
                                                                .limit = std::to_string(most),
                                                                .target = name},
                                            at));
  }

  const Capabilities &can;
  std::string name;
  KernelFit &fit;
};

} // namespace

void fitLaunches(const KernelInfo &kernel, const Target &target, KernelFit &fit) {
  LaunchFit check(target, fit);
  for (const LaunchInfo &launch : kernel.launches) {
    if (target.capabilities.execution == Execution::Threads)
      check.grid(launch);
    check.block(launch);
    check.shared(launch, kernel.staticSharedBytes);
  }
  check.registers(kernel);
}

std::vector<Finding> fitUnknownLaunch(const LaunchInfo &launch, const Target &target) {
  KernelFit fit;
  LaunchFit check(target, fit);
  if (target.capabilities.execution == Execution::Threads)
    check.grid(launch);
  check.block(launch);
  return std::move(fit.findings);
}

} // namespace sampan
