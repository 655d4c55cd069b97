// SPDX-License-Identifier: Apache-2.0
// What the tokens of one file say about the way from an operator's registration to kernels. Found
// without a parse: a registration stands in a file that needs the framework's headers, which are
// rarely there when a code base is only looked at.
#pragma once

#include "rewriters/core/span.h"

#include <string>
#include <vector>

namespace sampan {

/// A function definition. Names have no qualifiers and no template arguments.
struct HostFunctionFacts {
  std::string name;
  Span at;
  bool isKernel = false;
  std::vector<std::string> mentions; ///< names in its body that may be functions; sorted
  std::vector<std::string> launches; ///< names in front of <<<; sorted
};

struct OperatorFacts {
  std::string binding;               ///< macro that opens the block: "TORCH_LIBRARY_IMPL"
  std::string library;               ///< its first argument
  std::string key;                   ///< dispatch key, or empty
  std::string name;                  ///< operator without its library
  std::string schema;                ///< as written when the string is more than a name
  Span at;                           ///< the name's string
  std::string function;              ///< what is registered; empty for a declaration alone
  std::vector<std::string> mentions; ///< for a lambda: names in its body
};

struct RouteFacts {
  std::string file;
  std::vector<HostFunctionFacts> functions;
  std::vector<OperatorFacts> operators;
};

} // namespace sampan
