// SPDX-License-Identifier: Apache-2.0
// Precompiled headers for the parse. Most of the time that a small CUDA source costs goes into our
// own headers and the standard library's, the same for every file; they are read once per set of
// options and kept in a directory.
#pragma once

#include "rewriters/ast/frontend.h"

#include <string>

namespace sampan {

/// Path of the precompiled header that fits `options`, made when there is none yet or when a header
/// has changed since. Empty when there can be none: no cache directory, a host source, options with
/// which our headers do not parse. Safe to call from several threads and processes at once.
std::string precompiledHeader(const TuOptions &options);

} // namespace sampan
