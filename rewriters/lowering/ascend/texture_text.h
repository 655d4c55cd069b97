// SPDX-License-Identifier: Apache-2.0
// References to textures and surfaces, `texture<float, 2> image;`. They are variables of the host,
// which kernels cannot name there: launches hand over what they are bound to.
#pragma once

#include "rewriters/ast/pass_context.h"

#include <string>

namespace clang {
class VarDecl;
} // namespace clang

namespace sampan::ascend {

bool isTextureReference(const PassContext &context, const clang::VarDecl &variable);

/// "spn::BoundTexture<float, 2, spnReadModeElementType>" for such a variable.
std::string boundType(const PassContext &context, const clang::VarDecl &variable);

} // namespace sampan::ascend
