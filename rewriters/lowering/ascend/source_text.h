// SPDX-License-Identifier: Apache-2.0
// Finding the text around what the AST shows: arguments of a call, the tokens of a declaration, an
// expression as one piece. All answers are spans of project files, or nothing.
#pragma once

#include "rewriters/ast/pass_context.h"

#include <optional>
#include <string>
#include <vector>

namespace clang {
class Decl;
class Expr;
class FunctionDecl;
class NamedDecl;
class Stmt;
} // namespace clang

namespace sampan::ascend {

/// A place in one file as tokens see it.
struct TokenPlace {
  clang::FileID file;
  std::size_t index = 0; ///< into PassContext::tokens(file)
};

std::optional<TokenPlace> tokenPlace(const PassContext &context, clang::SourceLocation location);

/// The text of a whole expression or statement (without its semicolon), when it is in one piece.
std::optional<Span> spanOf(const PassContext &context, const clang::Stmt &statement);
std::string textOf(const PassContext &context, const Span &span);

/// The parts of `name(a, b)` by tokens, so that calls in macro bodies are found too.
struct CallText {
  clang::FileID file;
  std::uint32_t open = 0;  ///< offset behind the parenthesis
  std::uint32_t close = 0; ///< offset of the closing parenthesis
  struct Piece {
    std::uint32_t begin = 0, end = 0;
  };
  std::vector<Piece> arguments;
};
std::optional<CallText> callText(const PassContext &context, clang::SourceLocation name);

/// From the first token of the declaration that contains `decl`, its template header included, to
/// the name; with indices of tokens.
struct DeclarationText {
  clang::FileID file;
  std::size_t first = 0; ///< first token
  std::size_t name = 0;  ///< the token of the name
  std::size_t last = 0;  ///< `;`, or the `{` or `:` in front of a body
};
std::optional<DeclarationText> declarationText(const PassContext &context,
                                               const clang::NamedDecl &decl);

/// What kernels call a __managed__ variable.
std::string managedTwin(const clang::NamedDecl &variable);

/// Whether the declaration says `word` in front of the name, itself or by a macro of the project.
bool saysWord(const PassContext &context, const clang::NamedDecl &decl, llvm::StringRef word);

/// Index of the token that closes the bracket at `open`.
std::optional<std::size_t> closingToken(const std::vector<RawToken> &tokens, std::size_t open);
/// The bracket that `close` ends.
std::optional<std::size_t> openingToken(const std::vector<RawToken> &tokens, std::size_t close);

Span insertionAt(const PassContext &context, clang::FileID file, std::uint32_t offset);
/// Removes a token with the blanks behind it.
Edit removeToken(const PassContext &context, clang::FileID file, const RawToken &token);
/// Blanks in front of the line that contains `offset`.
/// What the functions of a kernel are called on the device: "k", and "k_int" for k<int>.
std::string deviceName(const PassContext &context, const clang::FunctionDecl &kernel);

/// `#pragma unroll` at `offset` as `_Pragma("unroll")`: text in front of it may share its line.
std::optional<Edit> pragmaAsOperator(const PassContext &context, clang::FileID file,
                                     std::uint32_t offset);

std::string indentationAt(const PassContext &context, clang::FileID file, std::uint32_t offset);

} // namespace sampan::ascend
