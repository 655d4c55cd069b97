// SPDX-License-Identifier: Apache-2.0
#include "rewriters/passes/launch_syntax.h"

namespace sampan {
namespace {

using clang::tok::TokenKind;
namespace tok = clang::tok;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

bool opens(TokenKind kind) {
  return kind == tok::l_paren || kind == tok::l_square || kind == tok::l_brace;
}
bool closes(TokenKind kind) {
  return kind == tok::r_paren || kind == tok::r_square || kind == tok::r_brace;
}

class Reader {
public:
  Reader(const std::vector<RawToken> &tokens, llvm::StringRef text) : tokens(tokens), text(text) {}

  /// Index of the bracket that closes the one at `at`.
  std::size_t matchForward(std::size_t at) const {
    int depth = 0;
    for (std::size_t i = at; i < tokens.size(); ++i) {
      depth += opens(tokens[i].kind) ? 1 : closes(tokens[i].kind) ? -1 : 0;
      if (depth == 0)
        return i;
    }
    return kNone;
  }

  std::size_t matchBackward(std::size_t at) const {
    int depth = 0;
    for (std::size_t i = at + 1; i-- > 0;) {
      depth += closes(tokens[i].kind) ? 1 : opens(tokens[i].kind) ? -1 : 0;
      if (depth == 0)
        return i;
    }
    return kNone;
  }

  /// Index of the `<` that opens the template arguments which end at `at` (a `>` or `>>`).
  std::size_t matchAngleBackward(std::size_t at, bool &comma) const {
    int depth = 0;
    for (std::size_t i = at + 1; i-- > 0;) {
      TokenKind kind = tokens[i].kind;
      if (kind == tok::greater)
        ++depth;
      else if (kind == tok::greatergreater)
        depth += 2;
      else if (kind == tok::less && --depth == 0)
        return i;
      else if (kind == tok::comma)
        comma = true;
      else if (closes(kind)) {
        i = matchBackward(i);
        if (i == kNone)
          return kNone;
      } else if (opens(kind) || kind == tok::semi)
        return kNone;
    }
    return kNone;
  }

  /// For `name <` at `at`: index of the `>` that ends template arguments, if what follows says that
  /// these are template arguments and not comparisons.
  std::size_t templateArgumentsEnd(std::size_t at) const {
    int depth = 0;
    for (std::size_t i = at; i < tokens.size(); ++i) {
      TokenKind kind = tokens[i].kind;
      if (kind == tok::less)
        ++depth;
      else if (kind == tok::greater && --depth == 0)
        return followsTemplate(i + 1) ? i : kNone;
      else if (kind == tok::greatergreater && (depth -= 2) <= 0)
        return followsTemplate(i + 1) ? i : kNone;
      else if (opens(kind)) {
        i = matchForward(i);
        if (i == kNone)
          return kNone;
      } else if (closes(kind) || kind == tok::semi || kind == tok::greatergreatergreater)
        return kNone;
    }
    return kNone;
  }

  bool isIdentifier(std::size_t i) const { return tokens[i].is(tok::raw_identifier); }
  bool isWord(std::size_t i, llvm::StringRef word) const {
    return isIdentifier(i) && tokens[i].text(text) == word;
  }

  const std::vector<RawToken> &tokens;
  llvm::StringRef text;

private:
  bool followsTemplate(std::size_t i) const {
    return i < tokens.size() && (tokens[i].is(tok::l_paren) || tokens[i].is(tok::coloncolon) ||
                                 tokens[i].is(tok::l_brace));
  }
};

/// Index of the first token of the postfix expression that ends just before `chevron`.
std::size_t calleeBegin(const Reader &reader, std::size_t chevron, bool &comma) {
  std::size_t i = chevron;
  while (true) {
    if (i == 0)
      return kNone;
    --i;
    if (reader.tokens[i].is(tok::greater) || reader.tokens[i].is(tok::greatergreater)) {
      i = reader.matchAngleBackward(i, comma);
      if (i == kNone || i == 0)
        return kNone;
      --i;
    }
    while (i != kNone && closes(reader.tokens[i].kind)) {
      i = reader.matchBackward(i);
      if (i == kNone)
        return kNone;
      bool primary =
          reader.tokens[i].is(tok::l_paren) &&
          (i == 0 || !(reader.isIdentifier(i - 1) || closes(reader.tokens[i - 1].kind)) ||
           reader.isWord(i - 1, "return"));
      if (primary)
        return i;
      if (i == 0)
        return kNone;
      --i;
    }
    if (!reader.isIdentifier(i))
      return kNone;
    if (i > 0 && reader.isWord(i - 1, "template"))
      --i;
    if (i == 0)
      return i;
    TokenKind before = reader.tokens[i - 1].kind;
    if (before == tok::coloncolon) {
      --i;
      // A leading `::` has no name or `>` in front of it.
      if (i == 0 || !(reader.isIdentifier(i - 1) || reader.tokens[i - 1].is(tok::greater)) ||
          reader.isWord(i - 1, "return") || reader.isWord(i - 1, "else"))
        return i;
      continue;
    }
    if (before == tok::period || before == tok::arrow) {
      --i;
      continue;
    }
    return i;
  }
}

/// Splits [begin, end) at top-level commas.
std::vector<TokenRange> splitArguments(const Reader &reader, std::size_t begin, std::size_t end) {
  std::vector<TokenRange> result;
  TokenRange current;
  bool isEmpty = true;
  for (std::size_t i = begin; i < end; ++i) {
    const RawToken &token = reader.tokens[i];
    if (token.is(tok::comma)) {
      result.push_back(current);
      current = {};
      isEmpty = true;
      continue;
    }
    if (isEmpty)
      current.begin = token.begin;
    isEmpty = false;
    std::size_t last = i;
    if (token.is(tok::less) && i > begin && reader.isIdentifier(i - 1)) {
      last = reader.templateArgumentsEnd(i);
      if (last != kNone && last < end)
        for (std::size_t k = i; k < last; ++k)
          current.hasTopLevelComma |= reader.tokens[k].is(tok::comma);
      else
        last = i;
    } else if (opens(token.kind)) {
      last = reader.matchForward(i);
      if (last == kNone || last >= end)
        return {};
      if (!token.is(tok::l_paren))
        for (std::size_t k = i; k < last; ++k)
          current.hasTopLevelComma |= reader.tokens[k].is(tok::comma);
    }
    i = last;
    current.end = reader.tokens[i].end;
  }
  if (isEmpty)
    return {};
  result.push_back(current);
  return result;
}

LaunchParse failed(const char *problem) { return {std::nullopt, problem}; }

} // namespace

LaunchParse parseLaunch(const std::vector<RawToken> &tokens, std::size_t chevron,
                        llvm::StringRef text) {
  Reader reader(tokens, text);
  LaunchSyntax launch;
  launch.open = {tokens[chevron].begin, tokens[chevron].end};
  std::size_t first = calleeBegin(reader, chevron, launch.calleeHasComma);
  if (first == kNone)
    return failed("no kernel name in front of <<<");
  launch.callee = {tokens[first].begin, tokens[chevron - 1].end};

  std::size_t close = kNone;
  for (std::size_t i = chevron + 1; i < tokens.size(); ++i) {
    if (tokens[i].is(tok::greatergreatergreater)) {
      close = i;
      break;
    }
    if (opens(tokens[i].kind)) {
      i = reader.matchForward(i);
      if (i == kNone)
        break;
    } else if (closes(tokens[i].kind) || tokens[i].is(tok::semi))
      break;
  }
  if (close == kNone)
    return failed("<<< has no matching >>>");
  launch.close = {tokens[close].begin, tokens[close].end};
  launch.configuration = splitArguments(reader, chevron + 1, close);
  if (launch.configuration.empty() || launch.configuration.size() > 4)
    return failed("the configuration does not have two to four arguments");
  launch.needsPlainCalls = launch.configuration.size() == 1;

  std::size_t open = close + 1;
  if (open >= tokens.size() || !tokens[open].is(tok::l_paren))
    return failed("the argument list does not follow >>>");
  std::size_t end = reader.matchForward(open);
  if (end == kNone)
    return failed("the argument list is not closed");
  launch.argumentsOpen = {tokens[open].begin, tokens[open].end};
  launch.argumentsClose = {tokens[end].begin, tokens[end].end};
  launch.hasArguments = end > open + 1;
  for (std::size_t i = first; i <= end; ++i)
    launch.needsPlainCalls |= tokens[i].is(tok::hash) && tokens[i].startsLine;
  return {std::move(launch), {}};
}

} // namespace sampan
