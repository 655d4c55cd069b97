// SPDX-License-Identifier: Apache-2.0
#include "rewriters/passes/ptx/asm_syntax.h"

#include <set>

namespace sampan::ptx {
namespace {

using clang::tok::TokenKind;

bool opens(const RawToken &token) {
  return token.is(TokenKind::l_paren) || token.is(TokenKind::l_square) ||
         token.is(TokenKind::l_brace);
}
bool closes(const RawToken &token) {
  return token.is(TokenKind::r_paren) || token.is(TokenKind::r_square) ||
         token.is(TokenKind::r_brace);
}

class AsmParser {
public:
  AsmParser(const std::vector<RawToken> &tokens, std::size_t first, llvm::StringRef buffer)
      : tokens(tokens), buffer(buffer), at(first) {}

  std::optional<AsmSyntax> run() {
    result.begin = tokens[at].begin;
    result.inMacro = tokens[at].inDirective;
    // asm volatile, __asm__ __volatile__, or macros for them
    for (int words = 0; words < 4 && ok() && tokens[at].is(TokenKind::raw_identifier); ++words)
      ++at;
    if (!ok() || !tokens[at].is(TokenKind::l_paren))
      return std::nullopt;
    ++at;
    string();
    for (int section = 1; ok() && !tokens[at].is(TokenKind::r_paren); ++section) {
      if (colonPending)
        colonPending = false;
      else if (tokens[at].is(TokenKind::coloncolon))
        colonPending = true, ++at;
      else if (tokens[at].is(TokenKind::colon))
        ++at;
      else
        return std::nullopt;
      if (colonPending)
        continue;
      bool parsed = section <= 2 ? operands() : skipClobbers();
      if (!parsed)
        return std::nullopt;
    }
    if (!ok())
      return std::nullopt;
    result.end = tokens[at++].end;
    if (ok() && tokens[at].is(TokenKind::semi)) {
      result.semicolonFollows = true;
      result.semicolonEnd = tokens[at].end;
    }
    return std::move(result);
  }

private:
  /// The next token exists and belongs to the same directive, or to none.
  bool ok() const {
    return at < tokens.size() && tokens[at].inDirective == result.inMacro &&
           !(result.inMacro && tokens[at].startsLine);
  }

  bool atColon() const {
    return tokens[at].is(TokenKind::colon) || tokens[at].is(TokenKind::coloncolon);
  }

  /// Parameters of the macro in whose body the statement stands.
  std::set<llvm::StringRef> parameters() const {
    std::set<llvm::StringRef> found;
    std::size_t hash = at;
    while (hash > 0 && !(tokens[hash].is(TokenKind::hash) && tokens[hash].startsLine))
      --hash;
    std::size_t i = hash + 3; // # define NAME
    if (i >= at || !tokens[i].is(TokenKind::l_paren) || tokens[i].begin != tokens[i - 1].end)
      return found;
    for (; i < at && !tokens[i].is(TokenKind::r_paren); ++i)
      if (tokens[i].is(TokenKind::raw_identifier))
        found.insert(tokens[i].text(buffer));
    return found;
  }

  void string() {
    std::set<llvm::StringRef> varying;
    if (result.inMacro)
      varying = parameters();
    for (; ok() && !atColon() && !tokens[at].is(TokenKind::r_paren); ++at) {
      if (tokens[at].is(TokenKind::l_paren)) { // STR(x)
        int depth = 0;
        do {
          depth += tokens[at].is(TokenKind::l_paren);
          depth -= tokens[at].is(TokenKind::r_paren);
          result.stringVaries |= varying.contains(tokens[at].text(buffer));
          if (depth == 0)
            break;
          ++at;
        } while (ok());
        if (!ok())
          return;
      }
      result.stringVaries |=
          tokens[at].is(TokenKind::hash) || varying.contains(tokens[at].text(buffer));
    }
  }

  /// [name] "constraint" (expression), ...
  bool operands() {
    while (ok() && !atColon() && !tokens[at].is(TokenKind::r_paren)) {
      while (ok() && !tokens[at].is(TokenKind::l_paren))
        ++at;
      if (!ok())
        return false;
      std::uint32_t begin = tokens[at].end;
      int depth = 0;
      for (; ok(); ++at) {
        depth += opens(tokens[at]);
        depth -= closes(tokens[at]);
        if (depth == 0)
          break;
      }
      if (!ok())
        return false;
      result.operands.push_back(buffer.slice(begin, tokens[at++].begin).trim().str());
      if (ok() && tokens[at].is(TokenKind::comma))
        ++at;
      else if (!ok() || (!atColon() && !tokens[at].is(TokenKind::r_paren)))
        return false;
    }
    return ok();
  }

  bool skipClobbers() {
    while (ok() && !atColon() && !tokens[at].is(TokenKind::r_paren))
      ++at;
    return ok();
  }

  const std::vector<RawToken> &tokens;
  llvm::StringRef buffer;
  std::size_t at;
  bool colonPending = false;
  AsmSyntax result;
};

} // namespace

std::optional<AsmSyntax> parseAsm(const std::vector<RawToken> &tokens, std::size_t first,
                                  llvm::StringRef buffer) {
  if (first >= tokens.size())
    return std::nullopt;
  return AsmParser(tokens, first, buffer).run();
}

} // namespace sampan::ptx
