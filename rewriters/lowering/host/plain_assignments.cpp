// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/plain_assignments.h"

#include "rewriters/lowering/host/local_names.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

namespace sampan::host {

const clang::VarDecl *PlainAssignments::targetOf(const clang::Stmt *statement) {
  const auto *assignment = llvm::dyn_cast_or_null<clang::BinaryOperator>(statement);
  if (!assignment || assignment->getOpcode() != clang::BO_Assign)
    return nullptr;
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(assignment->getLHS());
  return name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
}

bool PlainAssignments::mayDivide(const clang::VarDecl &variable) const {
  const LocalVariable *local = known.find(&variable);
  clang::QualType type = variable.getType();
  const bool isPlain = !type->isDependentType() && !type.isVolatileQualified() &&
                       !type.isConstQualified() &&
                       (type->isArithmeticType() ||
                        (type->isPointerType() && type->getPointeeType()->isScalarType()));
  return local && isPlain && !type->isUndeducedType() && variable.isLocalVarDecl() &&
         !variable.isStaticLocal() && !variable.hasAttrs() && !local->escapes() &&
         places.areKnown(writtenName(variable));
}

clang::VarDecl *PlainAssignments::declare(const clang::VarDecl &variable, clang::Stmt *&statement,
                                          LocalEdits &edits) const {
  const auto &assignment = *llvm::cast<clang::BinaryOperator>(statement);
  const clang::SourceLocation begin = assignment.getBeginLoc();
  std::optional<TextRange> range = text.statementRange(assignment);
  if (!range || begin.isMacroID())
    return nullptr;
  clang::ASTContext &ast = context.ast;
  auto *fresh =
      clang::VarDecl::Create(ast, &function, begin, begin, variable.getIdentifier(),
                             variable.getType(), variable.getTypeSourceInfo(), clang::SC_None);
  fresh->setInit(assignment.getRHS());
  clang::PrintingPolicy policy(ast.getLangOpts());
  policy.SuppressTagKeyword = true;
  edits.push_back({{range->begin, range->begin},
                   variable.getType().getUnqualifiedType().getAsString(policy) + " "});
  const auto length = static_cast<int>(range->end - range->begin);
  statement = new (ast)
      clang::DeclStmt(clang::DeclGroupRef(fresh), begin, begin.getLocWithOffset(length - 1));
  return fresh;
}

static bool hasCases(const clang::Stmt *statement) {
  return statement && !llvm::isa<clang::SwitchStmt>(statement) &&
         (llvm::isa<clang::SwitchCase>(statement) || llvm::any_of(statement->children(), hasCases));
}

static bool hasLabels(const clang::Stmt *statement) {
  return statement &&
         (llvm::isa<clang::LabelStmt>(statement) || llvm::any_of(statement->children(), hasLabels));
}

bool hasEntries(const clang::Stmt *statement) {
  return hasLabels(statement) || hasCases(statement);
}

} // namespace sampan::host
