// SPDX-License-Identifier: Apache-2.0
// Everything one translation unit contributes. Values only: merged by Plan, on any thread.
#pragma once

#include "rewriters/core/edit.h"
#include "rewriters/core/finding.h"
#include "rewriters/core/kernel_form.h"
#include "rewriters/core/kernel_info.h"
#include "rewriters/core/use.h"

#include <string>
#include <vector>

namespace sampan {

struct TuResult {
  std::string mainFile;
  std::vector<Use> uses;
  std::vector<Finding> findings;
  std::vector<EditGroup> groups;
  std::vector<KernelInfo> kernels;
  std::vector<KernelForm> kernelForms;
  std::vector<LaunchInfo> launches;
  std::vector<Span> notAnalysed;  ///< inactive preprocessor branches that no view covered
  std::vector<Span> opaqueMacros; ///< places where a macro makes up names of CUDA
  std::vector<std::string> files; ///< project files that this unit read, main file first
  bool failed = false;            ///< the front end could not run at all
};

} // namespace sampan
