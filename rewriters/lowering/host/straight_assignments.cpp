// SPDX-License-Identifier: Apache-2.0
//   int left = tx - 1;                           int left = tx - 1;
//   left = left < low ? low : left;       ->     int left2 = left < low ? low : left;
//   ... left ...                                 ... left2 ...
// Between its declaration and the end of its block, control passes an assignment that stands by
// itself in the block exactly once: what follows might as well use another variable, and one that
// never changes tells more than one that does.
#include "rewriters/lowering/host/local_names.h"
#include "rewriters/lowering/host/plain_assignments.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

#include <algorithm>

namespace sampan::host {
namespace {

class Splitter {
public:
  Splitter(clang::FunctionDecl &function, const PassContext &context, const KernelText &text)
      : function(function), assignments(function, context, text) {}

  LocalEdits run() {
    if (!hasEntries(function.getBody()))
      visit(function.getBody());
    return std::move(edits);
  }

private:
  void visit(clang::Stmt *statement) {
    if (!statement || llvm::isa<clang::LambdaExpr>(statement))
      return;
    if (auto *block = llvm::dyn_cast<clang::CompoundStmt>(statement); block && !hasEntries(block))
      split(*block);
    for (clang::Stmt *child : statement->children())
      visit(child);
  }

  /// Replaces the assignments that stand in the block itself, of variables declared in it.
  void split(clang::CompoundStmt &block) {
    llvm::MapVector<const clang::VarDecl *, const clang::VarDecl *>
        latest; // of those declared here
    for (auto at = block.body_begin(); at != block.body_end(); ++at) {
      if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(*at))
        for (const clang::Decl *decl : declarations->decls())
          if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl); variable)
            latest[variable] = variable;
      const clang::VarDecl *target = PlainAssignments::targetOf(*at);
      auto found = llvm::find_if(latest, [&](const auto &entry) { return entry.second == target; });
      if (!target || found == latest.end() || !assignments.mayDivide(*found->first))
        continue;
      clang::VarDecl *fresh = assignments.declare(*target, *at, edits);
      if (!fresh)
        continue;
      for (auto rest = std::next(at); rest != block.body_end(); ++rest)
        retarget(*rest, *target, *fresh);
      found->second = fresh;
    }
  }

  clang::FunctionDecl &function;
  const PlainAssignments assignments;
  LocalEdits edits;
};

} // namespace

LocalEdits splitAssignments(clang::FunctionDecl &function, const PassContext &context,
                            const KernelText &text) {
  return Splitter(function, context, text).run();
}

} // namespace sampan::host
