// SPDX-License-Identifier: Apache-2.0
// What the compilation of a .cu file has in common for all targets: the analysis, what is said
// about it, and make's rule.
#pragma once

#include "rewriters/core/plan.h"
#include "tool/nvcc/session.h"
#include "tool/project/compile_overlay.h"

#include <string>
#include <vector>

namespace sampan::nvcc {

std::string workingDirectory();

/// Which kernels get a form as loops over their threads.
struct BlockForms {
  bool wanted = true;
  std::vector<Span> refused; ///< names of those that the host compiler did not take
};

/// The analysis of one file for the target of the invocation, as a plan of its own.
Plan analyseUnit(const Session &session, const std::string &file, const BlockForms &forms);
/// Shows what the analysis found. False when the file cannot be compiled.
bool acceptUnit(Session &session, const Plan &plan, const std::string &file);
/// Shows what the invocation wants to see of these; whether that was anything.
bool showFindings(Session &session, std::vector<Finding> findings);

/// " -arch compute_80", for the step that is shown.
std::string showArchitectures(const Invocation &invocation);
std::vector<IncludeOption> includeOptions(const Session &session);
/// Include directories of ours, which come after the user's.
std::vector<std::string> toolkitIncludes(const Toolkit &kit);

/// What makes the compiler write make's rule to a temporary file.
std::vector<std::string> dependencyFlags(const Invocation &invocation, const std::string &depfile);
std::string defaultDepfile(const Invocation &invocation, const std::string &file,
                           const std::string &object);
std::vector<std::string> defaultTargets(const Invocation &invocation, const std::string &file,
                                        const std::string &object);
/// Rewrites the compiler's rule in terms of the user's files.
bool finishDepfile(Session &session, const std::string &written, const std::string &overlayRoot,
                   const std::string &file, const std::string &object, bool toStdout);

} // namespace sampan::nvcc
