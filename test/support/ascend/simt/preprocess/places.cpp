// SPDX-License-Identifier: Apache-2.0
// Reads line markers: `# 12 "file" 1 3`, where 3 means a system header.
#include "places.h"

#include <algorithm>
#include <charconv>

namespace sampan::asc {

Places::Places(std::string_view preprocessed) : text(preprocessed) {
  markers.push_back({0, 1, "", false});
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    std::size_t number = 0;
    if (line.size() < 4 || line.substr(0, 2) != "# " ||
        std::from_chars(line.data() + 2, line.data() + line.size(), number).ec != std::errc())
      continue;
    const std::size_t open = line.find('"'), close = line.rfind('"');
    if (open == line.npos || close <= open)
      continue;
    const std::string_view flags = line.substr(close + 1);
    markers.push_back({at, number, std::string(line.substr(open + 1, close - open - 1)),
                       flags.find('3') != flags.npos});
  }
}

Origin Places::originOf(std::size_t offset) const {
  auto after = std::upper_bound(markers.begin(), markers.end(), offset,
                                [](std::size_t at, const Marker &m) { return at < m.offset; });
  const Marker &marker = *std::prev(after);
  const std::string_view since = text.substr(marker.offset, offset - marker.offset);
  const std::size_t lines = std::count(since.begin(), since.end(), '\n');
  const std::size_t start = since.rfind('\n');
  return {marker.file, marker.line + lines,
          since.size() - (start == since.npos ? 0 : start + 1) + 1, marker.system};
}

} // namespace sampan::asc
