// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/uniformity.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/kernel/effects.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"

namespace sampan {
namespace {

/// Names whose value differs from thread to thread.
bool isThreadSource(llvm::StringRef name) { return name == "threadIdx" || name == "threadState"; }

const clang::VarDecl *baseVariable(const clang::Expr *expression) {
  while (expression) {
    expression = expression->IgnoreParenCasts();
    if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(expression))
      return llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
    if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(expression))
      expression = member->getBase();
    else if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expression))
      expression = subscript->getBase();
    else if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(expression))
      expression = unary->getSubExpr();
    else
      return nullptr;
  }
  return nullptr;
}

/// Memory that all threads of a block see; writing it does not make a name divergent.
bool isSharedStorage(const clang::VarDecl &variable) {
  return variable.hasAttr<clang::CUDASharedAttr>() || variable.hasAttr<clang::CUDADeviceAttr>() ||
         variable.hasAttr<clang::CUDAConstantAttr>();
}

} // namespace

bool Uniformity::callDiverges(const clang::CallExpr &call) const {
  if (effects && classifyDeviceCall(call) != DeviceCall::BlockBarrier) {
    Effects does = effects->ofCall(call);
    if (does.threadIndex || does.warpSync || does.otherSync || does.atomics || does.opaque)
      return true;
  }
  switch (classifyDeviceCall(call)) {
  case DeviceCall::Atomic:
  case DeviceCall::WarpCollective:
  case DeviceCall::Clock:
  case DeviceCall::Heap:
    return true;
  case DeviceCall::BlockBarrier: // count/and/or give every thread the same answer
    return false;
  default:
    break;
  }
  llvm::StringRef name = calleeName(call);
  return name.contains("thread_rank") || name.contains("thread_index") || isOpaqueCall(call);
}

/// One pass over a body that marks variables assigned from, or under, something divergent.
class UniformityScan {
public:
  explicit UniformityScan(Uniformity &facts) : facts(facts) {}

  /// True when something new was marked.
  bool run(const clang::Stmt *body) {
    changed = false;
    visit(body, false);
    return changed;
  }

private:
  void mark(const clang::VarDecl *variable) {
    if (variable && !isSharedStorage(*variable))
      changed |= facts.divergent.insert(variable).second;
  }

  void visit(const clang::Stmt *statement, bool divergentControl) {
    if (!statement)
      return;
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
      for (const clang::Decl *decl : declarations->decls())
        declare(llvm::dyn_cast<clang::VarDecl>(decl), divergentControl);
    else if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement))
      assign(*binary, divergentControl);
    else if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(statement))
      update(*unary, divergentControl);
    else if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement))
      passByReference(*call, divergentControl);
    bool inner = divergentControl || controlDiverges(statement);
    if (!inner && llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt>(statement))
      inner = facts.hasDivergentExit(statement, false, false);
    for (const clang::Stmt *child : statement->children())
      visit(child, inner);
  }

  void declare(const clang::VarDecl *variable, bool divergentControl) {
    if (!variable || !variable->hasInit())
      return;
    // The loop variable of a divergent branch is only seen inside it, but may escape by address.
    if (facts.isDivergent(variable->getInit()) || divergentControl)
      mark(variable);
  }

  void assign(const clang::BinaryOperator &binary, bool divergentControl) {
    if (!binary.isAssignmentOp())
      return;
    bool indexDiverges = facts.isDivergent(binary.getLHS());
    if (divergentControl || indexDiverges || facts.isDivergent(binary.getRHS()))
      mark(baseVariable(binary.getLHS()));
  }

  void update(const clang::UnaryOperator &unary, bool divergentControl) {
    if (unary.isIncrementDecrementOp() && divergentControl)
      mark(baseVariable(unary.getSubExpr()));
  }

  void passByReference(const clang::CallExpr &call, bool divergentControl) {
    bool diverges = divergentControl || facts.callDiverges(call);
    for (const clang::Expr *argument : call.arguments())
      diverges |= facts.isDivergent(argument);
    if (!diverges)
      return;
    for (const clang::Expr *argument : call.arguments()) {
      const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(argument->IgnoreParenCasts());
      bool byAddress = unary && unary->getOpcode() == clang::UO_AddrOf;
      if (byAddress || argument->isLValue())
        mark(baseVariable(argument));
    }
  }

  bool controlDiverges(const clang::Stmt *statement) const {
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement))
      return facts.isDivergent(branch->getCond());
    if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(statement))
      return loop->getCond() && facts.isDivergent(loop->getCond());
    if (const auto *loop = llvm::dyn_cast<clang::WhileStmt>(statement))
      return facts.isDivergent(loop->getCond());
    if (const auto *loop = llvm::dyn_cast<clang::DoStmt>(statement))
      return facts.isDivergent(loop->getCond());
    if (const auto *choice = llvm::dyn_cast<clang::SwitchStmt>(statement))
      return facts.isDivergent(choice->getCond());
    if (const auto *range = llvm::dyn_cast<clang::CXXForRangeStmt>(statement))
      return facts.isDivergent(range->getRangeInit());
    if (const auto *ternary = llvm::dyn_cast<clang::ConditionalOperator>(statement))
      return facts.isDivergent(ternary->getCond());
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement))
      return binary->isLogicalOp() && facts.isDivergent(binary->getLHS());
    return false;
  }

  Uniformity &facts;
  bool changed = false;
};

Uniformity::Uniformity(const clang::FunctionDecl &function, bool parametersDiverge,
                       EffectsAnalysis *effects)
    : effects(effects) {
  if (parametersDiverge)
    for (const clang::ParmVarDecl *parameter : function.parameters())
      divergent.insert(parameter);
  UniformityScan scan(*this);
  while (scan.run(function.getBody())) {
  }
}

bool Uniformity::hasDivergentExit(const clang::Stmt *statement, bool divergentControl,
                                  bool inSwitch) const {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return false;
  if (llvm::isa<clang::ContinueStmt>(statement) ||
      (llvm::isa<clang::BreakStmt>(statement) && !inSwitch))
    return divergentControl;
  bool inner = divergentControl;
  if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement))
    inner |= isDivergent(branch->getCond());
  if (const auto *choice = llvm::dyn_cast<clang::SwitchStmt>(statement)) {
    inner |= isDivergent(choice->getCond());
    inSwitch = true;
  }
  for (const clang::Stmt *child : statement->children()) {
    // The exits of a loop inside are its own.
    if (child && llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt, clang::CXXForRangeStmt>(
                     child))
      continue;
    if (hasDivergentExit(child, inner, inSwitch))
      return true;
  }
  return false;
}

bool Uniformity::isDivergent(const clang::Stmt *statement) const {
  if (!statement)
    return false;
  if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(statement)) {
    if (const clang::IdentifierInfo *name = reference->getDecl()->getIdentifier();
        name && isThreadSource(name->getName()))
      return true;
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
    return variable && divergent.contains(variable);
  }
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement)) {
    if (callDiverges(*call))
      return true;
    if (classifyDeviceCall(*call) == DeviceCall::BlockBarrier)
      return false; // what it counts differs, what it returns does not
  }
  if (llvm::isa<clang::LambdaExpr>(statement))
    return true;
  for (const clang::Stmt *child : statement->children())
    if (isDivergent(child))
      return true;
  return false;
}

} // namespace sampan
