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

/// What a pointer leads from. A kernel's pointers lead to memory of the device, which is no
/// variable; so do all, where nobody takes the address of one.
const clang::Expr *beyond(const clang::Expr *pointer, bool leadOut) {
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(pointer->IgnoreParenCasts());
  if (leadOut && name && name->getType()->isPointerType())
    return nullptr;
  const auto *parameter = name ? llvm::dyn_cast<clang::ParmVarDecl>(name->getDecl()) : nullptr;
  const auto *function =
      parameter ? llvm::dyn_cast<clang::FunctionDecl>(parameter->getDeclContext()) : nullptr;
  return function && function->hasAttr<clang::CUDAGlobalAttr>() ? nullptr : pointer;
}

const clang::VarDecl *baseVariable(const clang::Expr *expression, bool leadOut) {
  while (expression) {
    expression = expression->IgnoreParenCasts();
    if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(expression))
      return llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
    if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(expression))
      expression = member->getBase();
    else if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(expression))
      expression = beyond(subscript->getBase(), leadOut);
    else if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(expression))
      expression = unary->getOpcode() == clang::UO_Deref ? beyond(unary->getSubExpr(), leadOut)
                                                         : unary->getSubExpr();
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

/// The object that `a.b.c` is a part of.
const clang::Expr *wholeOf(const clang::Expr &part) {
  const clang::Expr *whole = part.IgnoreParens();
  while (const auto *member = llvm::dyn_cast<clang::MemberExpr>(whole)) {
    if (member->isArrow())
      break;
    whole = member->getBase()->IgnoreParens();
  }
  return whole;
}

const clang::VarDecl *variableNamed(const clang::Stmt &statement) {
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(&statement);
  return name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
}

} // namespace

bool takesLocalAddress(const clang::Stmt *statement, bool subscripted) {
  if (!statement)
    return false;
  const clang::VarDecl *variable = variableNamed(*statement);
  if (variable && !subscripted && variable->isLocalVarDecl() && !variable->isStaticLocal() &&
      !variable->hasAttr<clang::CUDASharedAttr>() && variable->getType()->isArrayType())
    return true;
  if (const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(statement);
      cast && !subscripted && cast->getCastKind() == clang::CK_ArrayToPointerDecay) {
    const clang::Expr *inner = wholeOf(*cast->getSubExpr());
    const clang::VarDecl *local = variableNamed(*inner);
    if (local && local->isLocalVarDeclOrParm() && !local->isStaticLocal() &&
        !local->getType()->isReferenceType() && !local->hasAttr<clang::CUDASharedAttr>())
      return true;
  }
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(statement);
      unary && unary->getOpcode() == clang::UO_AddrOf) {
    const clang::Expr *inner = wholeOf(*unary->getSubExpr());
    const clang::VarDecl *local = variableNamed(*inner);
    if (local && !local->hasGlobalStorage() && !local->hasAttr<clang::CUDASharedAttr>())
      return true;
    if (llvm::isa<clang::ArraySubscriptExpr>(inner) && takesLocalAddress(inner))
      return true;
  }
  bool isSubscript = llvm::isa<clang::ArraySubscriptExpr>(statement);
  bool passes = subscripted && llvm::isa<clang::ImplicitCastExpr, clang::ParenExpr>(statement);
  bool first = true;
  for (const clang::Stmt *child : statement->children()) {
    if (takesLocalAddress(child, (isSubscript && first) || passes))
      return true;
    first = false;
  }
  return false;
}

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
  UniformityScan(Uniformity &facts, const clang::Stmt *body)
      : facts(facts), leadOut(!takesLocalAddress(body)) {}

  /// True when something new was marked.
  bool run(const clang::Stmt *body) {
    changed = false;
    visit(body);
    return changed;
  }

private:
  void mark(const clang::VarDecl *variable) {
    if (variable && !isSharedStorage(*variable))
      changed |= facts.divergent.insert(variable).second;
  }

  /// Some threads that the variable exists for do not come here.
  bool isPartial(const clang::VarDecl *variable) const {
    return depth > declaredAt.lookup(variable);
  }

  void visit(const clang::Stmt *statement) {
    if (!statement)
      return;
    bool inner = controlDiverges(statement) ||
                 (llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt>(statement) &&
                  facts.hasDivergentExit(statement, false, false));
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
      for (const clang::Decl *decl : declarations->decls())
        declare(llvm::dyn_cast<clang::VarDecl>(decl));
    else if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement))
      assign(*binary);
    else if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(statement))
      update(*unary);
    else if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement))
      passByReference(*call);
    depth += inner;
    for (const clang::Stmt *child : statement->children())
      visit(child);
    depth -= inner;
  }

  void declare(const clang::VarDecl *variable) {
    if (!variable)
      return;
    declaredAt[variable] = depth;
    if (variable->hasInit() && (facts.isDivergent(variable->getInit()) ||
                                pointsToOwn(variable->getType(), *variable->getInit())))
      mark(variable);
  }

  /// A pointer to what each thread has of its own, which lies elsewhere for each.
  static bool pointsToOwn(clang::QualType type, const clang::Expr &value) {
    return (type->isPointerType() || type->isUndeducedType() || type->isDependentType()) &&
           takesLocalAddress(&value);
  }

  void assign(const clang::BinaryOperator &binary) {
    if (!binary.isAssignmentOp())
      return;
    const clang::VarDecl *variable = baseVariable(binary.getLHS(), leadOut);
    bool indexDiverges = facts.isDivergent(binary.getLHS());
    if (isPartial(variable) || indexDiverges || facts.isDivergent(binary.getRHS()) ||
        pointsToOwn(binary.getLHS()->getType(), *binary.getRHS()))
      mark(variable);
  }

  void update(const clang::UnaryOperator &unary) {
    if (unary.isIncrementDecrementOp() && isPartial(baseVariable(unary.getSubExpr(), leadOut)))
      mark(baseVariable(unary.getSubExpr(), leadOut));
  }

  void passByReference(const clang::CallExpr &call) {
    // They take values; where types depend on a template, the tree does not show that.
    if (classifyDeviceCall(call) == DeviceCall::WarpCollective &&
        !calleeName(call).starts_with("__match_all") && calleeName(call) != "match_all")
      return;
    bool diverges = facts.callDiverges(call);
    for (const clang::Expr *argument : call.arguments())
      diverges |= facts.isDivergent(argument);
    unsigned number = 0;
    for (const clang::Expr *argument : call.arguments()) {
      const bool read = isOnlyRead(call, number++);
      const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(argument->IgnoreParenCasts());
      bool byAddress = unary && unary->getOpcode() == clang::UO_AddrOf;
      const clang::VarDecl *variable = baseVariable(argument, leadOut);
      if ((byAddress || (argument->isLValue() && !read)) && (diverges || isPartial(variable)))
        mark(variable);
    }
  }

  /// A dependent call does not show whether it takes a value or a reference; what it calls does.
  bool isOnlyRead(const clang::CallExpr &call, unsigned number) const {
    if (!facts.effects || call.getDirectCallee())
      return false;
    const auto callees = facts.effects->calledBy(call);
    return !callees.empty() && llvm::all_of(callees, [&](const clang::FunctionDecl *callee) {
      if (number >= callee->getNumParams())
        return false;
      clang::QualType type = callee->getParamDecl(number)->getType();
      return !type->isReferenceType() || type.getNonReferenceType().isConstQualified();
    });
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
  bool leadOut; ///< no pointer leads to a variable
  bool changed = false;
  unsigned depth = 0; ///< conditions around that differ between threads
  llvm::DenseMap<const clang::VarDecl *, unsigned> declaredAt;
};

Uniformity::Uniformity(const clang::FunctionDecl &function, bool parametersDiverge,
                       EffectsAnalysis *effects)
    : effects(effects) {
  if (parametersDiverge)
    for (const clang::ParmVarDecl *parameter : function.parameters())
      divergent.insert(parameter);
  UniformityScan scan(*this, function.getBody());
  while (scan.run(function.getBody())) {
  }
}

Uniformity::Uniformity(const clang::FunctionDecl &function,
                       const llvm::DenseSet<const clang::VarDecl *> &divergentParameters,
                       EffectsAnalysis &analysis)
    : effects(&analysis), divergent(divergentParameters) {
  UniformityScan scan(*this, function.getBody());
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
    if (child &&
        llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt, clang::CXXForRangeStmt>(child))
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
