// SPDX-License-Identifier: Apache-2.0
// What an analysis learnt from the file system. A stored result is good as long as all of it is
// still true: also that a header was not there, since a file that appears earlier on the include
// path changes what is read.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace sampan {

enum class FileState : std::uint8_t {
  Absent,
  Present, ///< asked for, not read
  Content, ///< read; `hash` is of the bytes that were seen
  Listing, ///< a directory that was listed; `hash` is of the names
};

struct FileFact {
  std::string path; ///< absolute
  FileState state = FileState::Absent;
  std::array<std::uint64_t, 2> hash{};

  friend auto operator<=>(const FileFact &, const FileFact &) = default;
};

} // namespace sampan
