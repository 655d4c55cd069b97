// SPDX-License-Identifier: Apache-2.0
// The machine's file system, as seen by one analysis, with a record of all that was asked.
#pragma once

#include "rewriters/core/file_fact.h"

#include "llvm/Support/VirtualFileSystem.h"

#include <map>
#include <string>
#include <vector>

namespace sampan {

/// Used by one thread at a time.
class FileRecord {
public:
  /// Reading a file says more than looking for it; a later statement replaces a lesser one.
  void add(FileFact fact);
  void forget(const std::string &path) { known.erase(path); }
  /// Sorted by path.
  std::vector<FileFact> facts() const;

private:
  std::map<std::string, FileFact> known;
};

/// `record` null: the plain file system.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> makeFileSystem(FileRecord *record);

/// The hash in a fact of state Content or Listing; the names of a listing are sorted, each followed
/// by a line break.
std::array<std::uint64_t, 2> factHash(llvm::StringRef bytes);

} // namespace sampan
