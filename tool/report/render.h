// SPDX-License-Identifier: Apache-2.0
// The formats of a report. Each renderer is a pure function.
#pragma once

#include "tool/report/model.h"

#include <string>

namespace sampan {

/// schema/report-1.schema.json describes it.
std::string renderJson(const Report &report);

struct TextStyle {
  bool colour = false;
  bool notes = false;    ///< show findings of severity note
  std::string directory; ///< what the report's paths are relative to
};
std::string renderText(const Report &report, const TextStyle &style);

} // namespace sampan
