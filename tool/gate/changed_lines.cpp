// SPDX-License-Identifier: Apache-2.0
#include "tool/gate/changed_lines.h"

#include "tool/project/line_diff.h"
#include "tool/support/files.h"
#include "tool/support/process.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"

#include <algorithm>

namespace sampan {
namespace {

using llvm::StringRef;

/// What git prints, or nothing when it fails.
std::optional<std::string> git(const std::string &directory, std::vector<std::string> words) {
  llvm::Expected<TemporaryDirectory> temporary = TemporaryDirectory::create();
  if (!temporary) {
    llvm::consumeError(temporary.takeError());
    return std::nullopt;
  }
  std::string output = temporary->path() + "/output";
  words.insert(words.begin(), {"git", "-C", directory, "-c", "core.quotePath=false"});
  if (runProcess(words, output, /*quiet=*/true).status != 0)
    return std::nullopt;
  llvm::Expected<std::string> text = readFile(output);
  if (text)
    return std::move(*text);
  llvm::consumeError(text.takeError());
  return std::nullopt;
}

/// git quotes names with control characters, quotes or backslashes, as C does.
std::string unquoted(StringRef name) {
  if (!name.consume_front("\"") || !name.consume_back("\""))
    return name.str();
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '\\' || i + 1 == name.size()) {
      text += name[i];
      continue;
    }
    char c = name[++i];
    unsigned value = 0;
    if (c >= '0' && c <= '7' && !name.substr(i, 3).getAsInteger(8, value)) {
      text += static_cast<char>(value);
      i += 2;
    } else {
      text += c == 'n' ? '\n' : c == 't' ? '\t' : c;
    }
  }
  return text;
}

struct Range {
  std::uint32_t first = 0, count = 1;
};

/// "12,3"; without a count it is one line.
std::optional<Range> hunkRange(StringRef text) {
  Range range;
  auto [first, count] = text.split(',');
  if (first.getAsInteger(10, range.first) ||
      (!count.empty() && count.getAsInteger(10, range.count)))
    return std::nullopt;
  return range;
}

} // namespace

ChangedLines ChangedLines::parse(std::string_view diff, const std::string &root) {
  ChangedLines changed;
  std::string file;
  std::size_t inHunk = 0; // lines of text still to come, whatever they look like
  for (std::string_view each : splitLines(diff)) {
    StringRef line = StringRef(each).rtrim("\r\n");
    if (inHunk > 0 && (line.starts_with("+") || line.starts_with("-"))) {
      --inHunk;
      continue;
    }
    if (line.consume_front("+++ ")) {
      std::string name = unquoted(line.rtrim('\t'));
      file = StringRef(name).starts_with("b/") ? absolutePath(root, name.substr(2)) : "";
      if (!file.empty())
        changed.ranges[file];
      continue;
    }
    if (!line.consume_front("@@ -") || file.empty())
      continue;
    auto [removed, added] = line.split(" @@").first.split(" +");
    std::optional<Range> before = hunkRange(removed), after = hunkRange(added);
    if (!before || !after)
      continue;
    inHunk = before->count + after->count;
    if (after->count > 0)
      changed.ranges[file].emplace_back(after->first, after->first + after->count - 1);
  }
  return changed;
}

llvm::Expected<ChangedLines> ChangedLines::since(const std::string &revision,
                                                 const std::string &directory) {
  if (findProgram("git").empty())
    return llvm::createStringError("--changed-since needs git, which is not installed");
  std::optional<std::string> root = git(directory, {"rev-parse", "--show-toplevel"});
  if (!root)
    return llvm::createStringError("--changed-since: '" + directory +
                                   "' lies in no git working tree");
  std::string top = StringRef(*root).trim().str();
  if (StringRef(revision).starts_with("-") ||
      !git(directory, {"rev-parse", "--verify", "--quiet", revision + "^{commit}"}))
    return llvm::createStringError("--changed-since: git knows no revision '" + revision +
                                   "'; a shallow clone may have to be deepened");
  // What the other branch did meanwhile is not this one's change. A shallow clone may not know
  // where both parted.
  std::string from = revision;
  if (std::optional<std::string> base = git(directory, {"merge-base", revision, "HEAD"}))
    from = StringRef(*base).trim().str();
  std::optional<std::string> diff = git(top, {"diff", "--unified=0", "--no-color", "--no-ext-diff",
                                              "--src-prefix=a/", "--dst-prefix=b/", from, "--"});
  std::optional<std::string> untracked =
      git(top, {"ls-files", "-z", "--others", "--exclude-standard"});
  if (!diff || !untracked)
    return llvm::createStringError("--changed-since: git cannot compare with '" + revision + "'");
  ChangedLines changed = parse(*diff, top);
  llvm::SmallVector<StringRef> names;
  StringRef(*untracked).split(names, '\0', -1, /*KeepEmpty=*/false);
  for (StringRef name : names)
    changed.wholeFiles.insert(absolutePath(top, name.str()));
  return changed;
}

bool ChangedLines::contains(const Finding &finding) const {
  // git says where files really are.
  llvm::SmallString<256> real;
  std::string file =
      llvm::sys::fs::real_path(finding.at.file, real) ? finding.at.file : real.str().str();
  if (wholeFiles.contains(file))
    return true;
  auto found = ranges.find(file);
  if (found == ranges.end())
    return false;
  if (finding.at.end <= finding.at.begin && finding.at.line <= 1)
    return true; // about the file as a whole
  return std::any_of(found->second.begin(), found->second.end(), [&](const auto &range) {
    return finding.at.line >= range.first && finding.at.line <= range.second;
  });
}

} // namespace sampan
