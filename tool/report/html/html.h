// SPDX-License-Identifier: Apache-2.0
// The report as one HTML file for people who decide about a migration: nothing is loaded from
// elsewhere, everything can be read without a script, and the same report gives the same bytes.
#pragma once

#include "rewriters/core/diagnostics.h"
#include "tool/report/model.h"

#include <string>

namespace sampan {

std::string renderHtml(const Report &report, Language language);

} // namespace sampan
