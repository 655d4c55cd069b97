// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/warp_arrival.h"

#include "rewriters/kernel/uniformity.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include <set>

namespace sampan::ascend {
namespace {

using Control = std::vector<const clang::Stmt *>;

bool leaves(const clang::Stmt *statement, bool inLoop) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return false;
  if (llvm::isa<clang::ReturnStmt, clang::GotoStmt>(statement))
    return true;
  if (!inLoop && llvm::isa<clang::BreakStmt, clang::ContinueStmt>(statement))
    return true;
  bool inner =
      inLoop ||
      llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt, clang::SwitchStmt>(statement);
  return llvm::any_of(statement->children(),
                      [&](const clang::Stmt *child) { return leaves(child, inner); });
}

/// The condition that decides whether `child` of `statement` is executed, or null.
const clang::Stmt *conditionFor(const clang::Stmt &statement, const clang::Stmt &child) {
  if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(&statement))
    return branch->getCond();
  if (const auto *branch = llvm::dyn_cast<clang::SwitchStmt>(&statement))
    return branch->getCond();
  if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(&statement))
    return &child == loop->getInit() ? nullptr : loop->getCond();
  if (const auto *loop = llvm::dyn_cast<clang::WhileStmt>(&statement))
    return loop->getCond();
  if (const auto *loop = llvm::dyn_cast<clang::DoStmt>(&statement))
    return loop->getCond();
  if (const auto *choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(&statement))
    return choice->getCond();
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&statement);
  return binary && binary->isLogicalOp() ? binary->getLHS() : nullptr;
}

bool isLoop(const clang::Stmt &statement) {
  return llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt, clang::CXXForRangeStmt>(
      statement);
}

class Arrivals {
public:
  explicit Arrivals(DeviceCode &code) : code(code) {}

  bool isWhole(DeviceFunction &function, const Control &control) {
    if (function.isLambda)
      return false;
    Uniformity uniformity(*function.definition, !code.isCalledUniformly(function));
    if (!comesBy(control, uniformity) || someLeave(function.definition->getBody(), uniformity))
      return false;
    // A call of itself brings no other lanes than those that came before.
    if (function.isKernel || !asked.insert(&function).second)
      return true;
    return isCalledByAll(function);
  }

private:
  static bool comesBy(const Control &control, const Uniformity &uniformity) {
    for (std::size_t i = 0; i + 1 < control.size(); ++i) {
      const clang::Stmt &statement = *control[i], &child = *control[i + 1];
      if (llvm::isa<clang::LambdaExpr, clang::CXXForRangeStmt>(statement))
        return false;
      const clang::Stmt *condition = conditionFor(statement, child);
      if (condition && (condition != &child || isLoop(statement)) &&
          !uniformity.isUniform(*condition))
        return false;
      // In a loop, lanes may also go ahead of others.
      if (isLoop(statement) && llvm::any_of(statement.children(), [](const clang::Stmt *part) {
            return leaves(part, false);
          }))
        return false;
    }
    return true;
  }

  /// A return that not all threads of the block take.
  static bool someLeave(const clang::Stmt *statement, const Uniformity &uniformity) {
    if (!statement || llvm::isa<clang::LambdaExpr>(statement))
      return false;
    bool decides = llvm::isa<clang::IfStmt, clang::SwitchStmt>(statement) || isLoop(*statement);
    const clang::Stmt *condition = decides ? conditionFor(*statement, *statement) : nullptr;
    bool differs = decides && (!condition || !uniformity.isUniform(*condition)) &&
                   !(llvm::isa<clang::ForStmt>(statement) && !condition);
    if (differs && leaves(statement, true))
      return true;
    return llvm::any_of(statement->children(),
                        [&](const clang::Stmt *child) { return someLeave(child, uniformity); });
  }

  /// Nobody's calls are everybody's.
  bool isCalledByAll(const DeviceFunction &function) {
    for (DeviceFunction *caller : code.all())
      for (const ProgramCall &call : caller->calls) {
        if (llvm::none_of(call.targets, [&](const clang::FunctionDecl *target) {
              return code.find(target) == &function;
            }))
          continue;
        if (!isWhole(*caller, call.control))
          return false;
      }
    return true;
  }

  DeviceCode &code;
  std::set<const DeviceFunction *> asked;
};

} // namespace

bool wholeWarpArrives(DeviceCode &code, DeviceFunction &function,
                      const std::vector<const clang::Stmt *> &control) {
  return Arrivals(code).isWhole(function, control);
}

void checkArrivals(DeviceCode &code, DeviceFunction &function) {
  for (const UnprovenMask &mask : function.unprovenMasks)
    if (!wholeWarpArrives(code, function, mask.control))
      function.obstacles.push_back(mask.obstacle);
}

} // namespace sampan::ascend
