// SPDX-License-Identifier: Apache-2.0
// The compiled-in table. A file of its own, because rulegen needs the rest of core to make it.
#include "rewriters/core/rules.h"

namespace sampan {
namespace {

#include "sampan-gen/rules.inc"

constexpr bool sorted() {
  for (std::size_t i = 1; i < std::size(kRules); ++i) {
    const Rule &a = kRules[i - 1], &b = kRules[i];
    if (a.api > b.api || (a.api == b.api && a.isFamily >= b.isFamily))
      return false;
  }
  return true;
}
static_assert(sorted(), "rulegen must sort its table");

} // namespace

const RuleTable &RuleTable::builtin() {
  static const RuleTable table{std::span<const Rule>(kRules)};
  return table;
}

} // namespace sampan
