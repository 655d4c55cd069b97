// SPDX-License-Identifier: Apache-2.0
#include "rewriters/ast/tokens.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

namespace sampan {

std::uint32_t splicesAhead(llvm::StringRef text) {
  llvm::StringRef rest = text;
  while (rest.starts_with("\\")) {
    llvm::StringRef line = rest.drop_front().ltrim(" \t");
    if (!line.consume_front("\r\n") && !line.consume_front("\n"))
      break;
    rest = line;
  }
  return static_cast<std::uint32_t>(text.size() - rest.size());
}

std::vector<RawToken> lexRaw(const clang::SourceManager &sources, clang::FileID file,
                             const clang::LangOptions &language) {
  std::vector<RawToken> result;
  clang::Lexer lexer(file, sources.getBufferOrFake(file), sources, language);
  llvm::StringRef buffer = sources.getBufferData(file);
  bool inDirective = false;
  clang::Token token;
  do {
    lexer.LexFromRawLexer(token);
    if (token.isAtStartOfLine())
      inDirective = token.is(clang::tok::hash);
    if (token.is(clang::tok::eof))
      break;
    RawToken raw;
    raw.kind = token.getKind();
    raw.begin = sources.getFileOffset(token.getLocation());
    raw.end = raw.begin + token.getLength();
    raw.begin += splicesAhead(buffer.slice(raw.begin, raw.end));
    raw.startsLine = token.isAtStartOfLine();
    raw.inDirective = inDirective;
    result.push_back(raw);
  } while (true);
  return result;
}

} // namespace sampan
