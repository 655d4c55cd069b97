// SPDX-License-Identifier: Apache-2.0
#include "tool/report/fit_needs.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/core/rule_finding.h"
#include "tool/report/fit_atomics.h"

#include <string_view>

namespace sampan {
namespace {

Verdict verdictOf(SupportLevel level) {
  switch (level) {
  case SupportLevel::Full:
    return Verdict::Direct;
  case SupportLevel::Emulated:
    return Verdict::Emulated;
  case SupportLevel::Partial:
    return Verdict::NeedsChange;
  case SupportLevel::None:
    break;
  }
  return Verdict::Impossible;
}

/// The common case: the level of one feature is the verdict, and below Emulated there is something
/// to say.
template <class D> Judgement byLevel(const FeatureSupport &support, const D &text, const Span &at) {
  Judgement result{verdictOf(support.level), std::nullopt};
  if (result.verdict >= Verdict::NeedsChange)
    result.finding = makeFinding(text, at);
  return result;
}

class Judge {
public:
  Judge(const KernelNeed &need, const KernelInfo &kernel, const Target &target,
        const RuleTable &rules)
      : need(need), kernel(kernel), target(target), can(target.capabilities), rules(rules),
        name(target.name) {}

  Judgement fp64() const {
    Judgement result{verdictOf(can[Feature::DoublePrecision].level), std::nullopt};
    if (result.verdict < Verdict::NeedsChange) // a note would say less than the verdict
      return need.kind == NeedKind::Fp64Storage ? Judgement{} : result;
    std::string count = std::to_string(need.amount);
    if (need.kind == NeedKind::Fp64Arithmetic) {
      result.finding = makeFinding(diag::Fp64Unavailable{.count = count, .target = name}, need.at);
    } else if (need.kind == NeedKind::Fp64Promotion) {
      result = {Verdict::NeedsChange,
                makeFinding(diag::Fp64Promoted{.count = count, .target = name}, need.at)};
    } else {
      result = {Verdict::Direct, makeFinding(diag::Fp64OnlyMoved{.target = name}, need.at)};
    }
    return result;
  }

  Judgement warp() const {
    std::string_view operation = need.name;
    auto has = [&](std::string_view part) { return operation.find(part) != operation.npos; };
    if (has("match"))
      return byLevel(can[Feature::WarpMatch], unsupported(need.name), need.at);
    if (has("syncwarp") || operation == "sync")
      return {};
    Feature feature = has("shfl")     ? Feature::WarpShuffle
                      : has("reduce") ? Feature::WarpReduce
                                      : Feature::WarpVote;
    SupportLevel level = can[feature].level;
    if (level == SupportLevel::None)
      return byLevel(can[feature], unsupported(need.name), need.at);
    if (level != SupportLevel::Partial)
      return {verdictOf(level), std::nullopt};
    bool proven = need.mask == WarpMask::Whole || need.mask == WarpMask::Active;
    if (!proven && can[Feature::PartialWarpMasks].level == SupportLevel::None)
      return {
          Verdict::NeedsChange,
          makeFinding(diag::WarpMaskNotProven{.operation = need.name, .target = name}, need.at)};
    // Two halves of a double, the bitwise reductions as shuffles.
    bool composed = need.type == ScalarType::Double || has("reduce_and") || has("reduce_or") ||
                    has("reduce_xor");
    return {composed ? Verdict::Emulated : Verdict::Direct, std::nullopt};
  }

  /// Other names of the device API: the rule's row says what the target has. Functions with a form
  /// for float count as that form where they are used with float.
  Judgement intrinsic() const {
    const Rule *rule = need.type == ScalarType::Float ? rules.find(need.name + "f") : nullptr;
    if (!rule || rule->isFamily)
      rule = rules.find(need.name);
    bool exact = rule && !rule->isFamily && rule->kind == RuleKind::Function && rule->deviceCode;
    if (!exact)
      return {};
    SupportLevel level = rule->on(target.id).level;
    if (rule->action == RuleAction::Reject)
      level = SupportLevel::None;
    // Double is judged by itself; integer forms of such functions need none.
    if (level == SupportLevel::Partial && rules.find(need.name + "f"))
      return {};
    if (level >= SupportLevel::Emulated)
      return {verdictOf(level), std::nullopt};
    bool isOfDouble = need.type == ScalarType::Double || need.name.starts_with("__d") ||
                      need.name.find("double") != std::string::npos;
    if (isOfDouble && can[Feature::DoublePrecision].level == SupportLevel::None)
      return {};
    return {verdictOf(level), ruleFinding(*rule, need.name, target.id, need.at)};
  }

  /// Where threads are threads, algorithms are made of shuffles; those on atomic objects are not.
  Judgement groupAlgorithm() const {
    FeatureSupport support = can[Feature::GroupAlgorithms];
    if (need.name.starts_with("reduce_") && support.level == SupportLevel::Emulated &&
        target.backend == "ascend" && can.execution == Execution::Threads)
      support.level = SupportLevel::None;
    return capped(byLevel(support,
                          diag::GroupAlgorithmUnavailable{.name = need.name, .target = name},
                          need.at),
                  Verdict::NeedsChange);
  }

  Judgement crossBlock() const {
    const FeatureSupport &coherence = can[Feature::CacheCoherence];
    if (coherence.level == SupportLevel::None)
      return {Verdict::Impossible,
              makeFinding(diag::NoCoherence{.variable = need.name, .target = name}, need.at)};
    if (coherence.level == SupportLevel::Partial && !need.usesValue)
      return {Verdict::NeedsChange,
              makeFinding(diag::StaleRead{.variable = need.name, .target = name}, need.at)};
    return {};
  }

  Judgement lock() const {
    if (can[Feature::IndependentThreads].level != SupportLevel::None)
      return {};
    if (can.execution == Execution::Cores) // threads are loops: one of them would wait for ever
      return {Verdict::Impossible, makeFinding(diag::LockInWarp{.target = name}, need.at)};
    return {Verdict::NeedsChange, makeFinding(diag::LockInWarp{.target = name}, need.at)};
  }

  Judgement print() const {
    SupportLevel level = can[Feature::DevicePrintf].level;
    if (level == SupportLevel::None)
      return {Verdict::NeedsChange, makeFinding(diag::PrintUnavailable{.target = name}, need.at)};
    if (level == SupportLevel::Partial && !need.detail.empty())
      return {Verdict::NeedsChange,
              makeFinding(diag::PrintDiffers{.problem = need.detail, .target = name}, need.at)};
    return level == SupportLevel::Emulated ? Judgement{Verdict::Emulated, std::nullopt}
                                           : Judgement{};
  }

  Judgement texture() const {
    const FeatureSupport &support = can[Feature::Textures];
    if (support.level != SupportLevel::Emulated || target.id == TargetId::Host)
      return byLevel(support, unsupported(need.name), need.at);
    return {Verdict::Emulated,
            makeFinding(diag::TextureInSoftware{.name = need.name, .target = name}, need.at)};
  }

  Judgement stack() const {
    bool large = can.stackBytes != 0 && kernel.localBytes > can.stackBytes;
    if (!large)
      return {};
    for (const KernelNeed &other : kernel.needs)
      if (other.kind == NeedKind::LargeLocal && other.amount > need.amount)
        return {};
    return {Verdict::NeedsChange,
            makeFinding(diag::StackLarge{.bytes = std::to_string(kernel.localBytes),
                                         .limit = std::to_string(can.stackBytes),
                                         .target = name},
                        need.at)};
  }

  Judgement deviceLibrary() const {
    if (target.id == TargetId::Cuda || (target.id == TargetId::Hip && need.detail != "wmma"))
      return {};
    Verdict verdict = need.detail == "wmma" ? Verdict::Impossible : Verdict::NeedsChange;
    return {verdict, makeFinding(diag::DeviceLibraryUnavailable{.name = need.name,
                                                                .library = need.detail,
                                                                .target = name},
                                 need.at)};
  }

  /// One place per kernel is enough: the rest follows from it as a rule.
  Judgement notUnderstood() const {
    for (const KernelNeed &other : kernel.needs)
      if (other.kind == NeedKind::NotUnderstood && other.at < need.at)
        return {Verdict::NeedsChange, std::nullopt};
    return {Verdict::NeedsChange, makeFinding(diag::KernelNotUnderstood{.target = name}, need.at)};
  }

  Judgement level(Feature feature) const { return {verdictOf(can[feature].level), std::nullopt}; }
  diag::FeatureUnsupported unsupported(std::string feature) const {
    return {.feature = std::move(feature), .target = name};
  }
  /// At most a change, although the feature as such is missing.
  static Judgement capped(Judgement judgement, Verdict most) {
    judgement.verdict = std::min(judgement.verdict, most);
    return judgement;
  }

  Judgement run() const;

private:
  const KernelNeed &need;
  const KernelInfo &kernel;
  const Target &target;
  const Capabilities &can;
  const RuleTable &rules;
  std::string name;
};

Judgement Judge::run() const {
  switch (need.kind) {
  case NeedKind::Fp64Arithmetic:
  case NeedKind::Fp64Promotion:
  case NeedKind::Fp64Storage:
    return fp64();
  case NeedKind::Half:
    return byLevel(can[Feature::Half], unsupported("half precision"), need.at);
  case NeedKind::Atomic:
    return judgeAtomic(need, target);
  case NeedKind::WarpCollective:
    return warp();
  case NeedKind::GroupAlgorithm:
    return groupAlgorithm();
  case NeedKind::Intrinsic:
    return intrinsic();
  case NeedKind::EarlyReturn: {
    Judgement result = level(Feature::ExitBeforeBarrier);
    if (result.verdict != Verdict::Direct)
      result.finding = makeFinding(diag::EarlyReturnPredicated{.target = name}, need.at);
    return result;
  }
  case NeedKind::DivergentBarrier:
    return byLevel(can[Feature::DivergentBarrier], diag::BarrierNotProvenUniform{.target = name},
                   need.at);
  case NeedKind::GridBarrier:
    return byLevel(can[Feature::GridBarrier], diag::GridBarrierUnavailable{.target = name},
                   need.at);
  case NeedKind::CrossBlockRead:
    return crossBlock();
  case NeedKind::BlockWait:
    return byLevel(can[Feature::BlockWaits], diag::BlocksWait{.target = name}, need.at);
  case NeedKind::WarpLock:
    return lock();
  case NeedKind::SystemScope:
    return capped(byLevel(can[Feature::SystemScope],
                          diag::SystemScopeUnavailable{.name = need.name, .target = name}, need.at),
                  Verdict::NeedsChange);
  case NeedKind::Texture:
    return texture();
  case NeedKind::DeviceHeap:
    return byLevel(can[Feature::DeviceHeap],
                   diag::DeviceHeapUnavailable{.name = need.name, .target = name}, need.at);
  case NeedKind::Print:
    return print();
  case NeedKind::InlinePtx:
    return byLevel(can[Feature::InlinePtx], diag::InlinePtxNeedsTranslation{.target = name},
                   need.at);
  case NeedKind::DynamicParallelism:
    return byLevel(can[Feature::DynamicParallelism], diag::DeviceLaunchUnavailable{.target = name},
                   need.at);
  case NeedKind::Recursion:
    return byLevel(can[Feature::Recursion],
                   diag::RecursionLimited{.name = need.name, .target = name}, need.at);
  case NeedKind::VirtualCall:
    return byLevel(can[Feature::VirtualFunctions],
                   diag::VirtualCallUnavailable{.name = need.name, .target = name}, need.at);
  case NeedKind::FunctionPointer:
    return byLevel(can[Feature::FunctionPointers], diag::FunctionPointerUnavailable{.target = name},
                   need.at);
  case NeedKind::PackedVector:
    return level(Feature::PackedVectors);
  case NeedKind::LargeLocal:
    return stack();
  case NeedKind::DeviceLibrary:
    return deviceLibrary();
  case NeedKind::NotUnderstood:
    return notUnderstood();
  case NeedKind::UnknownCallee:
    if (target.id == TargetId::Host || target.id == TargetId::Cuda)
      return {};
    return {Verdict::NeedsChange,
            makeFinding(diag::CalleeUnknown{.name = need.name, .target = name}, need.at)};
  }
  return {};
}

} // namespace

Judgement judge(const KernelNeed &need, const KernelInfo &kernel, const Target &target,
                const RuleTable &rules) {
  return Judge(need, kernel, target, rules).run();
}

} // namespace sampan
