// SPDX-License-Identifier: Apache-2.0
#include "tool/project/output_tree.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/core/edit_apply.h"
#include "tool/project/manifest.h"
#include "tool/support/files.h"
#include "tool/support/process.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

Finding unwritable(const std::string &file, const std::string &reason) {
  return makeFinding(diag::OutputUnwritable{.file = file, .reason = reason},
                     Span{file, 0, 0, 1, 1});
}

Finding wouldOverwrite(const std::string &file) {
  return makeFinding(diag::OutputWouldOverwrite{.file = file}, Span{file, 0, 0, 1, 1});
}

/// The real directory in which `file` would be made: links on the way are followed.
std::string realParent(const std::string &file) {
  llvm::StringRef parent = path::parent_path(file);
  while (!parent.empty() && !fs::exists(parent))
    parent = path::parent_path(parent);
  llvm::SmallString<256> real;
  if (fs::real_path(parent, real))
    return parent.str();
  return real.str().str();
}

std::string realPath(const std::string &file) {
  llvm::SmallString<256> real;
  return fs::real_path(file, real) ? file : real.str().str();
}

/// Why the file may not be written, if so.
std::optional<Finding> objection(const OutputFile &file, const std::string &directory,
                                 const Manifest &manifest, bool force) {
  std::string target = directory + "/" + file.path;
  if (!isInside(absolutePath(target), directory) ||
      !isInside(realParent(target), realParent(directory + "/x")))
    return unwritable(target, "it lies outside of the output directory");
  if (!fs::exists(target))
    return std::nullopt;
  if (fs::is_directory(target))
    return unwritable(target, "a directory has this name");
  bool same = false;
  if (!fs::equivalent(target, file.source, same) && same)
    return wouldOverwrite(target);
  auto entry = manifest.files.find(file.path);
  if (force)
    return std::nullopt;
  if (entry == manifest.files.end())
    return wouldOverwrite(target);
  llvm::Expected<std::string> text = readFile(target);
  if (!text)
    return unwritable(target, llvm::toString(text.takeError()));
  if (*text == file.text || contentHash(*text) == entry->second.hash)
    return std::nullopt;
  return wouldOverwrite(target);
}

/// True when the content is there already.
bool isUpToDate(const std::string &target, const std::string &text) {
  if (!fs::exists(target))
    return false;
  llvm::Expected<std::string> old = readFile(target);
  if (!old) {
    llvm::consumeError(old.takeError());
    return false;
  }
  return *old == text;
}

/// True when git knows the file and has no change of it.
bool isCommitted(const std::string &file) {
  std::string directory = path::parent_path(file).str();
  llvm::SmallString<128> output;
  if (fs::createTemporaryFile("sampan", "status", output))
    return false;
  fs::file_status status;
  bool tracked =
      runProcess({"git", "-C", directory, "ls-files", "--error-unmatch", "--", file}, "/dev/null",
                 /*quiet=*/true)
          .status == 0;
  bool asked = tracked && runProcess({"git", "-C", directory, "status", "--porcelain", "--", file},
                                     output.str().str(), /*quiet=*/true)
                                  .status == 0;
  bool clean = asked && !fs::status(output, status) && status.getSize() == 0;
  fs::remove(output);
  return clean;
}

} // namespace

std::string commonDirectory(const std::vector<std::string> &files) {
  if (files.empty())
    return {};
  llvm::StringRef common = path::parent_path(files.front());
  for (const std::string &file : files)
    while (!common.empty() && !isInside(file, common.str()))
      common = path::parent_path(common);
  return common.str();
}

llvm::Expected<OutputFile> renderFile(const Plan &plan, const std::string &file) {
  llvm::Expected<std::string> source = readFile(file);
  if (!source)
    return source.takeError();
  const std::vector<Edit> &edits = plan.editsOf(file);
  AppliedEdits applied = applyEdits(*source, edits);
  if (!applied.ok)
    return llvm::createStringError(file + " changed while it was being translated");
  return OutputFile{file, {}, std::move(applied.text), !edits.empty()};
}

llvm::Expected<std::vector<OutputFile>> renderTree(const Plan &plan, const OutputRequest &request) {
  std::string root = commonDirectory(plan.files);
  std::vector<OutputFile> files;
  for (const std::string &file : plan.files) {
    llvm::Expected<OutputFile> output = renderFile(plan, file);
    if (!output)
      return output.takeError();
    llvm::SmallString<256> name(shortened(file, root));
    bool isMain = std::binary_search(plan.mainFiles.begin(), plan.mainFiles.end(), file);
    if (!request.renameSources.empty() && isMain && path::extension(file) == ".cu" &&
        !request.includedFiles.contains(file))
      path::replace_extension(name, request.renameSources);
    output->path = name.str().str();
    files.push_back(std::move(*output));
  }
  return files;
}

WriteResult writeTree(const std::vector<OutputFile> &files, const std::string &outputDirectory,
                      bool force) {
  WriteResult result;
  std::string directory = absolutePath(outputDirectory);
  llvm::Expected<Manifest> manifest = Manifest::load(directory);
  if (!manifest) {
    result.problems.push_back(unwritable(directory, llvm::toString(manifest.takeError())));
    return result;
  }
  if (std::error_code code = fs::create_directories(directory)) {
    result.problems.push_back(unwritable(directory, code.message()));
    return result;
  }
  for (const OutputFile &file : files)
    if (std::optional<Finding> problem = objection(file, directory, *manifest, force))
      result.problems.push_back(std::move(*problem));
  if (!result.problems.empty())
    return result;
  for (const OutputFile &file : files) {
    std::string target = directory + "/" + file.path;
    manifest->files[file.path] = {contentHash(file.text), file.source};
    if (isUpToDate(target, file.text)) {
      ++result.unchanged;
      continue;
    }
    if (llvm::Error error = writeFileAtomically(target, file.text)) {
      result.problems.push_back(unwritable(target, llvm::toString(std::move(error))));
      break;
    }
    ++result.written;
  }
  std::string manifestFile = directory + "/" + kManifestName;
  std::string text = manifest->toJson();
  if (!isUpToDate(manifestFile, text))
    if (llvm::Error error = writeFileAtomically(manifestFile, text))
      result.problems.push_back(unwritable(manifestFile, llvm::toString(std::move(error))));
  return result;
}

WriteResult writeInPlace(const std::vector<OutputFile> &files, bool force, bool backup) {
  WriteResult result;
  for (const OutputFile &file : files)
    if (file.edited && !force && !isCommitted(file.source))
      result.problems.push_back(
          unwritable(file.source, "it has changes that are not committed (git); --force edits it"));
  if (!result.problems.empty())
    return result;
  for (const OutputFile &file : files) {
    if (!file.edited) {
      ++result.unchanged;
      continue;
    }
    // A link stays a link: what it points to is replaced.
    std::string target = realPath(file.source);
    std::error_code copied = backup ? fs::copy_file(target, target + ".orig") : std::error_code();
    if (copied) {
      result.problems.push_back(unwritable(target + ".orig", copied.message()));
      return result;
    }
    if (llvm::Error error = writeFileAtomically(target, file.text)) {
      result.problems.push_back(unwritable(target, llvm::toString(std::move(error))));
      return result;
    }
    ++result.written;
  }
  return result;
}

} // namespace sampan
