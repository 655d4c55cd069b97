// SPDX-License-Identifier: Apache-2.0
//   float d;                                     float d;
//   for (...) {                                  for (...) {
//     d = x - tile[i];                    ->       float d2 = x - tile[i];
//     sum += d * d;                                sum += d2 * d2;
//   }                                            }
// What is always set before it is used may as well be declared where it is set: a variable of one
// round of a loop needs no array over the threads, and no round waits for the one before it.
#include "rewriters/lowering/host/local_names.h"
#include "rewriters/lowering/host/plain_assignments.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

#include <algorithm>

namespace sampan::host {
namespace {

using Uses = llvm::SmallVector<const clang::DeclRefExpr *>;

bool mentions(const clang::Stmt *statement, const clang::VarDecl &variable) {
  if (!statement)
    return false;
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement);
  return (name && name->getDecl() == &variable) ||
         llvm::any_of(statement->children(),
                      [&](const clang::Stmt *child) { return mentions(child, variable); });
}

/// Statements of a block from one that sets the variable up to the next one that does.
struct Stretch {
  clang::CompoundStmt *block = nullptr;
  long from = 0, to = 0;
};

class Scratch {
public:
  Scratch(clang::FunctionDecl &function, const PassContext &context, const KernelText &text)
      : function(function), assignments(function, context, text) {}

  LocalEdits run() {
    if (hasEntries(function.getBody()))
      return {};
    collectBlocks(function.getBody());
    for (const auto &[variable, local] : assignments.uses().all())
      if (assignments.mayDivide(*variable))
        divide(*variable, local);
    return std::move(edits);
  }

private:
  /// The innermost ones first. Those that control enters in the middle are none of ours.
  void collectBlocks(clang::Stmt *statement) {
    if (!statement || llvm::isa<clang::LambdaExpr>(statement))
      return;
    for (clang::Stmt *child : statement->children())
      collectBlocks(child);
    if (auto *block = llvm::dyn_cast<clang::CompoundStmt>(statement); block && !hasEntries(block))
      blocks.push_back(block);
  }

  void divide(const clang::VarDecl &variable, const LocalVariable &local) {
    Uses uses;
    for (const LocalUse &use : local.uses)
      uses.push_back(use.name);
    for (clang::CompoundStmt *block : blocks) {
      if (declares(*block, variable))
        continue; // there it is split as it stands
      for (const Stretch &stretch : stretchesOf(*block, variable))
        if (isClosed(stretch, uses, variable))
          giveOwn(stretch, variable);
      llvm::erase_if(uses,
                     [&](const clang::DeclRefExpr *use) { return use->getDecl() != &variable; });
    }
  }

  static bool declares(const clang::CompoundStmt &block, const clang::VarDecl &variable) {
    return llvm::any_of(block.body(), [&](const clang::Stmt *statement) {
      const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement);
      return declarations && llvm::is_contained(declarations->decls(), &variable);
    });
  }

  /// Sets the variable to something that has nothing to do with what it was.
  static bool sets(const clang::Stmt *statement, const clang::VarDecl &variable) {
    return PlainAssignments::targetOf(statement) == &variable &&
           !mentions(llvm::cast<clang::BinaryOperator>(statement)->getRHS(), variable);
  }

  static std::vector<Stretch> stretchesOf(clang::CompoundStmt &block,
                                          const clang::VarDecl &variable) {
    std::vector<Stretch> stretches;
    long at = 0;
    for (const clang::Stmt *statement : block.body()) {
      if (sets(statement, variable)) {
        if (!stretches.empty())
          stretches.back().to = at;
        stretches.push_back({&block, at, static_cast<long>(block.size())});
      }
      ++at;
    }
    return stretches;
  }

  /// Which of the block's statements `inner` lies in; -1 for none.
  long placeIn(const clang::CompoundStmt &block, const clang::Stmt *inner) const {
    for (const clang::Stmt *at = inner; at; at = assignments.uses().parentOf(at))
      if (assignments.uses().parentOf(at) == &block) {
        const clang::Stmt *now = replaced.lookup(at);
        return std::find(block.body_begin(), block.body_end(), now ? now : at) - block.body_begin();
      }
    return -1;
  }

  bool isWritten(const clang::DeclRefExpr &use, const clang::VarDecl &variable) const {
    const clang::Stmt *parent = assignments.uses().parentOf(&use);
    return PlainAssignments::targetOf(parent) == &variable &&
           llvm::cast<clang::BinaryOperator>(parent)->getLHS() == &use;
  }

  /// Nobody outside reads what the stretch leaves in the variable: each reader comes after an
  /// assignment of its own, and the stretch is not between the two.
  bool isClosed(const Stretch &stretch, const Uses &uses, const clang::VarDecl &variable) const {
    return llvm::all_of(uses, [&](const clang::DeclRefExpr *use) {
      if (use->getDecl() != &variable)
        return true; // another one's by now
      const long place = placeIn(*stretch.block, use);
      return (place >= stretch.from && place < stretch.to) || isWritten(*use, variable) ||
             isSetApartFrom(stretch, *use, variable);
    });
  }

  bool isSetApartFrom(const Stretch &stretch, const clang::DeclRefExpr &use,
                      const clang::VarDecl &variable) const {
    return llvm::any_of(blocks, [&](clang::CompoundStmt *block) {
      const long place = placeIn(*block, &use);
      if (place < 0)
        return false;
      for (const Stretch &own : stretchesOf(*block, variable))
        if (own.from < place && place < own.to) {
          const long other = placeIn(*block, stretch.block);
          return !(own.from < other && other <= place);
        }
      return false;
    });
  }

  void giveOwn(const Stretch &stretch, const clang::VarDecl &variable) {
    clang::Stmt **statements = stretch.block->body_begin();
    clang::Stmt *assignment = statements[stretch.from];
    clang::VarDecl *fresh = assignments.declare(variable, statements[stretch.from], edits);
    if (!fresh)
      return;
    replaced[assignment] = statements[stretch.from];
    retarget(assignment, variable, *fresh); // its name is one of the variable's uses
    for (long at = stretch.from + 1; at < stretch.to; ++at)
      retarget(statements[at], variable, *fresh);
  }

  clang::FunctionDecl &function;
  const PlainAssignments assignments;
  std::vector<clang::CompoundStmt *> blocks;
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> replaced;
  LocalEdits edits;
};

} // namespace

LocalEdits giveBlocksTheirScratch(clang::FunctionDecl &function, const PassContext &context,
                                  const KernelText &text) {
  return Scratch(function, context, text).run();
}

} // namespace sampan::host
