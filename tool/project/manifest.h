// SPDX-License-Identifier: Apache-2.0
// What Sampan wrote into an output directory: so that a file that is not ours is never overwritten,
// and one that somebody edited since can be merged with its new translation. Paths are relative, so
// that the tree can be committed and used elsewhere.
#pragma once

#include "llvm/Support/Error.h"

#include <map>
#include <string>
#include <string_view>

namespace sampan {

inline constexpr const char *kManifestName = ".sampan-manifest.json";

struct Manifest {
  struct Entry {
    std::string hash;   ///< of the translation, without later edits
    std::string source; ///< what it was made from, relative to the directory
  };
  std::map<std::string, Entry> files; ///< by path relative to the directory

  std::string toJson() const;
  static llvm::Expected<Manifest> parse(std::string_view json);
  /// An empty manifest when the directory has none.
  static llvm::Expected<Manifest> load(const std::string &directory);
};

/// Where the translation of `path` is kept as it was written.
std::string baseFile(const std::string &directory, const std::string &path);

} // namespace sampan
