// SPDX-License-Identifier: Apache-2.0
// Files as whole texts. A write either leaves the complete new file or the old one: the text goes
// to a temporary file in the same directory, which is then renamed.
#pragma once

#include "llvm/Support/Error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace sampan {

/// Absolute path without "." and ".." steps; symbolic links stay as they are written.
std::string absolutePath(std::string_view path);
std::string absolutePath(std::string_view directory, std::string_view path);

/// `path` relative to `directory` when it lies below it, else `path`.
std::string shortened(const std::string &path, const std::string &directory);

/// `path` as seen from `directory`, with ".." steps where needed; both absolute.
std::string relativePath(const std::string &path, const std::string &directory);

/// True when `path` is `directory` or lies below it; both absolute and normalised.
bool isInside(std::string_view path, std::string_view directory);

llvm::Expected<std::string> readFile(const std::string &path);

/// Makes the directories on the way. Keeps the permissions of a file that is replaced.
llvm::Error writeFileAtomically(const std::string &path, std::string_view text);

/// Hash of a content, in hexadecimal.
std::string contentHash(std::string_view text);

/// Removed with all it holds at the end of its life, unless kept.
class TemporaryDirectory {
public:
  static llvm::Expected<TemporaryDirectory> create();
  /// A directory that stays.
  static llvm::Expected<TemporaryDirectory> at(const std::string &path);
  TemporaryDirectory(TemporaryDirectory &&other) noexcept;
  TemporaryDirectory &operator=(TemporaryDirectory &&) = delete;
  ~TemporaryDirectory();

  const std::string &path() const { return directory; }

private:
  TemporaryDirectory(std::string path, bool keep) : directory(std::move(path)), kept(keep) {}
  std::string directory;
  bool kept;
};

} // namespace sampan
