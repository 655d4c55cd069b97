// SPDX-License-Identifier: Apache-2.0
// What Sampan wrote into an output directory, with hashes of the contents: so that a file that is
// not ours, or that somebody edited since, is never overwritten silently.
#pragma once

#include "llvm/Support/Error.h"

#include <map>
#include <string>
#include <string_view>

namespace sampan {

inline constexpr const char *kManifestName = ".sampan-manifest.json";

struct Manifest {
  struct Entry {
    std::string hash;   ///< of the content as written
    std::string source; ///< what it was made from
  };
  std::map<std::string, Entry> files; ///< by path relative to the directory

  std::string toJson() const;
  static llvm::Expected<Manifest> parse(std::string_view json);
  /// An empty manifest when the directory has none.
  static llvm::Expected<Manifest> load(const std::string &directory);
};

} // namespace sampan
