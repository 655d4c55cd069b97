// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/kernel_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Stmt.h"
#include "clang/Lex/Lexer.h"

#include <algorithm>
#include <tuple>

namespace sampan::host {
namespace {

/// Copies source text and leaves the comments out.
class CommentFilter {
public:
  explicit CommentFilter(llvm::StringRef source) : source(source) {}

  std::string run() {
    while (at < source.size()) {
      if (source.substr(at).starts_with("//"))
        skipLine();
      else if (source.substr(at).starts_with("/*"))
        skipBlock();
      else if (source.substr(at).starts_with("R\""))
        copyRaw();
      else if (source[at] == '"' || (source[at] == '\'' && !followsDigit()))
        copyQuoted();
      else
        result += source[at++];
    }
    return std::move(result);
  }

private:
  bool followsDigit() const { return at > 0 && llvm::isAlnum(source[at - 1]); }

  void skipLine() {
    while (at < source.size() && source[at] != '\n')
      at += source[at] == '\\' && at + 1 < source.size() ? 2 : 1;
  }
  void skipBlock() {
    std::size_t end = source.find("*/", at + 2);
    end = end == llvm::StringRef::npos ? source.size() : end + 2;
    // Lines are counted by what is left.
    result += ' ';
    result.append(source.slice(at, end).count('\n'), '\n');
    at = end;
  }
  void copyQuoted() {
    const char quote = source[at];
    result += source[at++];
    while (at < source.size() && source[at] != quote && source[at] != '\n') {
      if (source[at] == '\\' && at + 1 < source.size())
        result += source[at++];
      result += source[at++];
    }
    if (at < source.size())
      result += source[at++];
  }
  void copyRaw() {
    std::size_t open = source.find('(', at);
    std::string close =
        open == llvm::StringRef::npos ? "" : ")" + source.slice(at + 2, open).str() + "\"";
    std::size_t end = close.empty() ? llvm::StringRef::npos : source.find(close, open);
    end = end == llvm::StringRef::npos ? source.size() : end + close.size();
    result += source.slice(at, end).str();
    at = end;
  }

  llvm::StringRef source;
  std::size_t at = 0;
  std::string result;
};

bool conditionalsAreBalanced(llvm::StringRef text) {
  int depth = 0;
  llvm::SmallVector<llvm::StringRef> lines;
  text.split(lines, '\n');
  for (llvm::StringRef line : lines) {
    line = line.ltrim();
    if (!line.consume_front("#"))
      continue;
    line = line.ltrim();
    if (line.starts_with("if"))
      ++depth;
    else if (line.starts_with("endif") && --depth < 0)
      return false;
    else if (line.starts_with("el") && depth == 0)
      return false;
  }
  return depth == 0;
}

} // namespace

KernelText::KernelText(const PassContext &context, const clang::Stmt &body, LocalEdits names)
    : context(context),
      file(context.sources.getFileID(context.sources.getFileLoc(body.getBeginLoc()))),
      names(std::move(names)) {
  const std::string &path = context.path(file);
  for (const EditGroup &group : context.editGroups())
    // Loops of their own stand for the meetings of lanes: lock_steps.h.
    if (group.by != "kernel-body" && group.by != "host-loops" && group.by != "warp-synchronous" &&
        group.by != "lock-step")
      for (const Edit &edit : group.edits)
        if (edit.at.file == path)
          edits.push_back(edit);
  std::sort(edits.begin(), edits.end(), [](const Edit &a, const Edit &b) {
    return std::tie(a.at.begin, a.at.end, a.text) < std::tie(b.at.begin, b.at.end, b.text);
  });
  // A replacement that two views of the file ask for is one; insertions count each.
  edits.erase(
      std::unique(edits.begin(), edits.end(),
                  [](const Edit &a, const Edit &b) { return a == b && a.at.begin != a.at.end; }),
      edits.end());
}

std::optional<TextRange> KernelText::rangeOf(clang::SourceRange range) const {
  clang::CharSourceRange chars = clang::Lexer::makeFileCharRange(
      clang::CharSourceRange::getTokenRange(range), context.sources, context.language);
  if (chars.isInvalid())
    return std::nullopt;
  auto [beginFile, begin] = context.sources.getDecomposedLoc(chars.getBegin());
  auto [endFile, end] = context.sources.getDecomposedLoc(chars.getEnd());
  if (beginFile != file || endFile != file || end < begin)
    return std::nullopt;
  return TextRange{begin, end};
}

std::optional<TextRange> KernelText::rangeOf(const clang::Stmt &statement) const {
  return rangeOf(statement.getSourceRange());
}

std::optional<TextRange> KernelText::statementRange(const clang::Stmt &statement) const {
  std::optional<TextRange> range = rangeOf(statement);
  if (!range)
    return range;
  const std::vector<RawToken> &tokens = context.tokens(file);
  std::size_t next = context.tokenAt(file, range->end);
  bool ended = range->end > range->begin && context.buffer(file)[range->end - 1] == ';';
  if (!ended && next < tokens.size() && tokens[next].is(clang::tok::semi))
    range->end = tokens[next].end;
  return range;
}

std::optional<std::string> KernelText::text(TextRange range, const LocalEdits &own) const {
  std::vector<LocalEdit> all = own;
  auto add = [&](TextRange at, const std::string &text) {
    bool covered = std::any_of(own.begin(), own.end(), [&](const LocalEdit &local) {
      return local.at.begin <= at.begin && at.end <= local.at.end && local.at.begin != local.at.end;
    });
    if (at.begin >= range.begin && at.end <= range.end && !covered)
      all.push_back({at, text});
  };
  for (const Edit &edit : edits)
    add({edit.at.begin, edit.at.end}, edit.text);
  for (const LocalEdit &edit : names)
    add(edit.at, edit.text);
  std::sort(all.begin(), all.end(), [](const LocalEdit &a, const LocalEdit &b) {
    return std::tie(a.at.begin, a.at.end, a.text) < std::tie(b.at.begin, b.at.end, b.text);
  });
  llvm::StringRef buffer = context.buffer(file);
  std::string result;
  std::uint32_t at = range.begin;
  const LocalEdit *before = nullptr;
  for (const LocalEdit &edit : all) {
    // A macro may use its argument, and what changes in it, more than once.
    bool isSame = before && before->at.begin == edit.at.begin && before->at.end == edit.at.end &&
                  before->text == edit.text && edit.at.begin != edit.at.end;
    before = &edit;
    if (isSame)
      continue;
    if (edit.at.begin < at || edit.at.end > range.end)
      return std::nullopt;
    result += buffer.slice(at, edit.at.begin).str() + edit.text;
    at = edit.at.end;
  }
  result += buffer.slice(at, range.end).str();
  result = CommentFilter(result).run();
  if (!conditionalsAreBalanced(result))
    return std::nullopt;
  return result;
}

bool KernelText::isEdited(TextRange range) const {
  return std::any_of(edits.begin(), edits.end(), [&](const Edit &edit) {
    return edit.at.begin < range.end && range.begin < edit.at.end;
  });
}

bool KernelText::mentions(llvm::StringRef identifier) const {
  auto isPart = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  return std::any_of(edits.begin(), edits.end(), [&](const Edit &edit) {
    llvm::StringRef text = edit.text;
    for (std::size_t at = 0; (at = text.find(identifier, at)) != llvm::StringRef::npos; ++at) {
      std::size_t end = at + identifier.size();
      if ((at == 0 || !isPart(text[at - 1])) && (end == text.size() || !isPart(text[end])))
        return true;
    }
    return false;
  });
}

bool KernelText::hasDirective(TextRange range) const {
  const std::vector<RawToken> &tokens = context.tokens(file);
  for (std::size_t i = context.tokenAt(file, range.begin);
       i < tokens.size() && tokens[i].begin < range.end; ++i)
    if (tokens[i].inDirective)
      return true;
  return false;
}

unsigned KernelText::lineOf(std::uint32_t offset) const {
  return context.sources.getLineNumber(file, offset);
}

void makeLocal(std::string &text) {
  for (llvm::StringRef word : {"static", "__shared__"})
    for (std::size_t at = 0; (at = text.find(word.str(), at)) != std::string::npos;) {
      auto isPart = [&](std::size_t i) {
        return i < text.size() && (llvm::isAlnum(text[i]) || text[i] == '_');
      };
      bool whole = (at == 0 || !isPart(at - 1)) && !isPart(at + word.size());
      std::string instead = word == "static" ? "" : "__attribute__((aligned(64)))";
      if (whole)
        text.replace(at, word.size(), instead);
      at += whole ? instead.size() : word.size();
    }
}

} // namespace sampan::host
