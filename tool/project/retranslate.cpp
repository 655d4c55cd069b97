// SPDX-License-Identifier: Apache-2.0
#include "tool/project/retranslate.h"

#include "rewriters/core/diagnostics.h"
#include "tool/project/line_diff.h"
#include "tool/project/merge.h"
#include "tool/support/files.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <set>

namespace sampan {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using Action = TreeChange::Action;

/// Two files that share so many lines are one file that was renamed. Files of one project look
/// alike, and edits that stay behind are kept and reported: better to miss a renaming, and none
/// where the edits do not fit.
constexpr double kRenamed = 0.75;

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

std::optional<std::string> textOf(const std::string &file) {
  llvm::Expected<std::string> text = readFile(file);
  if (text)
    return std::move(*text);
  llvm::consumeError(text.takeError());
  return std::nullopt;
}

class Planner {
public:
  Planner(const std::string &outputDirectory, const Manifest &recorded, bool overwrite)
      : directory(outputDirectory), manifest(recorded), force(overwrite) {}

  TreePlan run(const std::vector<OutputFile> &files) {
    std::set<std::string> written;
    for (const OutputFile &file : files)
      written.insert(file.path);
    findVanished(written);
    for (const OutputFile &file : files)
      if (std::optional<Finding> problem = objection(file))
        plan.problems.push_back(std::move(*problem));
      else
        plan.changes.push_back(decide(file));
    for (const auto &[name, old] : vanished)
      plan.changes.push_back(retire(name, old));
    return std::move(plan);
  }

private:
  /// A recorded file whose source is gone.
  struct Vanished {
    const Manifest::Entry *entry;
    std::optional<std::string> current, base;
    bool moved = false;

    bool edited() const { return current && current != base; }
  };

  std::string target(const std::string &name) const { return directory + "/" + name; }

  /// What Sampan wrote last time, when that is known for certain.
  std::optional<std::string> baseOf(const std::string &name, const Manifest::Entry &entry,
                                    const std::optional<std::string> &current) const {
    if (current && contentHash(*current) == entry.hash)
      return current;
    std::optional<std::string> base = textOf(baseFile(directory, name));
    if (base && contentHash(*base) == entry.hash)
      return base;
    return std::nullopt;
  }

  void findVanished(const std::set<std::string> &written) {
    for (const auto &[name, entry] : manifest.files) {
      // A manifest that came from elsewhere must not lead out of the directory.
      if (written.contains(name) || entry.source.empty() || !staysInside(target(name)) ||
          fs::exists(absolutePath(directory, entry.source)))
        continue;
      std::optional<std::string> current = textOf(target(name));
      std::optional<std::string> base = baseOf(name, entry, current);
      vanished.emplace(name, Vanished{&entry, std::move(current), std::move(base)});
    }
  }

  bool staysInside(const std::string &name) const {
    return isInside(absolutePath(name), directory) &&
           isInside(realParent(name), realParent(directory + "/x"));
  }

  /// Why the file may not be written, if so.
  std::optional<Finding> objection(const OutputFile &file) const {
    std::string name = target(file.path);
    if (!staysInside(name))
      return unwritable(name, "it lies outside of the output directory");
    if (!fs::exists(name))
      return std::nullopt;
    if (fs::is_directory(name))
      return unwritable(name, "a directory has this name");
    bool same = false;
    if (!fs::equivalent(name, file.source, same) && same)
      return wouldOverwrite(name);
    if (force)
      return std::nullopt;
    llvm::Expected<std::string> text = readFile(name);
    if (!text)
      return unwritable(name, llvm::toString(text.takeError()));
    if (*text == file.text)
      return std::nullopt;
    auto entry = manifest.files.find(file.path);
    if (entry == manifest.files.end())
      return wouldOverwrite(name);
    if (hasConflictMarkers(*text))
      return makeFinding(diag::ConflictUnresolved{.file = name}, Span{name, 0, 0, 1, 1});
    return baseOf(file.path, entry->second, *text) ? std::nullopt
                                                   : std::optional(wouldOverwrite(name));
  }

  TreeChange decide(const OutputFile &file) {
    TreeChange change{file.path, Action::Write, file.text, file.text, file.source, {}, false};
    std::optional<std::string> current = textOf(target(file.path));
    if (current == file.text) {
      change.action = Action::Leave;
      return change;
    }
    auto entry = manifest.files.find(file.path);
    if (force)
      return change;
    if (entry == manifest.files.end()) {
      takeOverRenamed(file, change);
      return change;
    }
    if (!current)
      decideDeleted(entry->second, change);
    else
      mergeInto(change, *baseOf(file.path, entry->second, current), *current);
    return change;
  }

  void decideDeleted(const Manifest::Entry &entry, TreeChange &change) const {
    std::string name = target(change.path);
    Span start{name, 0, 0, 1, 1};
    if (contentHash(change.text) == entry.hash) {
      change.action = Action::Leave;
      change.notices.push_back(makeFinding(diag::OutputDeleted{.file = name}, start));
    } else {
      change.notices.push_back(makeFinding(diag::DeletedButChanged{.file = name}, start));
    }
  }

  void mergeInto(TreeChange &change, const std::string &base, const std::string &current) const {
    if (current == base)
      return;
    change.merged = change.text != base;
    MergeResult merge = mergeTexts(base, current, change.text);
    change.text = std::move(merge.text);
    if (change.text == current)
      change.action = Action::Leave;
    std::string name = target(change.path), count = std::to_string(merge.conflictLines.size());
    std::size_t number = 0;
    for (std::size_t line : merge.conflictLines)
      change.notices.push_back(
          makeFinding(diag::MergeConflict{.number = std::to_string(++number), .count = count},
                      Span{name, 0, 0, static_cast<std::uint32_t>(line), 1}));
  }

  /// A new file may be an old one under another name; changes by hand then go with it.
  void takeOverRenamed(const OutputFile &file, TreeChange &change) {
    auto best = vanished.end();
    double most = kRenamed;
    for (auto it = vanished.begin(); it != vanished.end(); ++it) {
      const Vanished &old = it->second;
      if (!old.edited() || !old.base || old.moved || hasConflictMarkers(*old.current))
        continue;
      double share = similarity(*old.base, file.text);
      if (share >= most && (best == vanished.end() || share > most) &&
          mergeTexts(*old.base, *old.current, file.text).conflictLines.empty()) {
        most = share;
        best = it;
      }
    }
    if (best == vanished.end())
      return;
    best->second.moved = true;
    mergeInto(change, *best->second.base, *best->second.current);
    // Even when the text is the user's own, it has yet to come here.
    change.action = Action::Write;
    change.notices.push_back(
        makeFinding(diag::OutputMoved{.from = target(best->first), .to = target(file.path)},
                    Span{target(file.path), 0, 0, 1, 1}));
  }

  /// The source of `name` is gone.
  TreeChange retire(const std::string &name, const Vanished &old) const {
    TreeChange change{name, Action::Remove, {}, std::nullopt, {}, {}, false};
    bool lost = old.edited() && !old.moved && !force;
    if (!old.current) {
      change.action = Action::Leave;
    } else if (lost) {
      change.action = Action::Leave;
      change.base = old.base;
      change.source = absolutePath(directory, old.entry->source);
      change.notices.push_back(
          makeFinding(diag::SourceGone{.file = target(name), .source = change.source},
                      Span{target(name), 0, 0, 1, 1}));
    }
    return change;
  }

  const std::string &directory;
  const Manifest &manifest;
  const bool force;
  std::map<std::string, Vanished> vanished;
  TreePlan plan;
};

} // namespace

TreePlan planTree(const std::vector<OutputFile> &files, const std::string &directory,
                  const Manifest &manifest, bool force) {
  return Planner(directory, manifest, force).run(files);
}

} // namespace sampan
