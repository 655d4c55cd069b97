// SPDX-License-Identifier: Apache-2.0
// Atomics differ between targets by operation, type, memory and by whether the old value comes
// back.
#include "tool/report/fit_atomics.h"

#include "rewriters/core/diagnostics.h"

namespace sampan {
namespace {

/// "atomicAdd" of "atomicAdd_block".
std::string_view operationOf(std::string_view name) {
  std::size_t suffix = name.find('_');
  return suffix == name.npos ? name : name.substr(0, suffix);
}

bool adds(std::string_view operation) {
  return operation == "atomicAdd" || operation == "atomicSub" || operation == "atomicMin" ||
         operation == "atomicMax";
}

Feature featureOf(std::string_view operation, ScalarType type) {
  switch (type) {
  case ScalarType::Double:
    return Feature::AtomicDouble;
  case ScalarType::Half:
    return Feature::AtomicHalf;
  case ScalarType::Narrow:
    return Feature::NarrowAtomics;
  default:
    break;
  }
  if (operation == "atomicCAS" || operation == "atomicExch")
    return Feature::AtomicCas;
  if (operation == "atomicAnd" || operation == "atomicOr" || operation == "atomicXor")
    return Feature::AtomicBitwise;
  if (type == ScalarType::Int64)
    return Feature::AtomicInt64;
  return type == ScalarType::Float ? Feature::AtomicFloat : Feature::AtomicInt32;
}

const char *typeName(ScalarType type) {
  switch (type) {
  case ScalarType::Double:
    return "double";
  case ScalarType::Half:
    return "half";
  case ScalarType::Narrow:
    return "16 bits";
  case ScalarType::Int64:
    return "64 bits";
  case ScalarType::Float:
    return "float";
  default:
    return "int";
  }
}

Judgement judgeGlobal(const KernelNeed &need, const Target &target) {
  std::string_view operation = operationOf(need.name);
  std::string name(target.name);
  const FeatureSupport &support = target.capabilities[featureOf(operation, need.type)];
  auto missing = [&] {
    return makeFinding(diag::AtomicMissing{.operation = std::string(operation),
                                           .type = typeName(need.type),
                                           .target = name},
                       need.at);
  };
  switch (support.level) {
  case SupportLevel::Full:
    return {};
  case SupportLevel::Emulated:
    return {Verdict::Emulated, std::nullopt};
  case SupportLevel::None:
    return {Verdict::Impossible, missing()};
  case SupportLevel::Partial:
    break;
  }
  // In part: what can be added on the way to memory, and nothing comes back.
  if (!adds(operation))
    return {Verdict::Impossible, missing()};
  if (!need.usesValue)
    return {Verdict::Emulated, std::nullopt};
  return {Verdict::Impossible,
          makeFinding(diag::AtomicOldValue{.operation = need.name, .target = name}, need.at)};
}

} // namespace

Judgement judgeAtomic(const KernelNeed &need, const Target &target) {
  const Capabilities &can = target.capabilities;
  std::string name(target.name);
  bool shared = isOnly(need.spaces, AddressSpace::Shared);
  if (isOnly(need.spaces, AddressSpace::Local))
    return {};
  // One core runs a whole block: its threads are loops, and an update is a plain one.
  if (shared && can[Feature::SharedAtomics].level == SupportLevel::Emulated)
    return {Verdict::Emulated, std::nullopt};
  if (need.type == ScalarType::Int64 && mayBe(need.spaces, AddressSpace::Shared) &&
      can[Feature::SharedAtomicInt64].level == SupportLevel::None)
    return {Verdict::NeedsChange,
            shared ? makeFinding(diag::AtomicSharedInt64{.operation = need.name, .target = name},
                                 need.at)
                   : makeFinding(diag::AtomicSpaceUnknown{.operation = need.name, .target = name},
                                 need.at)};
  if (shared && can[Feature::SharedAtomics].level == SupportLevel::None)
    return {Verdict::Impossible, makeFinding(diag::AtomicMissing{.operation = need.name,
                                                                 .type = typeName(need.type),
                                                                 .target = name},
                                             need.at)};
  return judgeGlobal(need, target);
}

} // namespace sampan
