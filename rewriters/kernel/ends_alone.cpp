// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/ends_alone.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/FoldingSet.h"

#include <vector>

namespace sampan {
namespace {

using Names = llvm::DenseSet<const clang::VarDecl *>;

const clang::VarDecl *variableOf(const clang::Expr *expression) {
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(expression->IgnoreParenImpCasts());
  return name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
}

/// The local variable that an assignment changes, or changes a part of.
const clang::VarDecl *baseOf(const clang::Expr *target) {
  for (;;) {
    target = target->IgnoreParenImpCasts();
    if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(target);
        member && !member->isArrow())
      target = member->getBase();
    else if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(target))
      target = subscript->getBase();
    else
      return variableOf(target);
  }
}

bool isOfThread(const clang::VarDecl &variable) {
  return variable.isLocalVarDeclOrParm() && !variable.isStaticLocal() &&
         !variable.hasAttr<clang::CUDASharedAttr>() && !variable.getType()->isReferenceType() &&
         !variable.getType().isVolatileQualified();
}

/// Follows what the end of a loop depends on, inside the loop.
class EndAnalysis {
public:
  explicit EndAnalysis(const clang::Stmt &loop) : loop(loop) {
    if (const auto *counted = llvm::dyn_cast<clang::ForStmt>(&loop))
      depend(counted->getCond());
    else if (const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(&loop))
      depend(whileLoop->getCond());
    else if (const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(&loop))
      depend(doLoop->getCond());
  }

  bool dependsOnMemory() {
    for (std::size_t before = names.size() + 1; before != names.size() && !memory;) {
      before = names.size();
      control.clear();
      visit(&loop);
    }
    return memory;
  }

private:
  /// The end depends on the expression's value.
  void depend(const clang::Stmt *expression) {
    if (!expression)
      return;
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(expression))
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl())) {
        if (isOfThread(*variable))
          names.insert(variable);
        else
          memory |= !variable->getType().isConstQualified();
      }
    const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(expression);
    const auto *member = llvm::dyn_cast<clang::MemberExpr>(expression);
    const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expression);
    // Elements of the thread's own arrays are the thread's; all other memory may be anybody's.
    const clang::VarDecl *array = subscript ? variableOf(subscript->getBase()) : nullptr;
    memory |= (unary && unary->getOpcode() == clang::UO_Deref) || (member && member->isArrow()) ||
              (subscript && !(array && array->getType()->isArrayType())) ||
              llvm::isa<clang::CXXThisExpr, clang::LambdaExpr>(expression);
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(expression)) {
      const clang::FunctionDecl *callee = call->getDirectCallee();
      memory |=
          !callee || (!callee->getBuiltinID() && !callee->isConstexpr() && !isArithmetic(*callee));
    }
    for (const clang::Stmt *child : expression->children())
      depend(child);
  }

  /// A function of numbers: nothing that is handed over leads to memory.
  static bool isArithmetic(const clang::FunctionDecl &callee) {
    static constexpr llvm::StringLiteral kKnown[] = {"__popc", "__clz", "__ffs",   "__brev",  "min",
                                                     "max",    "abs",   "__clzll", "__popcll"};
    return callee.getIdentifier() && llvm::is_contained(kKnown, callee.getName());
  }

  bool changesName(const clang::Stmt *statement) const {
    const clang::Expr *target = nullptr;
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement))
      target = binary->isAssignmentOp() ? binary->getLHS() : nullptr;
    else if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(statement))
      target = unary->isIncrementDecrementOp() ? unary->getSubExpr() : nullptr;
    else if (const auto *call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(statement))
      target = call->getNumArgs() ? call->getArg(0) : nullptr;
    const clang::VarDecl *base = target ? baseOf(target) : nullptr;
    return base && names.contains(base);
  }

  void visit(const clang::Stmt *statement) {
    if (!statement || memory)
      return;
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement);
        changesName(statement)) {
      if (binary)
        depend(binary->getRHS());
      else if (llvm::isa<clang::CXXOperatorCallExpr>(statement))
        for (const clang::Stmt *child : statement->children())
          depend(child);
      dependOnControl();
    }
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
      for (const clang::Decl *decl : declarations->decls())
        if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
            variable && names.contains(variable))
          depend(variable->getInit());
    // An address or a reference that leads to the variable.
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(statement);
        unary && unary->getOpcode() == clang::UO_AddrOf)
      noteLost(unary->getSubExpr());
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement))
      for (const clang::Expr *argument : call->arguments())
        if (argument->isLValue())
          noteLost(argument);
    if (llvm::isa<clang::BreakStmt, clang::ReturnStmt, clang::GotoStmt, clang::ContinueStmt>(
            statement))
      dependOnControl();
    const bool chooses =
        statement != &loop &&
        llvm::isa<clang::IfStmt, clang::SwitchStmt, clang::ForStmt, clang::WhileStmt, clang::DoStmt,
                  clang::ConditionalOperator, clang::BinaryOperator>(statement);
    if (chooses)
      control.push_back(statement);
    for (const clang::Stmt *child : statement->children())
      visit(child);
    if (chooses)
      control.pop_back();
  }

  void noteLost(const clang::Expr *expression) {
    const clang::VarDecl *base = baseOf(expression);
    memory |= base && names.contains(base);
  }

  void dependOnControl() {
    for (const clang::Stmt *statement : control) {
      if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement))
        depend(branch->getCond());
      else if (const auto *choice = llvm::dyn_cast<clang::SwitchStmt>(statement))
        depend(choice->getCond());
      else if (const auto *counted = llvm::dyn_cast<clang::ForStmt>(statement))
        depend(counted->getCond());
      else if (const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(statement))
        depend(whileLoop->getCond());
      else if (const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(statement))
        depend(doLoop->getCond());
      else if (const auto *ternary = llvm::dyn_cast<clang::ConditionalOperator>(statement))
        depend(ternary->getCond());
      else if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement);
               binary->isLogicalOp())
        depend(binary->getLHS());
    }
  }

  const clang::Stmt &loop;
  Names names;
  std::vector<const clang::Stmt *> control;
  bool memory = false;
};

bool isSame(const clang::Expr &a, const clang::Expr &b, const clang::ASTContext &ast) {
  llvm::FoldingSetNodeID first, second;
  a.IgnoreParenImpCasts()->Profile(first, ast, true);
  b.IgnoreParenImpCasts()->Profile(second, ast, true);
  return first == second;
}

/// Calls of ours around a store in code that was translated before.
bool isOrdering(const clang::Expr *expression, llvm::StringRef name) {
  const auto *call = llvm::dyn_cast<clang::CallExpr>(expression->IgnoreParenImpCasts());
  const clang::FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
  return callee && callee->getIdentifier() && callee->getName() == name;
}

/// `place = value`, also where it is `place = spn::afterReads(value), spn::afterWrites()` already.
const clang::BinaryOperator *storeOf(const clang::Stmt *statement) {
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement);
  if (binary && binary->getOpcode() == clang::BO_Comma &&
      isOrdering(binary->getRHS(), "afterWrites"))
    binary = llvm::dyn_cast<clang::BinaryOperator>(binary->getLHS()->IgnoreParens());
  return binary && binary->getOpcode() == clang::BO_Assign ? binary : nullptr;
}

const clang::Expr *storedValue(const clang::BinaryOperator &store) {
  const clang::Expr *value = store.getRHS()->IgnoreParenImpCasts();
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(value);
      call && call->getNumArgs() == 1 && isOrdering(call, "afterReads"))
    value = call->getArg(0)->IgnoreParenImpCasts();
  return value;
}

} // namespace

bool checksItsOwnStore(const clang::Stmt &loop, const clang::ASTContext &ast) {
  const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(&loop);
  const auto *body = doLoop ? llvm::dyn_cast<clang::CompoundStmt>(doLoop->getBody()) : nullptr;
  const auto *check =
      body ? llvm::dyn_cast<clang::BinaryOperator>(doLoop->getCond()->IgnoreParenImpCasts())
           : nullptr;
  if (!check || check->getOpcode() != clang::BO_NE || body->body_empty())
    return false;
  const clang::BinaryOperator *store = storeOf(body->body_back());
  if (!store)
    return false;
  const clang::Expr *value = storedValue(*store);
  const clang::VarDecl *variable = variableOf(value);
  const clang::Expr *place = store->getLHS();
  // What is read back has to be what was stored.
  if (!variable || !isOfThread(*variable) || place->HasSideEffects(ast) ||
      !ast.hasSameUnqualifiedType(place->getType(), variable->getType()))
    return false;
  return (isSame(*check->getLHS(), *place, ast) && isSame(*check->getRHS(), *value, ast)) ||
         (isSame(*check->getRHS(), *place, ast) && isSame(*check->getLHS(), *value, ast));
}

bool endsAlone(const clang::Stmt &loop, const clang::ASTContext &ast) {
  return checksItsOwnStore(loop, ast) || !EndAnalysis(loop).dependsOnMemory();
}

} // namespace sampan
