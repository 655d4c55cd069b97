// SPDX-License-Identifier: Apache-2.0
#include "tool/report/numbers.h"

#include <algorithm>
#include <cstdio>

namespace sampan {

std::string percentText(double share) {
  char text[16];
  double shown = share * 100.0;
  if (share > 0.0 && share < 1.0)
    shown = std::clamp(shown, 0.1, 99.9);
  std::snprintf(text, sizeof text, "%.1f%%", shown);
  return text;
}

std::string plural(std::size_t count, const std::string &word) {
  return plural(count, word, word + "s");
}

std::string plural(std::size_t count, const std::string &one, const std::string &many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

} // namespace sampan
