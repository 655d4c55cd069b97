// SPDX-License-Identifier: Apache-2.0
// One walk over the user's declarations that shows every written node to every pass.
#pragma once

#include "rewriters/ast/pass.h"

#include <memory>
#include <vector>

namespace sampan {

void traverse(PassContext &context, const std::vector<std::unique_ptr<Pass>> &passes);

} // namespace sampan
