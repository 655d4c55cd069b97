// SPDX-License-Identifier: Apache-2.0
// Where Sampan keeps what it can make again: precompiled headers and results of analyses.
#pragma once

#include <string>

namespace sampan {

/// SAMPAN_CACHE_DIR (empty: keep nothing), else "sampan" in XDG_CACHE_HOME or in ~/.cache.
/// Absolute; empty when there is no such place.
std::string cacheDirectory();

} // namespace sampan
