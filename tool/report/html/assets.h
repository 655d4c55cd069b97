// SPDX-License-Identifier: Apache-2.0
// The style sheet and the script of the page: report.css and report.js, compiled in by embed.cmake.
#pragma once

#include <string_view>

namespace sampan::html::assets {

extern const std::string_view kStyle, kScript;

} // namespace sampan::html::assets
