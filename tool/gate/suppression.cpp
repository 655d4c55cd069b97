// SPDX-License-Identifier: Apache-2.0
#include "tool/gate/suppression.h"

#include "rewriters/core/diagnostics.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>

namespace sampan {
namespace {

using llvm::StringRef;

constexpr StringRef kWord = "sampan-ignore";

struct Comment {
  std::size_t begin = 0, end = 0;
  std::uint32_t line = 0, column = 0, lastLine = 0;
};

struct Scan {
  std::vector<Comment> comments;
  std::vector<bool> hasCode; ///< by line, one-based
};

/// Finds comments as the compiler does, without its help: what the preprocessor skips counts, too.
class Scanner {
public:
  explicit Scanner(StringRef source) : text(source) {}

  Scan run() {
    scan.hasCode.resize(2);
    while (at < text.size())
      step();
    return std::move(scan);
  }

private:
  void advance() {
    if (text[at] == '\n') {
      ++line;
      lineBegin = at + 1;
      scan.hasCode.resize(line + 1);
    }
    ++at;
  }
  void advanceTo(std::size_t end) {
    while (at < std::min(end, text.size()))
      advance();
  }

  void step() {
    StringRef rest = text.substr(at);
    if (rest.starts_with("//") || rest.starts_with("/*")) {
      comment(rest.starts_with("//"));
    } else if (rest.front() == '"') {
      code();
      if (isRawString())
        rawString();
      else
        literal('"');
    } else if (rest.front() == '\'' && !isDigitSeparator()) {
      code();
      literal('\'');
    } else {
      if (!StringRef(" \t\r\n\f\v").contains(rest.front()))
        code();
      advance();
    }
  }

  void code() { scan.hasCode[line] = true; }

  void comment(bool oneLine) {
    Comment found{at, 0, line, static_cast<std::uint32_t>(at - lineBegin + 1), line};
    std::size_t end = oneLine ? text.find('\n', at) : text.find("*/", at + 2);
    // A line that ends in a backslash goes on, also as a comment.
    while (oneLine && end != StringRef::npos && text.take_front(end).rtrim('\r').ends_with("\\"))
      end = text.find('\n', end + 1);
    end = end == StringRef::npos ? text.size() : end + (oneLine ? 0 : 2);
    advanceTo(end);
    found.end = at;
    found.lastLine = line;
    scan.comments.push_back(found);
  }

  bool isRawString() const {
    StringRef before = text.take_front(at);
    if (!before.consume_back("R"))
      return false;
    for (StringRef prefix : {"u8", "u", "U", "L"})
      if (before.consume_back(prefix))
        break;
    return before.empty() || !(llvm::isAlnum(before.back()) || before.back() == '_');
  }
  void rawString() {
    std::size_t open = text.find('(', at);
    if (open == StringRef::npos || open - at > 17)
      return literal('"');
    std::string close = ")" + text.slice(at + 1, open).str() + "\"";
    std::size_t end = text.find(close, open);
    advanceTo(end == StringRef::npos ? text.size() : end + close.size());
  }
  /// 1'000'000
  bool isDigitSeparator() const {
    return at > 0 && llvm::isHexDigit(text[at - 1]) && at + 1 < text.size() &&
           llvm::isHexDigit(text[at + 1]);
  }
  /// An unfinished literal ends with its line.
  void literal(char quote) {
    advance();
    while (at < text.size() && text[at] != quote && text[at] != '\n') {
      if (text[at] == '\\' && at + 1 < text.size())
        advance();
      advance();
    }
    if (at < text.size() && text[at] == quote)
      advance();
  }

  StringRef text;
  std::size_t at = 0, lineBegin = 0;
  std::uint32_t line = 1;
  Scan scan;
};

class Reader {
public:
  Reader(const std::string &fileName, StringRef source)
      : file(fileName), text(source), scan(Scanner(source).run()) {}

  FileSuppressions run() {
    for (const Comment &comment : scan.comments)
      read(comment);
    for (const Suppression &open : opened)
      complain(open.at, "sampan-ignore-begin has no sampan-ignore-end");
    std::sort(result.invalid.begin(), result.invalid.end());
    return std::move(result);
  }

private:
  void complain(const Span &at, const std::string &reason) {
    result.invalid.push_back(makeFinding(diag::SuppressionInvalid{.reason = reason}, at));
  }

  void read(const Comment &comment) {
    StringRef body = text.slice(comment.begin, comment.end).drop_front(2);
    if (text[comment.begin + 1] == '*')
      body.consume_back("*/");
    body = body.ltrim("/*! \t");
    if (!body.consume_front(kWord))
      return;
    Span at{file, static_cast<std::uint32_t>(comment.begin),
            static_cast<std::uint32_t>(comment.end), comment.line, comment.column};
    if (body.consume_front("-end"))
      return close(at);
    bool begins = body.consume_front("-begin");
    if (!body.empty() && !StringRef(" \t:").contains(body.front()))
      return complain(
          at, "'" + (kWord + body.take_until([](char c) { return c == ' ' || c == ':'; })).str() +
                  "' is no form of it");
    Suppression suppression;
    suppression.at = at;
    if (!parse(body, suppression))
      return;
    if (begins) {
      suppression.firstLine = comment.line;
      opened.push_back(std::move(suppression));
      return;
    }
    suppression.firstLine = suppression.lastLine = coveredLine(comment);
    result.valid.push_back(std::move(suppression));
  }

  /// The comment's own line when code stands on it, else the next line with code.
  std::uint32_t coveredLine(const Comment &comment) const {
    std::uint32_t line = comment.line;
    if (scan.hasCode[line])
      return line;
    line = comment.lastLine;
    while (line + 1 < scan.hasCode.size() && !scan.hasCode[line])
      ++line;
    return line;
  }

  void close(const Span &at) {
    if (opened.empty())
      return complain(at, "sampan-ignore-end without a sampan-ignore-begin");
    opened.back().lastLine = at.line;
    result.valid.push_back(std::move(opened.back()));
    opened.pop_back();
  }

  bool parse(StringRef body, Suppression &suppression) {
    auto [codes, reason] = body.split(':');
    reason = reason.trim();
    // Of a block comment, the first line.
    reason = reason.take_until([](char c) { return c == '\n'; }).trim();
    suppression.codes = codes.trim().str();
    suppression.reason = reason.str();
    llvm::Expected<FailOn> ids = FailOn::parse(suppression.codes);
    if (!ids) {
      llvm::consumeError(ids.takeError());
      complain(suppression.at, "'" + suppression.codes + "' is no list of diagnostics");
      return false;
    }
    if (ids->severity || ids->anyNew || ids->ids.empty()) {
      complain(suppression.at, "it must name diagnostics, such as SPN3001");
      return false;
    }
    if (reason.empty()) {
      complain(suppression.at, "no reason is given after a colon");
      return false;
    }
    suppression.ids = ids->ids;
    suppression.used.resize(ids->ids.size());
    return true;
  }

  const std::string &file;
  StringRef text;
  Scan scan;
  std::vector<Suppression> opened;
  FileSuppressions result;
};

} // namespace

FileSuppressions findSuppressions(const std::string &file, std::string_view text) {
  // Most files have none.
  if (!StringRef(text).contains(kWord))
    return {};
  return Reader(file, StringRef(text)).run();
}

Suppressions::Suppressions(const std::vector<std::string> &files, SourceLines &sources) {
  for (const std::string &file : files) {
    FileSuppressions found = findSuppressions(file, sources.text(file));
    complaints.insert(complaints.end(), found.invalid.begin(), found.invalid.end());
    if (!found.valid.empty())
      byFile[file] = std::move(found.valid);
  }
}

std::optional<std::string> Suppressions::reasonFor(const Finding &finding) {
  auto list = byFile.find(finding.at.file);
  if (list == byFile.end() || finding.id == diag::SuppressionInvalid::id ||
      finding.id == diag::SuppressionUnused::id)
    return std::nullopt;
  std::optional<std::string> reason;
  for (Suppression &suppression : list->second) {
    if (finding.at.line < suppression.firstLine || finding.at.line > suppression.lastLine)
      continue;
    for (std::size_t i = 0; i < suppression.ids.size(); ++i)
      if (finding.id >= suppression.ids[i].first && finding.id <= suppression.ids[i].last) {
        suppression.used[i] = true;
        if (!reason)
          reason = suppression.reason;
      }
  }
  return reason;
}

std::vector<Finding> Suppressions::unused() const {
  std::vector<Finding> findings;
  for (const auto &[file, list] : byFile)
    for (const Suppression &suppression : list)
      for (std::size_t i = 0; i < suppression.ids.size(); ++i)
        if (!suppression.used[i]) {
          const FailOn::Range &range = suppression.ids[i];
          std::string code = range.first == range.last
                                 ? diagCode(range.first)
                                 : "SPN" + std::to_string(range.first / 1000) + "xxx";
          findings.push_back(makeFinding(diag::SuppressionUnused{.code = code}, suppression.at));
        }
  return findings;
}

} // namespace sampan
