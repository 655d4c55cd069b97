// SPDX-License-Identifier: Apache-2.0
// Names for findings that outlive edits elsewhere in the file. A fingerprint is made from the
// diagnostic and its arguments, the file, the kernel and the text of the line, with blanks made
// equal; equal ones are numbered in the order of the file. So lines may move, be indented anew, or
// change next to it, and the finding keeps its name; two findings never share one.
#pragma once

#include "tool/gate/source_lines.h"
#include "tool/report/model.h"

#include <string>
#include <vector>

namespace sampan {

/// `findings` are sorted by place, their paths absolute. Paths below `root` count as relative.
void assignFingerprints(std::vector<ReportFinding> &findings, const std::string &root,
                        SourceLines &sources);

/// The finding is about a file, not about a line of it.
bool concernsWholeFile(const Finding &finding);

/// Runs of blanks as one, none at the ends.
std::string normalisedLine(std::string_view line);

/// The arguments in a message, whatever language it is in: "api=cudaFoo;target=host".
std::string messageArguments(const Finding &finding);

} // namespace sampan
