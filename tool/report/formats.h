// SPDX-License-Identifier: Apache-2.0
// The table of report formats: what --format may name, and who renders it. A new format is one
// renderer and one row in formats.cpp.
#pragma once

#include "tool/report/render.h"

#include <span>
#include <string>
#include <string_view>

namespace sampan {

struct ReportFormat {
  std::string_view name;
  std::string_view alias; ///< another spelling, or empty
  std::string_view what;  ///< for help texts
  bool needsSources;      ///< wants Report::sources
  std::string (*render)(const Report &report, const TextStyle &style);
};

std::span<const ReportFormat> reportFormats();
/// Null for an unknown name.
const ReportFormat *findReportFormat(std::string_view name);
/// "text, json, sarif, ..."
std::string reportFormatNames();

} // namespace sampan
