// SPDX-License-Identifier: Apache-2.0
// The formats of `sampan rules`. All of them say which targets this version can only describe.
#pragma once

#include "rewriters/core/rules.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

using RuleList = std::vector<const Rule *>;
using TargetList = std::vector<const Target *>;

struct RuleListFormat {
  std::string_view name, alias;
  std::string (*render)(const RuleList &rules, const TargetList &targets);
};

std::span<const RuleListFormat> ruleListFormats();

} // namespace sampan
