// SPDX-License-Identifier: Apache-2.0
// Finds out which of a file's block forms the host compiler does not take, so that the others can
// stay. What the compiler says is about the user's lines, and a form repeats those of its kernel:
// the rewritten text is compiled once more as it stands, for messages about its own lines.
#pragma once

#include "rewriters/core/span.h"
#include "tool/nvcc/session.h"

#include <string>
#include <vector>

namespace sampan::nvcc {

/// `command` has failed on the rewritten files below `root`. Places, by file and line, of the names
/// of kernels and device functions whose forms its messages are about.
std::vector<Span> findRefusedForms(Session &session, std::vector<std::string> command,
                                   const std::string &root);

} // namespace sampan::nvcc
