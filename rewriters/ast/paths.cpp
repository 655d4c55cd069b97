// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/paths.h"

#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace sampan {

std::string absolutePath(const clang::SourceManager &sources, clang::FileEntryRef file) {
  llvm::SmallString<256> path(file.getName());
  sources.getFileManager().makeAbsolutePath(path);
  llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/true);
  return path.str().str();
}

std::string absolutePath(const clang::SourceManager &sources, clang::FileID file) {
  if (clang::OptionalFileEntryRef entry = sources.getFileEntryRefForID(file))
    return absolutePath(sources, *entry);
  return {};
}

std::string absolutePath(const std::string &directory, const std::string &path) {
  llvm::SmallString<256> result(path);
  if (!llvm::sys::path::is_absolute(path)) {
    result = directory;
    llvm::sys::path::append(result, path);
  }
  llvm::sys::path::remove_dots(result, /*remove_dot_dot=*/true);
  return result.str().str();
}

bool isBelow(const std::string &path, const std::string &root) {
  if (path.size() < root.size() || path.compare(0, root.size(), root) != 0)
    return false;
  return path.size() == root.size() || root.ends_with('/') || path[root.size()] == '/';
}

} // namespace sampan
