// SPDX-License-Identifier: Apache-2.0
// Operators of PyTorch extensions: which registration leads through which host functions to which
// kernels, so that one can read per operator how far it is from a target. A user of a framework
// asks for operators, not for files.
#pragma once

#include "rewriters/core/route_facts.h"
#include "tool/report/fit.h"

#include <string>
#include <vector>

namespace sampan {

struct Report;

/// A function on the way; a kernel at the end of it.
struct RouteStep {
  std::string name;
  Span at;
  bool analysed = true; ///< false: a kernel that is known from its tokens only
};

struct OperatorRoute {
  std::string library; ///< "my_ops"; the module's name for a plain binding
  std::string name;    ///< "scale"
  std::string schema;  ///< "scale(Tensor x, float s) -> Tensor", or empty
  std::string binding; ///< "TORCH_LIBRARY", "TORCH_LIBRARY_IMPL", "PYBIND11_MODULE"
  std::string key;     ///< dispatch key: "CUDA", or empty
  Span at;             ///< the registration
  std::string function;
  std::vector<RouteStep> launchers; ///< host functions that launch, reached from `function`
  std::vector<RouteStep> kernels;   ///< what they launch, sorted by name
  std::vector<Verdict> verdicts;    ///< per target: that of the worst kernel
  bool complete = false;            ///< leads to kernels, and all of them were analysed
};

/// Joins registrations with functions and kernels by name.
void addRoutes(Report &report, const std::vector<RouteFacts> &facts);

} // namespace sampan
