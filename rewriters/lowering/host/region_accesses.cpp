// SPDX-License-Identifier: Apache-2.0
// Whether threads may run together, as lanes of vectors: they may as far as they do not race, which
// atomics and volatile memory excuse; and it pays only where neighbours store to neighbouring
// memory. Processors without scatter instructions take longer to store the lanes of a vector one by
// one than to run the threads one by one.
#include "rewriters/lowering/host/region.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

#include <cstdlib>

namespace sampan::host {
namespace {

/// Parts of a struct, or of so few neighbours, are shuffled into vectors.
constexpr int kGreatestStride = 4;

bool looksUp(const clang::Stmt *statement) {
  if (!statement)
    return false;
  return llvm::isa<clang::ArraySubscriptExpr, clang::CallExpr>(statement) ||
         llvm::any_of(statement->children(), looksUp);
}

/// The element that is stored to, without the members of it.
const clang::ArraySubscriptExpr *elementOf(const clang::Expr *target) {
  target = target->IgnoreParenImpCasts();
  while (const auto *member = llvm::dyn_cast<clang::MemberExpr>(target))
    target = member->getBase()->IgnoreParenImpCasts();
  return llvm::dyn_cast<clang::ArraySubscriptExpr>(target);
}

const clang::Expr *targetOf(const clang::Stmt *statement) {
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement))
    return binary->isAssignmentOp() ? binary->getLHS() : nullptr;
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(statement))
    return unary->isIncrementDecrementOp() ? unary->getSubExpr() : nullptr;
  return nullptr;
}

/// Neighbouring threads reach distant elements.
bool isScatteredElement(const clang::ArraySubscriptExpr &element, const Rows &rows) {
  Slope slope = rows.slopeOf(*element.getIdx());
  if (!slope ? looksUp(element.getIdx()) : std::abs(*slope) > kGreatestStride)
    return true;
  const clang::Expr *base = element.getBase()->IgnoreParenImpCasts();
  while (const auto *outer = llvm::dyn_cast<clang::ArraySubscriptExpr>(base)) {
    if (rows.slopeOf(*outer->getIdx()).value_or(1) != 0)
      return true;
    base = outer->getBase()->IgnoreParenImpCasts();
  }
  return false;
}

} // namespace

/// Atomics, volatile memory and the like: threads may not run together.
bool RegionWriter::hasHazard(const Statements &statements) const {
  std::vector<const clang::Stmt *> work;
  for (const clang::Stmt *statement : statements) {
    Effects does = writing.facts.effects.ofStatement(*statement);
    if (does.atomics || does.print)
      return true;
    work.push_back(statement);
  }
  while (!work.empty()) {
    const clang::Stmt *at = work.back();
    work.pop_back();
    if (const auto *expression = llvm::dyn_cast<clang::Expr>(at);
        expression && !expression->getType().isNull() &&
        expression->getType().isVolatileQualified())
      return true;
    if (llvm::isa<clang::GCCAsmStmt>(at))
      return true;
    if (!llvm::isa<clang::LambdaExpr>(at))
      for (const clang::Stmt *child : at->children())
        if (child)
          work.push_back(child);
  }
  return false;
}

bool RegionWriter::isScattered(const Statements &statements) const {
  std::vector<const clang::Stmt *> work(statements.begin(), statements.end());
  while (!work.empty()) {
    const clang::Stmt *at = work.back();
    work.pop_back();
    if (const clang::Expr *target = targetOf(at))
      if (const clang::ArraySubscriptExpr *element = elementOf(target);
          element && isScatteredElement(*element, rows))
        return true;
    for (const clang::Stmt *child : at->children())
      if (child)
        work.push_back(child);
  }
  return false;
}

bool RegionWriter::mayRunTogether(const Statements &statements) const {
  return llvm::all_of(statements,
                      [&](const clang::Stmt *statement) { return exchangesApart(statement); }) &&
         !hasHazard(statements) && !isScattered(statements);
}

/// What it looks at follows from a variable that is clamped.
bool RegionWriter::namesClamp(const clang::Stmt *statement) const {
  if (!statement)
    return false;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement)) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    return variable && writing.shape.storageOf(variable) == Storage::Again &&
           (clampedHere.contains(variable) || namesClamp(variable->getInit()));
  }
  return llvm::any_of(statement->children(),
                      [&](const clang::Stmt *child) { return namesClamp(child); });
}

/// Variables that begin without a value: threads have nothing to do.
bool RegionWriter::declaresOnly(const Statements &statements) const {
  return llvm::all_of(statements, [](const clang::Stmt *statement) {
    const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement);
    return declarations && llvm::all_of(declarations->decls(), [](const clang::Decl *decl) {
             const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
             return variable && !variable->hasInit() && !variable->isStaticLocal() &&
                    variable->getType()->isScalarType();
           });
  });
}

std::string RegionWriter::lanesText(const Statements &statements) {
  if (declaresOnly(statements))
    return {};
  const bool clamps = !oneThread && llvm::any_of(statements, [&](const clang::Stmt *statement) {
    return namesClamp(statement);
  });
  return clamps ? clampedLanes(statements) : settledLanes(statements);
}

std::string RegionWriter::clampedLanes(const Statements &statements) {
  const std::string body = pieces(statements);
  for (const auto &[variable, bounds] : clampedHere)
    rows.setClamp(*variable, true);
  std::string together = laneLoop(statements, body, mayRunTogether(statements));
  if (mayRepeat(statements))
    together = inVectors(together);
  for (const auto &[variable, bounds] : clampedHere)
    rows.setClamp(*variable, false);
  return aroundClamps(statements, body, together);
}

/// The threads for which bounds count, one by one, before and after those for which none does. The
/// values go up by one along the stretch, so that each passes its bound once.
std::string RegionWriter::aroundClamps(const Statements &statements, const std::string &body,
                                       const std::string &together) {
  std::string limits;
  for (const auto &[variable, bounds] : clampedHere)
    for (const Clamp &clamp : bounds) {
      const std::string arguments =
          "(" + writing.textOf(*clamp.value) + ", 1, " + writing.textOf(*clamp.bound) + ", spn_hi)";
      limits += clamp.isMinimum ? "spn_cut1 = ::spn::detail::lesserOf(spn_cut1, "
                                  "::spn::detail::countUpTo" +
                                      arguments + ");\n"
                                : "spn_cut0 = ::spn::detail::greaterOf(spn_cut0, "
                                  "::spn::detail::countBelow" +
                                      arguments + ");\n";
    }
  // Where no bound counts at all the number of threads may still be known.
  return "{ int spn_cut0 = spn_lo, spn_cut1 = spn_hi;\n" + limits +
         "const auto spn_inner = [&](int spn_lo, int spn_hi) SPN_ALWAYS_INLINE -> void {\n" +
         together +
         "};\nif (spn_cut0 <= spn_lo && spn_cut1 >= spn_hi) spn_inner(spn_lo, spn_hi);\n" +
         "else {\nspn_cut0 = ::spn::detail::lesserOf(spn_cut0, spn_hi);\n"
         "spn_cut1 = ::spn::detail::greaterOf(spn_cut0, spn_cut1);\n"
         "const auto spn_edge = [&](int spn_lo, int spn_hi) -> void {\n" +
         laneLoop(statements, body, false) +
         "};\nspn_edge(spn_lo, spn_cut0);\nspn_inner(spn_cut0, spn_cut1);\n"
         "spn_edge(spn_cut1, spn_hi);\n}\n}\n";
}

} // namespace sampan::host
