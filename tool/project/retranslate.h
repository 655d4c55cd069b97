// SPDX-License-Identifier: Apache-2.0
// What becomes of one file of an output tree that was written before. The tree holds what Sampan
// wrote then (the base), so that changes made by hand and changes of the source can be told apart
// and merged. Nothing is written here: all decisions are made before the first file is touched.
#pragma once

#include "rewriters/core/finding.h"
#include "tool/project/manifest.h"
#include "tool/project/output_tree.h"

#include <optional>
#include <string>
#include <vector>

namespace sampan {

/// What to do with one path of the tree.
struct TreeChange {
  enum class Action : std::uint8_t { Write, Leave, Remove };
  std::string path; ///< relative to the output directory
  Action action = Action::Leave;
  std::string text;                ///< for Write
  std::optional<std::string> base; ///< the translation to record; none: forget the file
  std::string source;              ///< absolute
  std::vector<Finding> notices;    ///< conflicts, and what else a user wants to know
  bool merged = false;             ///< both sides had changes
};

struct TreePlan {
  std::vector<TreeChange> changes;
  std::vector<Finding> problems; ///< when there are any, nothing may be written
};

/// `directory` is absolute. Without `force`, files that Sampan did not write are never overwritten
/// and changes by hand are never lost.
TreePlan planTree(const std::vector<OutputFile> &files, const std::string &directory,
                  const Manifest &manifest, bool force);

} // namespace sampan
