// SPDX-License-Identifier: Apache-2.0
#include "tool/project/output_tree.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/core/edit_apply.h"
#include "tool/project/manifest.h"
#include "tool/project/retranslate.h"
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

std::string realPath(const std::string &file) {
  llvm::SmallString<256> real;
  return fs::real_path(file, real) ? file : real.str().str();
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

namespace {

/// Writes what differs. False after a problem.
bool store(const std::string &file, const std::string &text, WriteResult &result) {
  if (llvm::Expected<std::string> old = readFile(file)) {
    if (*old == text)
      return true;
  } else {
    llvm::consumeError(old.takeError());
  }
  llvm::Error error = writeFileAtomically(file, text);
  if (!error)
    return true;
  result.problems.push_back(unwritable(file, llvm::toString(std::move(error))));
  return false;
}

/// The file first and what is recorded of it after: stopped in between, the next run finds a file
/// that holds the new translation already.
bool apply(const TreeChange &change, const std::string &directory, Manifest &manifest,
           WriteResult &result) {
  std::string target = directory + "/" + change.path, base = baseFile(directory, change.path);
  if (change.action == TreeChange::Action::Write && !store(target, change.text, result))
    return false;
  if (change.action == TreeChange::Action::Remove)
    fs::remove(target);
  result.written += change.action == TreeChange::Action::Write ? 1 : 0;
  result.removed += change.action == TreeChange::Action::Remove ? 1 : 0;
  result.unchanged += change.action == TreeChange::Action::Leave && change.base ? 1 : 0;
  result.merged += change.merged ? 1 : 0;
  result.notices.insert(result.notices.end(), change.notices.begin(), change.notices.end());
  if (!change.base) {
    manifest.files.erase(change.path);
    fs::remove(base);
    return true;
  }
  manifest.files[change.path] = {contentHash(*change.base), relativePath(change.source, directory)};
  return store(base, *change.base, result);
}

} // namespace

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
  TreePlan plan = planTree(files, directory, *manifest, force);
  result.problems = std::move(plan.problems);
  if (!result.problems.empty())
    return result;
  for (const TreeChange &change : plan.changes)
    if (!apply(change, directory, *manifest, result))
      break;
  store(directory + "/" + kManifestName, manifest->toJson(), result);
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
