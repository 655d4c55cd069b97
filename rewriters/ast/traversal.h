// SPDX-License-Identifier: Apache-2.0
// One walk over the user's declarations that shows every written node to every pass.
#pragma once

#include "rewriters/ast/pass.h"

#include <memory>
#include <vector>

namespace sampan {

/// `declarations`: those at file scope that the parser has met, in source order. The syntax tree's
/// own list would load all that a precompiled header holds.
void traverse(PassContext &context, const std::vector<clang::Decl *> &declarations,
              const std::vector<std::unique_ptr<Pass>> &passes);

} // namespace sampan
