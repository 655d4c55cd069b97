// SPDX-License-Identifier: Apache-2.0
// Absolute, normalised paths of the files that Clang read.
#pragma once

#include "clang/Basic/FileEntry.h"
#include "clang/Basic/SourceLocation.h"

#include <string>

namespace clang {
class SourceManager;
} // namespace clang

namespace sampan {

/// Absolute path without "." and ".." steps; symbolic links are kept as the user wrote them. Empty
/// for buffers that are not files.
std::string absolutePath(const clang::SourceManager &sources, clang::FileEntryRef file);
std::string absolutePath(const clang::SourceManager &sources, clang::FileID file);

/// Normalises a path against a working directory.
std::string absolutePath(const std::string &directory, const std::string &path);

/// True when `path` is `root` or lies below it. Both absolute and normalised.
bool isBelow(const std::string &path, const std::string &root);

} // namespace sampan
