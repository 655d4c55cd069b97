// SPDX-License-Identifier: Apache-2.0
// --targets=ascend950: kernels become Ascend C, and Ascend's compiler makes the objects and the
// link.
#pragma once

#include "tool/nvcc/session.h"

#include <string>
#include <vector>

namespace sampan::nvcc {

/// Ascend's compiler: `wanted` (a file, or a directory that holds it), then where the toolkit's
/// environment says that the toolkit is, then PATH. Empty when there is none.
std::string findBisheng(const std::string &wanted, const Environment &environment);

/// What is said when there is none.
std::string bishengIsMissing(const std::string &wanted);

/// One .cu file to one object; make's rule goes to `depfile` unless that is empty.
bool compileForAscend(Session &session, const std::string &file, const std::string &object,
                      const std::string &depfile);

/// Flags for what the lowering wrote; include directories are the overlay's business.
std::vector<std::string> ascendCompileFlags(const Invocation &invocation);

/// The link of the host, by Ascend's compiler, which adds the device code of all objects.
std::vector<std::string> ascendLinkCommand(const Invocation &invocation, const Toolkit &kit,
                                           const std::string &bisheng,
                                           const std::vector<std::string> &objects,
                                           const std::string &output,
                                           std::vector<std::string> &warnings);

} // namespace sampan::nvcc
