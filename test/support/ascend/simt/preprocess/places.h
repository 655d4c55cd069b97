// SPDX-License-Identifier: Apache-2.0
// Which file and line a place in preprocessed text comes from, by its line markers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sampan::asc {

struct Origin {
  std::string file;
  std::size_t line, column;
  bool system; ///< in a header that isn't the user's
};

class Places {
public:
  explicit Places(std::string_view preprocessed);
  Origin originOf(std::size_t offset) const;

private:
  struct Marker {
    std::size_t offset; ///< where the line after the marker begins
    std::size_t line;
    std::string file;
    bool system;
  };
  std::string_view text;
  std::vector<Marker> markers;
};

} // namespace sampan::asc
