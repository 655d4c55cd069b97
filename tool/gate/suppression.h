// SPDX-License-Identifier: Apache-2.0
// Findings that a person accepted, in the source and with a reason:
//
//   cudaIpcOpen(...); // sampan-ignore SPN3005: only built for the old cluster
//   // sampan-ignore SPN3005, SPN3001: the line that follows
//   // sampan-ignore-begin SPN2xxx: generated code ... // sampan-ignore-end
//
// Reports keep suppressed findings, apart from the others.
#pragma once

#include "tool/gate/policy.h"
#include "tool/gate/source_lines.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sampan {

struct Suppression {
  std::vector<FailOn::Range> ids;
  std::string codes; ///< as written: "SPN3005, SPN3001"
  std::string reason;
  std::uint32_t firstLine = 0, lastLine = 0; ///< it covers these
  Span at;                                   ///< the comment
  std::vector<bool> used;                    ///< per id
};

struct FileSuppressions {
  std::vector<Suppression> valid;
  std::vector<Finding> invalid;
};

/// Reads the comments of one file; strings and character literals are skipped.
FileSuppressions findSuppressions(const std::string &file, std::string_view text);

/// Those of many files.
class Suppressions {
public:
  Suppressions(const std::vector<std::string> &files, SourceLines &sources);

  /// The reason when the finding is suppressed. A finding about a suppression never is.
  std::optional<std::string> reasonFor(const Finding &finding);
  /// Comments that cannot be read.
  const std::vector<Finding> &invalid() const { return complaints; }
  /// Ids that nothing was found for; complete after all findings were asked about.
  std::vector<Finding> unused() const;

private:
  std::map<std::string, std::vector<Suppression>> byFile;
  std::vector<Finding> complaints;
};

} // namespace sampan
