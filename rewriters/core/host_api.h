// SPDX-License-Identifier: Apache-2.0
// What host code of translated Ascend C sources calls: Sampan's runtime, or AscendCL itself. The
// second is a layer of rules over the ones that everybody uses.
#pragma once

#include "rewriters/core/rules.h"

#include <memory>
#include <string_view>

namespace sampan {

/// Stands among the names of rule files for the rows of host_api/acl.json.
inline constexpr std::string_view kAclRuleSet = ":acl";

/// `base` with these rows. Names of the runtime API that have none are rejected, so that nothing of
/// the shim stays.
std::shared_ptr<const RuleTable> rulesForAcl(const RuleTable &base);

/// Whether the rules are those for AscendCL.
bool callsAcl(const RuleTable &rules);

} // namespace sampan
