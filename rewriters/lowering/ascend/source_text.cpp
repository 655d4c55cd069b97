// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/source_text.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/MacroInfo.h"
#include "llvm/ADT/StringExtras.h"

namespace sampan::ascend {

namespace tok = clang::tok;

std::optional<TokenPlace> tokenPlace(const PassContext &context, clang::SourceLocation location) {
  clang::SourceLocation spelled = context.spelling(location);
  if (spelled.isInvalid() || !context.inProject(spelled))
    return std::nullopt;
  auto [file, offset] = context.sources.getDecomposedLoc(spelled);
  std::size_t index = context.tokenAt(file, offset);
  if (index >= context.tokens(file).size())
    return std::nullopt;
  return TokenPlace{file, index};
}

std::optional<Span> spanOf(const PassContext &context, const clang::Stmt &statement) {
  clang::CharSourceRange range = clang::Lexer::makeFileCharRange(
      clang::CharSourceRange::getTokenRange(statement.getSourceRange()), context.sources,
      context.language);
  if (range.isInvalid())
    return std::nullopt;
  return context.span(range.getBegin(), range.getEnd());
}

std::string textOf(const PassContext &context, const Span &span) {
  for (clang::FileID file : context.projectFiles())
    if (context.path(file) == span.file)
      return context.buffer(file).slice(span.begin, span.end).str();
  return {};
}

std::optional<std::size_t> closingToken(const std::vector<RawToken> &tokens, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    if (tokens[i].is(tok::l_paren) || tokens[i].is(tok::l_brace) || tokens[i].is(tok::l_square))
      ++depth;
    else if (tokens[i].is(tok::r_paren) || tokens[i].is(tok::r_brace) ||
             tokens[i].is(tok::r_square))
      if (--depth == 0)
        return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> openingToken(const std::vector<RawToken> &tokens, std::size_t close) {
  int depth = 0;
  for (std::size_t i = close + 1; i-- > 0;) {
    if (tokens[i].is(tok::r_paren) || tokens[i].is(tok::r_brace) || tokens[i].is(tok::r_square))
      ++depth;
    else if (tokens[i].is(tok::l_paren) || tokens[i].is(tok::l_brace) ||
             tokens[i].is(tok::l_square))
      if (--depth == 0)
        return i;
  }
  return std::nullopt;
}

std::optional<CallText> callText(const PassContext &context, clang::SourceLocation name) {
  std::optional<TokenPlace> place = tokenPlace(context, name);
  if (!place)
    return std::nullopt;
  const std::vector<RawToken> &tokens = context.tokens(place->file);
  std::size_t open = place->index + 1;
  // name<T>(...)
  if (open < tokens.size() && tokens[open].is(tok::less))
    while (open < tokens.size() && !tokens[open].is(tok::l_paren))
      ++open;
  if (open >= tokens.size() || !tokens[open].is(tok::l_paren))
    return std::nullopt;
  std::optional<std::size_t> close = closingToken(tokens, open);
  if (!close)
    return std::nullopt;
  CallText result;
  result.file = place->file;
  result.open = tokens[open].end;
  result.close = tokens[*close].begin;
  int depth = 0;
  std::size_t first = open + 1;
  for (std::size_t i = open + 1; i <= *close; ++i) {
    bool ends = i == *close || (depth == 0 && tokens[i].is(tok::comma));
    if (ends && i > first)
      result.arguments.push_back({tokens[first].begin, tokens[i - 1].end});
    if (ends)
      first = i + 1;
    if (tokens[i].is(tok::l_paren) || tokens[i].is(tok::l_brace) || tokens[i].is(tok::l_square))
      ++depth;
    else if (tokens[i].is(tok::r_paren) || tokens[i].is(tok::r_brace) ||
             tokens[i].is(tok::r_square))
      --depth;
  }
  return result;
}

std::optional<DeclarationText> declarationText(const PassContext &context,
                                               const clang::NamedDecl &decl) {
  if (decl.getLocation().isMacroID() && !context.sources.isMacroArgExpansion(decl.getLocation()))
    return std::nullopt;
  std::optional<TokenPlace> place = tokenPlace(context, decl.getLocation());
  if (!place)
    return std::nullopt;
  const std::vector<RawToken> &tokens = context.tokens(place->file);
  if (tokens[place->index].inDirective)
    return std::nullopt;
  DeclarationText result;
  result.file = place->file;
  result.name = result.first = place->index;
  int depth = 0; // of parentheses, read backwards
  while (result.first > 0) {
    const RawToken &before = tokens[result.first - 1];
    if (before.is(tok::r_paren))
      ++depth;
    else if (before.is(tok::l_paren) && --depth < 0)
      break;
    bool ends = before.is(tok::semi) || before.is(tok::r_brace) || before.is(tok::l_brace) ||
                before.is(tok::colon);
    if (before.inDirective || (depth == 0 && ends))
      break;
    --result.first;
  }
  result.last = place->index;
  for (depth = 0; result.last + 1 < tokens.size(); ++result.last) {
    const RawToken &token = tokens[result.last];
    if (token.is(tok::l_paren) || token.is(tok::l_square))
      ++depth;
    else if (token.is(tok::r_paren) || token.is(tok::r_square))
      --depth;
    else if (depth == 0 && result.last > place->index &&
             (token.is(tok::semi) || token.is(tok::l_brace) || token.is(tok::colon)))
      break;
  }
  return result;
}

std::string managedTwin(const clang::NamedDecl &variable) {
  return variable.getName().str() + "_device";
}

bool saysWord(const PassContext &context, const clang::NamedDecl &decl, llvm::StringRef word) {
  std::optional<DeclarationText> text = declarationText(context, decl);
  if (!text)
    return false;
  auto expandsToIt = [&](llvm::StringRef name) {
    for (const auto &[token, info] : context.preprocessor.definitions) {
      const clang::IdentifierInfo *defined = token.getIdentifierInfo();
      if (!defined || !info || defined->getName() != name)
        continue;
      for (const clang::Token &part : info->tokens())
        if (part.getIdentifierInfo() && part.getIdentifierInfo()->getName() == word)
          return true;
    }
    return false;
  };
  const std::vector<RawToken> &tokens = context.tokens(text->file);
  for (std::size_t i = text->first; i < text->name; ++i) {
    llvm::StringRef spelled = tokens[i].text(context.buffer(text->file));
    if (spelled == word || (tokens[i].is(tok::raw_identifier) && expandsToIt(spelled)))
      return true;
  }
  return false;
}

Span insertionAt(const PassContext &context, clang::FileID file, std::uint32_t offset) {
  return context.spanOf(file, offset, offset);
}

Edit removeToken(const PassContext &context, clang::FileID file, const RawToken &token) {
  llvm::StringRef text = context.buffer(file);
  std::uint32_t end = token.end;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\t'))
    ++end;
  return {context.spanOf(file, token.begin, end), ""};
}

std::string deviceName(const PassContext &context, const clang::FunctionDecl &kernel) {
  std::string name = kernel.getNameAsString();
  std::optional<DeclarationText> text =
      kernel.getTemplateSpecializationKind() == clang::TSK_ExplicitSpecialization
          ? declarationText(context, kernel)
          : std::nullopt;
  if (!text)
    return name;
  const std::vector<RawToken> &tokens = context.tokens(text->file);
  for (std::size_t i = text->name + 1; i < text->last && !tokens[i].is(tok::l_paren); ++i) {
    std::string word;
    for (char c : tokens[i].text(context.buffer(text->file)))
      if (llvm::isAlnum(c) || c == '_')
        word += c;
      else if (c == '*')
        word += "ptr";
    if (llvm::StringRef plain = llvm::StringRef(word).ltrim('_'); !plain.empty())
      name += "_" + plain.str();
  }
  return name == kernel.getNameAsString() ? name + "_special" : name;
}

std::optional<Edit> pragmaAsOperator(const PassContext &context, clang::FileID file,
                                     std::uint32_t offset) {
  llvm::StringRef text = context.buffer(file), rest = text.substr(offset);
  if (!rest.consume_front("#"))
    return std::nullopt;
  rest = rest.ltrim(" \t");
  if (!rest.consume_front("pragma"))
    return std::nullopt;
  llvm::StringRef words = rest.take_until([](char c) { return c == '\n'; });
  words = words.take_front(std::min(words.find("//"), words.find("/*"))).trim();
  std::string escaped;
  for (char c : words) {
    if (c == '"' || c == '\\')
      escaped += '\\';
    escaped += c;
  }
  auto end = static_cast<std::uint32_t>(words.end() - text.begin());
  return Edit{context.spanOf(file, offset, end), "_Pragma(\"" + escaped + "\")"};
}

std::string indentationAt(const PassContext &context, clang::FileID file, std::uint32_t offset) {
  llvm::StringRef text = context.buffer(file);
  std::size_t line = text.rfind('\n', offset);
  line = line == llvm::StringRef::npos || line >= offset ? 0 : line + 1;
  std::size_t end = text.find_first_not_of(" \t", line);
  return text.slice(line, std::min<std::size_t>(end, offset)).str();
}

} // namespace sampan::ascend
