// SPDX-License-Identifier: Apache-2.0
// The formats of a report. Each renderer is a pure function; formats.cpp lists them.
#pragma once

#include "tool/report/model.h"

#include <string>

namespace sampan {

/// schema/report-1.schema.json describes it.
std::string renderJson(const Report &report);

/// SARIF 2.1.0: one run for each target, so that several targets of one upload stay apart.
std::string renderSarif(const Report &report);

/// JUnit's XML as Jenkins, GitLab and Azure read it: a suite for each target, a case for each file
/// and each kernel.
std::string renderJunit(const Report &report);

/// GitLab's code quality report: an array, and empty when there is nothing to say.
std::string renderGitlab(const Report &report);

/// Workflow commands of GitHub Actions, which become annotations of a pull request.
std::string renderGithub(const Report &report);

/// At most kMarkdownLines lines: what a person reads who has a minute.
inline constexpr std::size_t kMarkdownLines = 60;
std::string renderMarkdown(const Report &report);

/// A row for each API: how often, where, and what each target makes of it.
std::string renderCsv(const Report &report);

struct TextStyle {
  bool colour = false;
  bool notes = false;    ///< show findings of severity note
  std::string directory; ///< what the report's paths are relative to
};
std::string renderText(const Report &report, const TextStyle &style);

} // namespace sampan
