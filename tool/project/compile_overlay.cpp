// SPDX-License-Identifier: Apache-2.0
#include "tool/project/compile_overlay.h"

#include "rewriters/core/edit_apply.h"
#include "tool/support/files.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

#include <algorithm>

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

llvm::Error writeTwin(const std::string &file, const std::string &shownName,
                      const std::vector<Edit> &edits, const std::string &root) {
  llvm::Expected<std::string> source = readFile(file);
  if (!source)
    return source.takeError();
  AppliedEdits applied = applyEdits(*source, edits, LinePolicy::Keep, shownName);
  if (!applied.ok)
    return llvm::createStringError(file + " changed while it was being compiled");
  std::string_view text = applied.text;
  if (text.starts_with(kByteOrderMark))
    text.remove_prefix(kByteOrderMark.size());
  std::string twin = "#line 1 \"" + escapeForStringLiteral(shownName) + "\"\n";
  return writeFileAtomically(root + file, twin.append(text));
}

/// All files that must have a twin. Headers without edits need one only when some header has edits:
/// they may include it.
std::vector<std::string> filesToWrite(const Plan &plan, const std::string &mainFile) {
  bool headerEdited = std::any_of(plan.edits.begin(), plan.edits.end(), [&](const auto &entry) {
    return entry.first != mainFile && !entry.second.empty();
  });
  std::vector<std::string> files = {mainFile};
  if (!headerEdited)
    return files;
  for (const std::string &file : plan.files)
    if (file != mainFile)
      files.push_back(file);
  for (const auto &[file, edits] : plan.edits)
    if (std::find(files.begin(), files.end(), file) == files.end())
      files.push_back(file);
  return files;
}

std::vector<std::string> unaskedDirectories() {
  std::vector<std::string> directories;
  for (const char *variable : {"CPATH", "CPLUS_INCLUDE_PATH"}) {
    std::string value = llvm::sys::Process::GetEnv(variable).value_or("");
    llvm::SmallVector<llvm::StringRef> parts;
    llvm::StringRef(value).split(parts, ':', -1, /*KeepEmpty=*/false);
    for (llvm::StringRef part : parts)
      directories.push_back(part.str());
  }
  directories.insert(directories.end(), {"/usr/local/include", "/usr/include"});
  return directories;
}

/// The user's options with each directory preceded by its twin.
std::vector<std::string> includeFlags(const OverlayRequest &request) {
  std::vector<std::string> flags;
  for (const IncludeOption &option : request.includes) {
    std::string twin = request.root + absolutePath(request.directory, option.value);
    bool exists = fs::exists(twin);
    if (option.flag == "-include") {
      flags.insert(flags.end(), {option.flag, exists ? twin : option.value});
      continue;
    }
    if (exists)
      flags.insert(flags.end(), {option.flag, twin});
    flags.insert(flags.end(), {option.flag, option.value});
  }
  // Directories that the compiler searches unasked: device code may lie in them, too.
  for (const std::string &directory : unaskedDirectories())
    if (std::string twin = request.root + absolutePath(request.directory, directory);
        fs::is_directory(twin))
      flags.insert(flags.end(), {"-isystem", twin});
  return flags;
}

} // namespace

llvm::Expected<CompileOverlay> writeCompileOverlay(const OverlayRequest &request,
                                                   const Plan &plan) {
  CompileOverlay overlay;
  overlay.root = request.root;
  overlay.mainFile = request.root + request.mainFile;
  std::vector<std::string> directories;
  for (const std::string &file : filesToWrite(plan, request.mainFile)) {
    std::string shown =
        file == request.mainFile ? request.mainName : shortened(file, request.directory);
    if (llvm::Error error = writeTwin(file, shown, plan.editsOf(file), request.root))
      return std::move(error);
    std::string directory = llvm::sys::path::parent_path(file).str();
    if (std::find(directories.begin(), directories.end(), directory) == directories.end())
      directories.push_back(directory);
  }
  // -iquote comes before every -I. What has a twin must be found as the twin in all directories
  // before any original is: the two would count as different files to #pragma once.
  for (const IncludeOption &option : request.includes)
    if (std::string twin = request.root + absolutePath(request.directory, option.value);
        (option.flag == "-I" || option.flag == "-iquote") && fs::is_directory(twin))
      overlay.flags.insert(overlay.flags.end(), {"-iquote", twin});
  for (const std::string &directory : directories)
    overlay.flags.insert(overlay.flags.end(), {"-iquote", directory});
  for (std::string &flag : includeFlags(request))
    overlay.flags.push_back(std::move(flag));
  return overlay;
}

std::string originalPath(const std::string &path, const std::string &overlayRoot) {
  if (path.size() <= overlayRoot.size() || !isInside(path, overlayRoot))
    return path;
  return absolutePath("/", path.substr(overlayRoot.size()));
}

} // namespace sampan
