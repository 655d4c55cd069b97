// SPDX-License-Identifier: Apache-2.0
// Figures as people read them.
#pragma once

#include <cstddef>
#include <string>

namespace sampan {

/// "99.9%"; a full hundred, or none, only where it is exact.
std::string percentText(double share);

/// "1 file", "2 files".
std::string plural(std::size_t count, const std::string &word);
std::string plural(std::size_t count, const std::string &one, const std::string &many);

} // namespace sampan
