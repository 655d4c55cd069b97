// SPDX-License-Identifier: Apache-2.0
// A serial loop inside the loop over the threads keeps a compiler from making vectors of threads.
// Where all threads of a row go through the same rounds, the loop goes outside:
//
//   for each thread: float a = 0; for (k...) a += x[k] * y[k][tx]; out[tx] = a;
//   ->  for each thread: a[t] = 0;   for (k...) for each thread: a[t] += ...;   for each thread:
//   ...
#include "rewriters/lowering/host/region.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"

#include <cstdlib>

namespace sampan::host {
namespace {

/// Jumps and loops that need a thread of their own.
bool goesItsOwnWay(const clang::Stmt *statement) {
  if (!statement)
    return false;
  if (llvm::isa<clang::BreakStmt, clang::ContinueStmt, clang::ReturnStmt, clang::GotoStmt,
                clang::LabelStmt, clang::SwitchStmt, clang::WhileStmt, clang::DoStmt,
                clang::CXXForRangeStmt, clang::ForStmt, clang::LambdaExpr, clang::GCCAsmStmt>(
          statement))
    return true;
  return llvm::any_of(statement->children(), goesItsOwnWay);
}

/// The only statement's statements, where it is a block.
std::vector<const clang::Stmt *> inner(const std::vector<const clang::Stmt *> &list) {
  if (list.size() == 1 && llvm::isa<clang::CompoundStmt>(list.front()))
    return inner(ListStructure::statementsOf(list.front()));
  return list;
}

} // namespace

/// Names nothing but the loop's own variable and what a row has in common.
bool RegionWriter::isSameForRow(const clang::Stmt *statement, const clang::ForStmt &loop) const {
  if (!statement)
    return true;
  if (llvm::isa<clang::CallExpr, clang::ArraySubscriptExpr>(statement))
    return false;
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(statement);
      unary && unary->getOpcode() == clang::UO_Deref)
    return false;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement)) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    if (variable && writing.declarations.lookup(variable) == loop.getInit())
      return true;
    return rows.classOf(*name) == RowClass::Same;
  }
  if (const auto *expression = llvm::dyn_cast<clang::Expr>(statement);
      expression && rows.classOf(*expression) == RowClass::Same)
    return true;
  return llvm::all_of(statement->children(),
                      [&](const clang::Stmt *child) { return isSameForRow(child, loop); });
}

/// So few rounds that a compiler unrolls them. `for (T i = A; i < B; ++i)` with constants.
bool RegionWriter::isShort(const clang::ForStmt &loop) const {
  constexpr int kFew = 8;
  const auto *start = llvm::cast<clang::DeclStmt>(loop.getInit());
  const auto *variable = llvm::dyn_cast<clang::VarDecl>(*start->decl_begin());
  const auto *condition = llvm::dyn_cast<clang::BinaryOperator>(loop.getCond()->IgnoreImpCasts());
  clang::Expr::EvalResult from, to;
  auto evaluate = [&](const clang::Expr *expression, clang::Expr::EvalResult &result) {
    return !expression->isValueDependent() && expression->EvaluateAsInt(result, writing.facts.ast);
  };
  return condition && condition->isRelationalOp() && variable && variable->hasInit() &&
         evaluate(variable->getInit(), from) && evaluate(condition->getRHS(), to) &&
         std::abs(to.Val.getInt().getExtValue() - from.Val.getInt().getExtValue()) <= kFew;
}

bool RegionWriter::mayInterchange(const clang::ForStmt &loop) const {
  const auto *start = llvm::dyn_cast_or_null<clang::DeclStmt>(loop.getInit());
  if (!start || !loop.getCond() || !loop.getInc() || loop.getConditionVariable())
    return false;
  for (const clang::Decl *decl : start->decls()) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
    const LocalVariable *local = variable ? writing.facts.uses.find(variable) : nullptr;
    if (!local || !variable->hasInit() || !variable->getType()->isIntegerType())
      return false;
    for (const LocalUse &use : local->uses)
      if (use.access != Access::Read && !writing.facts.uses.isInside(use.name, loop.getInc()))
        return false;
  }
  for (const clang::Stmt *part : {loop.getInit(), static_cast<const clang::Stmt *>(loop.getCond()),
                                  static_cast<const clang::Stmt *>(loop.getInc())})
    if (!isSameForRow(part, loop) || !writing.text.rangeOf(*part))
      return false;
  if (isShort(loop))
    return false;
  // Rounds within rounds are for the compiler, as far as they are not uniform themselves.
  for (const clang::Stmt *statement : ListStructure::statementsOf(loop.getBody()))
    if (goesItsOwnWay(statement))
      return false;
  return true;
}

/// Finds out which variables the row has to keep, and places them.
bool RegionWriter::keepAcross(const Statements &list) {
  std::vector<const clang::VarDecl *> kept;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(list[i]);
    if (!declarations)
      continue;
    for (const clang::Decl *decl : declarations->decls()) {
      const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
      const LocalVariable *local = variable ? writing.facts.uses.find(variable) : nullptr;
      if (!local)
        return false;
      // Not seen outside the statements that stand before the next uniform loop?
      std::size_t end = i;
      while (end < list.size() && !llvm::isa<clang::ForStmt>(list[end]))
        ++end;
      bool leaves = llvm::any_of(local->uses, [&](const LocalUse &use) {
        for (std::size_t k = i; k < end; ++k)
          if (writing.facts.uses.isInside(use.name, list[k]))
            return false;
        return true;
      });
      if (!leaves || isKeptAnyway(variable))
        continue;
      if (local->escapes() || variable->getType()->isArrayType() || variable->isStaticLocal() ||
          !carriedType(writing.facts, *variable))
        return false;
      kept.push_back(variable);
    }
  }
  for (const clang::VarDecl *variable : kept) {
    writing.shape.storage[variable] = Storage::Carried;
    placedHere.insert(variable);
    keptByRow.insert(variable);
  }
  return true;
}

bool RegionWriter::isKeptAnyway(const clang::VarDecl *variable) const {
  Storage storage = writing.shape.storageOf(variable);
  return storage != Storage::Local;
}

bool RegionWriter::mayInterchange(const Statements &rest) {
  if (hasReturn || hasHazard || !mixed.empty())
    return false;
  Statements list = inner(rest);
  bool any = false;
  for (const clang::Stmt *statement : list) {
    const auto *loop = llvm::dyn_cast<clang::ForStmt>(statement);
    if (!loop) {
      if (goesItsOwnWay(statement))
        return false;
      continue;
    }
    if (!mayInterchange(*loop))
      return false;
    any = true;
  }
  if (!any)
    return false;
  for (const clang::VarDecl *variable : trafficOf(list).entering)
    if (llvm::isa<clang::ParmVarDecl>(variable) && writing.onlyRegion)
      return false;
  hasInterchange = keepAcross(list);
  return hasInterchange;
}

std::string RegionWriter::interchanged(const Statements &rest) {
  Statements list = inner(rest), segment;
  std::string result;
  auto flush = [&] {
    if (!segment.empty())
      result += laneLoop(trafficOf(segment), pieces(segment));
    segment.clear();
  };
  for (const clang::Stmt *statement : list)
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
      for (const clang::Decl *decl : declarations->decls())
        if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
            variable && keptByRow.contains(variable))
          result += "::spn::detail::RowValues<" +
                    carriedType(writing.facts, *variable).value_or("") + "> spn_s_" +
                    variable->getNameAsString() + "(spn_r.first + spn_x0);\n";
  for (const clang::Stmt *statement : list) {
    const auto *loop = llvm::dyn_cast<clang::ForStmt>(statement);
    if (!loop) {
      segment.push_back(statement);
      continue;
    }
    flush();
    std::string init = writing.textOf(*loop->getInit());
    while (!init.empty() && (init.back() == ';' || init.back() == ' '))
      init.pop_back();
    result += "for (" + init + "; " + writing.textOf(*loop->getCond()) + "; " +
              writing.textOf(*loop->getInc()) + ") {\n";
    Statements body = ListStructure::statementsOf(loop->getBody());
    result += laneLoop(trafficOf(body), pieces(body)) + "}\n";
  }
  flush();
  return result;
}

} // namespace sampan::host
