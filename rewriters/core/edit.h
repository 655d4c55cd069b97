// SPDX-License-Identifier: Apache-2.0
// Text edits. Passes emit groups; a group is applied as a whole or not at all.
#pragma once

#include "rewriters/core/span.h"

#include <string>
#include <vector>

namespace sampan {

/// Replaces the bytes of `at` by `text`. An insertion has at.begin == at.end.
struct Edit {
  Span at;
  std::string text;

  friend auto operator<=>(const Edit &, const Edit &) = default;
};

/// `by` names the pass ("kernel-launch").
struct EditGroup {
  std::string by;
  std::vector<Edit> edits;

  friend auto operator<=>(const EditGroup &, const EditGroup &) = default;
};

} // namespace sampan
