// SPDX-License-Identifier: Apache-2.0
#include "rewriters/core/rule_finding.h"

#include "rewriters/core/diagnostics.h"

namespace sampan {
namespace {

Finding unsupported(DiagId why, const Rule &rule, const std::string &name,
                    const std::string &targetName, const Span &at) {
  switch (why) {
  case diag::LibraryUnsupported::id:
    return makeFinding(diag::LibraryUnsupported{.api = name, .library = std::string(rule.library)},
                       at);
  case diag::InteropUnsupported::id:
    return makeFinding(diag::InteropUnsupported{.api = name, .target = targetName}, at);
  case diag::DriverApiUnsupported::id:
    return makeFinding(diag::DriverApiUnsupported{.api = name, .target = targetName}, at);
  default:
    return makeFinding(diag::ApiUnsupported{.api = name, .target = targetName}, at);
  }
}

} // namespace

std::optional<Finding> ruleFinding(const Rule &rule, const std::string &name, TargetId on,
                                   const Span &at) {
  const Support &support = rule.on(on);
  std::string targetName(target(on).name);
  if (rule.action == RuleAction::Reject || support.level == SupportLevel::None)
    return unsupported(rule.reason ? rule.reason : support.why, rule, name, targetName, at);
  if (support.level == SupportLevel::Partial) {
    if (support.why == diag::ApiNoEffect::id)
      return makeFinding(diag::ApiNoEffect{.api = name, .target = targetName}, at);
    std::string reason =
        rule.note.empty() ? std::string("see the support matrix") : std::string(rule.note);
    return makeFinding(diag::ApiPartial{.api = name, .target = targetName, .reason = reason}, at);
  }
  if (!rule.removed.empty())
    return makeFinding(diag::ApiRemoved{.api = name, .version = std::string(rule.removed)}, at);
  return std::nullopt;
}

} // namespace sampan
