// SPDX-License-Identifier: Apache-2.0
// How Clang is called: its CUDA mode, host pass, our headers, no toolkit.
#pragma once

#include "rewriters/ast/frontend.h"

#include <memory>
#include <string>
#include <vector>

namespace clang {
class CompilerInvocation;
class DiagnosticConsumer;
} // namespace clang

namespace sampan {

/// What Clang's driver is called with: our own flags, then the user's, then the file.
std::vector<std::string> driverArguments(const TuOptions &options);

/// Null when Clang's driver refuses the arguments; `errors` has then been told why.
std::shared_ptr<clang::CompilerInvocation> makeInvocation(const TuOptions &options,
                                                          clang::DiagnosticConsumer &errors);

} // namespace sampan
