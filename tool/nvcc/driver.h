// SPDX-License-Identifier: Apache-2.0
// The nvcc-shaped compile driver: main() of `spncc`, and of `nvcc` in the toolkit prefix.
#pragma once

#include <string>
#include <vector>

namespace sampan::nvcc {

/// `words` without the program's name. Returns the exit status: 0, or 1 as nvcc.
int runDriver(const char *argv0, std::vector<std::string> words);

} // namespace sampan::nvcc
