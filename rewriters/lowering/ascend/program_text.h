// SPDX-License-Identifier: Apache-2.0
// Words that change wherever they stand: types with another name, vectors whose layout differs,
// qualifiers of variables and in macro bodies.
#pragma once

#include "rewriters/ast/pass_context.h"

#include <set>
#include <string>
#include <vector>

namespace clang {
class VarDecl;
} // namespace clang

namespace sampan::ascend {

/// A piece of the source as it will stand in the output: API names and types renamed.
std::string respell(const PassContext &context, const std::string &text);

/// `declared`: names of the API that the program declares itself; they are its own. `removed`: text
/// that goes, so that nothing in it changes.
void rewriteProgramText(PassContext &context, const std::vector<const clang::VarDecl *> &variables,
                        const std::set<std::string> &declared, const std::vector<Span> &removed);

} // namespace sampan::ascend
