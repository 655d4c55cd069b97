// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/name_places.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

namespace sampan::host {

NamePlaces::NamePlaces(const clang::FunctionDecl &function, const PassContext &context,
                       const KernelText &text, const LocalUses &uses)
    : context(context), text(text), uses(uses),
      file(
          context.sources.getFileID(context.sources.getFileLoc(function.getBody()->getBeginLoc()))),
      body(text.rangeOf(*function.getBody()).value_or(TextRange())) {}

/// The token's place in the file; nothing when it is not written in the function.
std::optional<std::uint32_t> NamePlaces::offsetOf(clang::SourceLocation location) const {
  auto [where, offset] = context.sources.getDecomposedSpellingLoc(location);
  if (where != file || offset < body.begin || offset >= body.end)
    return std::nullopt;
  return offset;
}

std::set<std::uint32_t> NamePlaces::of(const clang::VarDecl &variable) const {
  std::set<std::uint32_t> places; // a macro may use one token twice
  auto add = [&](clang::SourceLocation location) {
    if (std::optional<std::uint32_t> at = offsetOf(location))
      places.insert(*at);
  };
  add(variable.getLocation());
  for (const LocalUse &use : uses.find(&variable)->uses)
    add(use.name->getLocation());
  return places;
}

bool NamePlaces::areKnown(llvm::StringRef name) const {
  std::set<std::uint32_t> known;
  const auto length = static_cast<std::uint32_t>(name.size());
  for (const auto &[variable, local] : uses.all()) {
    if (!variable->getIdentifier() || variable->getName() != name)
      continue;
    if (!llvm::isa<clang::ParmVarDecl>(variable) && !offsetOf(variable->getLocation()))
      return false;
    for (const LocalUse &use : local.uses) {
      std::optional<std::uint32_t> at = offsetOf(use.name->getLocation());
      if (!at || isInLambda(*use.name) || text.isEdited({*at, *at + length}))
        return false;
    }
    known.merge(of(*variable));
  }
  return !text.mentions(name) && hasOnly(known, name);
}

bool NamePlaces::hasOnly(const std::set<std::uint32_t> &known, llvm::StringRef name) const {
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

bool NamePlaces::isInLambda(const clang::Stmt &statement) const {
  for (const clang::Stmt *up = &statement; up; up = uses.parentOf(up))
    if (llvm::isa<clang::LambdaExpr>(up))
      return true;
  return false;
}

} // namespace sampan::host
