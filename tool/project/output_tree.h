// SPDX-License-Identifier: Apache-2.0
// Where translated files go. The tree mirrors the sources below their common directory; project
// headers are written once, edited or not, so that the result builds by itself. Everything is
// checked before the first file is written.
#pragma once

#include "rewriters/core/plan.h"

#include "llvm/Support/Error.h"

#include <set>
#include <string>
#include <vector>

namespace sampan {

/// A file to be written.
struct OutputFile {
  std::string source; ///< absolute
  std::string path;   ///< relative to the output directory
  std::string text;
  bool edited = false;
};

/// The deepest directory that holds all files. Empty for no files.
std::string commonDirectory(const std::vector<std::string> &absoluteFiles);

struct OutputRequest {
  /// New extension of translated main files (".cpp"), or empty. Files that others include keep
  /// their names.
  std::string renameSources;
  std::set<std::string> includedFiles; ///< files that some unit includes
};

/// The contents of the tree. Fails when a source changed since it was analysed.
llvm::Expected<std::vector<OutputFile>> renderTree(const Plan &plan, const OutputRequest &request);

/// The translated text of one file.
llvm::Expected<OutputFile> renderFile(const Plan &plan, const std::string &file);

struct WriteResult {
  std::vector<Finding> problems; ///< nothing was written when there are any
  std::vector<Finding> notices;  ///< conflicts, and what became of files edited or deleted by hand
  std::size_t written = 0, unchanged = 0, merged = 0, removed = 0;
};

/// Writes below `directory`. Files that were edited since are merged with their new translation;
/// those that Sampan did not write are left alone unless `force`; a source file is never
/// overwritten.
WriteResult writeTree(const std::vector<OutputFile> &files, const std::string &directory,
                      bool force);

/// Replaces the sources. Each must be committed (git) unless `force`.
WriteResult writeInPlace(const std::vector<OutputFile> &files, bool force, bool backup);

} // namespace sampan
