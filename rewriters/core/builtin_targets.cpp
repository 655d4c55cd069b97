// SPDX-License-Identifier: Apache-2.0
// The compiled-in capabilities of rewriters/targets/*.json.
#include "rewriters/core/target.h"

namespace sampan {
namespace {

#include "sampan-gen/targets.inc"

static_assert(std::size(kTargets) == kTargetCount);

} // namespace

std::span<const Target> allTargets() { return kTargets; }

const Target &target(TargetId id) { return kTargets[static_cast<std::size_t>(id)]; }

const Target *findTarget(std::string_view name) {
  auto id = parseTargetName(name);
  return id ? &target(*id) : nullptr;
}

} // namespace sampan
