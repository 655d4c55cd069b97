// SPDX-License-Identifier: Apache-2.0
//   int i;                                       int i;
//   for (i = 0; i < n; ++i) ...           ->     for (int i = 0; i < n; ++i) ...
//   if (t == 0) for (i = t; ...) ...             if (t == 0) for (int i = t; ...) ...
// What one loop leaves in the counter is never read, so it may as well be the loop's own.
#include "rewriters/lowering/host/local_names.h"
#include "rewriters/lowering/host/local_uses.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

#include <algorithm>

namespace sampan::host {
namespace {

bool hasLabels(const clang::Stmt *statement) {
  return statement &&
         (llvm::isa<clang::LabelStmt, clang::GotoStmt, clang::IndirectGotoStmt>(statement) ||
          llvm::any_of(statement->children(), hasLabels));
}

/// `variable = ...` at the head of the loop, of the variable.
const clang::BinaryOperator *settingOf(const clang::ForStmt &loop, const clang::VarDecl &variable) {
  const auto *setting = llvm::dyn_cast_or_null<clang::BinaryOperator>(loop.getInit());
  if (!setting || setting->getOpcode() != clang::BO_Assign)
    return nullptr;
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(setting->getLHS());
  return name && name->getDecl() == &variable ? setting : nullptr;
}

class Counters {
public:
  Counters(clang::FunctionDecl &function, const KernelText &text)
      : function(function), ast(function.getASTContext()), text(text), uses(function) {}

  LocalEdits run() {
    if (hasLabels(function.getBody()))
      return {};
    for (const auto &[variable, local] : uses.all())
      if (isCounter(*variable) && !local.escapes())
        if (std::vector<const clang::ForStmt *> loops = loopsOf(local); !loops.empty())
          for (const clang::ForStmt *loop : loops)
            giveOwn(*const_cast<clang::ForStmt *>(loop), *variable);
    return std::move(edits);
  }

private:
  static bool isCounter(const clang::VarDecl &variable) {
    clang::QualType type = variable.getType();
    return variable.isLocalVarDecl() && !variable.isStaticLocal() && !type.isVolatileQualified() &&
           !type.isConstQualified() && !type->isDependentType() && !type->isReferenceType() &&
           type->isIntegerType() && !variable.hasAttrs();
  }

  /// The outermost loops that set the variable; empty when it has a use outside of them.
  std::vector<const clang::ForStmt *> loopsOf(const LocalVariable &local) const {
    std::vector<const clang::ForStmt *> loops;
    for (const LocalUse &use : local.uses) {
      const clang::ForStmt *outermost = nullptr;
      for (const clang::Stmt *up = use.name; up; up = uses.parentOf(up)) {
        const auto *loop = llvm::dyn_cast<clang::ForStmt>(up);
        const clang::BinaryOperator *setting = loop ? settingOf(*loop, *local.decl) : nullptr;
        if (llvm::isa<clang::LambdaExpr>(up) ||
            (setting && (uses.isInside(use.name, setting->getRHS()) || !text.rangeOf(*setting))))
          return {};
        if (setting)
          outermost = loop;
      }
      if (!outermost)
        return {};
      if (!llvm::is_contained(loops, outermost))
        loops.push_back(outermost);
    }
    return loops;
  }

  void giveOwn(clang::ForStmt &loop, const clang::VarDecl &variable) {
    const clang::BinaryOperator &setting = *settingOf(loop, variable);
    std::optional<TextRange> range = text.rangeOf(setting);
    if (!range)
      return;
    auto *counter = clang::VarDecl::Create(
        ast, &function, setting.getBeginLoc(), setting.getBeginLoc(), variable.getIdentifier(),
        variable.getType(), variable.getTypeSourceInfo(), clang::SC_None);
    counter->setInit(setting.getRHS());
    clang::PrintingPolicy policy(ast.getLangOpts());
    policy.SuppressTagKeyword = true;
    edits.push_back({{range->begin, range->begin}, variable.getType().getAsString(policy) + " "});
    loop.setInit(new (ast) clang::DeclStmt(clang::DeclGroupRef(counter), setting.getBeginLoc(),
                                           setting.getEndLoc()));
    retarget(&loop, variable, *counter);
  }

  clang::FunctionDecl &function;
  clang::ASTContext &ast;
  const KernelText &text;
  LocalUses uses;
  LocalEdits edits;
};

} // namespace

LocalEdits giveLoopsTheirCounters(clang::FunctionDecl &function, const KernelText &text) {
  return Counters(function, text).run();
}

} // namespace sampan::host
