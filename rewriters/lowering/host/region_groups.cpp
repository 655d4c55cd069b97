// SPDX-License-Identifier: Apache-2.0
// Groups of cooperative groups in a region: expressions of threadIdx say where a thread is in them
// (group_indices.h), so that the groups themselves are only needed where something else is done
// with them.
#include "rewriters/lowering/host/group_indices.h"
#include "rewriters/lowering/host/region.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

#include <algorithm>

namespace sampan::host {

/// What a vote of a statement takes is worked out before it.
bool RegionWriter::isInVote(const clang::Stmt *part) const {
  for (const clang::Stmt *up = part; up && !llvm::is_contained(all, up);
       up = writing.facts.uses.parentOf(up))
    if (llvm::any_of(writing.shape.votes, [&](const Vote &vote) { return vote.call == up; }))
      return true;
  return false;
}

/// Declares groups that regions make again where they need them.
bool RegionWriter::isAgainGroup(const clang::Stmt &statement) const {
  if (!declaresGroups(statement))
    return false;
  const auto &declarations = llvm::cast<clang::DeclStmt>(statement);
  return llvm::all_of(declarations.decls(), [&](const clang::Decl *decl) {
    return writing.shape.storageOf(llvm::cast<clang::VarDecl>(decl)) == Storage::Again;
  });
}

/// Leaves out groups that nothing names but votes and calls that say where a thread is, which have
/// other expressions in their place.
void RegionWriter::dropGroups(const Statements &rest) {
  for (std::size_t i = again.size(); i-- > 0;) {
    if (!isAgainGroup(*again[i]))
      continue;
    const bool named = llvm::any_of(again[i]->decls(), [&](const clang::Decl *decl) {
      auto names = [&](const clang::Stmt *statement) {
        return statement != again[i] &&
               namesGroupHere(statement, *llvm::cast<clang::VarDecl>(decl));
      };
      return llvm::any_of(rest, names) || llvm::any_of(again, names);
    });
    if (!named)
      again.erase(again.begin() + static_cast<std::ptrdiff_t>(i));
    else
      needsIndex |= writing.shape.indexInCallees && asksForIndex(again[i]);
  }
}

bool RegionWriter::namesGroupHere(const clang::Stmt *statement, const clang::VarDecl &group) const {
  if (!statement)
    return false;
  if (const auto *expression = llvm::dyn_cast<clang::Expr>(statement))
    if (groupIndexOf(*expression))
      return false;
  if (llvm::any_of(writing.shape.votes, [&](const Vote &vote) { return vote.call == statement; }))
    return false;
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement);
  return (name && name->getDecl() == &group) ||
         llvm::any_of(statement->children(),
                      [&](const clang::Stmt *child) { return namesGroupHere(child, group); });
}

/// Lets no stretch of the row go beyond a tile of which something here asks for the thread's place.
void RegionWriter::endWithTiles(const Statements &statements) {
  unsigned tile = 0;
  auto add = [&](const clang::Stmt *statement) {
    if (const unsigned found = stretchOfTiles(statement))
      tile = tile ? std::min(tile, found) : found;
  };
  llvm::for_each(statements, add);
  llvm::for_each(again, add);
  if (!tile)
    return;
  rows.endWithTiles(tile);
  usesRows = variesByRow = true;
  limitAtStart("spn_n = ::spn::detail::roomInTile(::spn::detail::linearOf(threadIdx, blockDim), " +
                   std::to_string(tile) + ", spn_n);\n",
               {});
}

} // namespace sampan::host
