// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/local_names.h"

#include "rewriters/lowering/host/local_uses.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

#include <algorithm>
#include <set>

namespace sampan::host {
namespace {

constexpr llvm::StringLiteral kPrefix = "spn_";

/// Variables of one name, in the order of their declarations.
using Namesakes = std::vector<const clang::VarDecl *>;

class UniqueNames {
public:
  UniqueNames(clang::FunctionDecl &function, const PassContext &context, const KernelText &text)
      : function(function), context(context), text(text), uses(function),
        file(context.sources.getFileID(
            context.sources.getFileLoc(function.getBody()->getBeginLoc()))) {}

  LocalEdits run() {
    std::optional<TextRange> range = text.rangeOf(*function.getBody());
    if (!range)
      return {};
    body = *range;
    llvm::MapVector<const clang::IdentifierInfo *, Namesakes> names;
    for (const auto &[variable, local] : uses.all())
      if (variable->getIdentifier())
        names[variable->getIdentifier()].push_back(variable);
    for (const auto &[name, namesakes] : names)
      if (namesakes.size() > 1 && isUnderstood(name->getName(), namesakes))
        for (const clang::VarDecl *variable : llvm::drop_begin(namesakes))
          if (!llvm::isa<clang::ParmVarDecl>(variable))
            rename(*variable);
    return std::move(edits);
  }

private:
  /// The token's place in the file; nothing when it is not written in the function.
  std::optional<std::uint32_t> offsetOf(clang::SourceLocation location) const {
    auto [where, offset] = context.sources.getDecomposedSpellingLoc(location);
    if (where != file || offset < body.begin || offset >= body.end)
      return std::nullopt;
    return offset;
  }

  /// Whether each token of the name in the body is known for what it is. Names in template
  /// arguments, decltype and directives are not in the tree that is looked at.
  bool isUnderstood(llvm::StringRef name, const Namesakes &namesakes) const {
    std::set<std::uint32_t> known;
    for (const clang::VarDecl *variable : namesakes) {
      for (const LocalUse &use : uses.find(variable)->uses) {
        std::optional<std::uint32_t> at = offsetOf(use.name->getLocation());
        if (!at || isInLambda(*use.name) || text.isEdited({*at, end(*at, name)}))
          return false;
        known.insert(*at);
      }
      std::optional<std::uint32_t> at = offsetOf(variable->getLocation());
      if (at)
        known.insert(*at);
      else if (!llvm::isa<clang::ParmVarDecl>(variable))
        return false;
    }
    return !text.mentions(name) && hasOnly(known, name);
  }

  bool hasOnly(const std::set<std::uint32_t> &known, llvm::StringRef name) const {
    const std::vector<RawToken> &tokens = context.tokens(file);
    llvm::StringRef buffer = context.buffer(file);
    for (std::size_t i = context.tokenAt(file, body.begin);
         i < tokens.size() && tokens[i].begin < body.end; ++i) {
      if (tokens[i].text(buffer) != name)
        continue;
      bool isMember =
          i > 0 && (tokens[i - 1].is(clang::tok::period) || tokens[i - 1].is(clang::tok::arrow) ||
                    tokens[i - 1].is(clang::tok::coloncolon));
      if (tokens[i].inDirective || (!isMember && !known.contains(tokens[i].begin)))
        return false;
    }
    return true;
  }

  bool isInLambda(const clang::Stmt &statement) const {
    for (const clang::Stmt *up = &statement; up; up = uses.parentOf(up))
      if (llvm::isa<clang::LambdaExpr>(up))
        return true;
    return false;
  }

  static std::uint32_t end(std::uint32_t begin, llvm::StringRef name) {
    return begin + static_cast<std::uint32_t>(name.size());
  }

  void rename(const clang::VarDecl &variable) {
    const llvm::StringRef old = variable.getName();
    const std::string name = kPrefix.str() + std::to_string(++count) + "_" + old.str();
    std::set<std::uint32_t> places; // a macro may use one token twice
    auto add = [&](clang::SourceLocation location) {
      if (std::optional<std::uint32_t> at = offsetOf(location))
        places.insert(*at);
    };
    add(variable.getLocation());
    for (const LocalUse &use : uses.find(&variable)->uses)
      add(use.name->getLocation());
    for (std::uint32_t at : places)
      edits.push_back({{at, end(at, old)}, name});
    const_cast<clang::VarDecl &>(variable).setDeclName(&context.ast.Idents.get(name));
  }

  clang::FunctionDecl &function;
  const PassContext &context;
  const KernelText &text;
  LocalUses uses;
  clang::FileID file;
  TextRange body;
  LocalEdits edits;
  unsigned count = 0;
};

} // namespace

void LocalNames::settle(clang::FunctionDecl &function) {
  KernelText text(context, *function.getBody());
  LocalEdits found = giveLoopsTheirCounters(function, text);
  LocalEdits renamed = makeNamesUnique(function, context, text);
  found.insert(found.end(), renamed.begin(), renamed.end());
  edits[&function] = std::move(found);
}

LocalEdits makeNamesUnique(clang::FunctionDecl &function, const PassContext &context,
                           const KernelText &text) {
  return UniqueNames(function, context, text).run();
}

std::string writtenName(const clang::VarDecl &variable) {
  llvm::StringRef name = variable.getName(), rest = name;
  unsigned number = 0;
  if (rest.consume_front(kPrefix) && !rest.consumeInteger(10, number) && rest.consume_front("_"))
    return rest.str();
  return name.str();
}

} // namespace sampan::host
