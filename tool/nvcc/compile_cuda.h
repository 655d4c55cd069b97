// SPDX-License-Identifier: Apache-2.0
// One .cu file to one object: analyse, rewrite in a temporary tree, hand to the host compiler.
#pragma once

#include "tool/nvcc/session.h"
#include "tool/project/compile_overlay.h"

namespace sampan::nvcc {

/// True on success; everything that went wrong has then been said. With an empty `object` the file
/// is only checked.
/// What compiles the rewritten `file` for the host.
std::vector<std::string> hostCommand(Session &session, const CompileOverlay &overlay,
                                     const std::string &file, const std::string &object,
                                     const std::string &depfile);

bool compileCuda(Session &session, const std::string &file, const std::string &object);

/// C, C++ and assembly files go to the host compiler as they are.
bool compilePlain(Session &session, const Input &input, const std::string &object);

/// -E and -M: the user's text with our headers, before any rewriting.
bool preprocess(Session &session, const Input &input);
bool writeDependencies(Session &session, const Input &input);

} // namespace sampan::nvcc
