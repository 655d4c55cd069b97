// SPDX-License-Identifier: Apache-2.0
// Conditions inside a region that mostly come out the same way for all threads of a row:
//
//   sum = i < n ? in[i] : 0;
//   ->  if (i < n holds from spn_lo to spn_hi) for each thread: sum = true ? in[i] : 0;
//       else for each thread: sum = i < n ? in[i] : 0;
//
// Whether they do is known before the loop, as it is for guards. Left in the loop they cost masked
// loads, through which memory is not read ahead, and blends. Nothing else changes: a condition
// that is replaced has no effects, and its value does not depend on what the loop does.
#include "rewriters/lowering/host/region.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

namespace sampan::host {
namespace {

/// Beyond it the condition is a small part of the work, and two loops are long to compile.
constexpr std::size_t kLongBody = 1500;
constexpr std::size_t kMostSettled = 4;

bool isLiteral(const clang::Expr &expression) {
  const clang::Expr *plain = expression.IgnoreParenImpCasts();
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(plain))
    plain = unary->getSubExpr()->IgnoreParenImpCasts();
  return llvm::isa<clang::IntegerLiteral, clang::FloatingLiteral>(plain);
}

/// Conditions that choose, each with the way it is expected to come out.
void collectConditions(const clang::Stmt &statement,
                       std::vector<std::pair<const clang::Expr *, bool>> &found) {
  if (llvm::isa<clang::LambdaExpr>(statement))
    return;
  if (const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(&statement)) {
    // `outside ? 0 : x[i]`
    bool rarely = isLiteral(*choice->getTrueExpr()) && !isLiteral(*choice->getFalseExpr());
    found.push_back({choice->getCond(), !rarely});
  } else if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(&statement);
             branch && !branch->getInit() && !branch->getConditionVariable() &&
             !branch->isConstexpr()) {
    found.push_back({branch->getCond(), true});
  }
  for (const clang::Stmt *child : statement.children())
    if (child)
      collectConditions(*child, found);
}

bool loops(const clang::Stmt *statement) {
  return statement &&
         (llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt, clang::CXXForRangeStmt>(
              statement) ||
          llvm::any_of(statement->children(), loops));
}

} // namespace

/// Replaces conditions in the text that is to be written, and returns what has to hold for that;
/// empty where there are none.
std::string RegionWriter::settleConditions(const Statements &statements) {
  std::vector<std::pair<const clang::Expr *, bool>> conditions;
  for (const clang::Stmt *statement : statements)
    collectConditions(*statement, conditions);
  std::string bounds;
  LocalEdits replaced;
  auto overlaps = [](const LocalEdits &list, TextRange range) {
    return llvm::any_of(list, [&](const LocalEdit &edit) {
      return edit.at.begin < range.end && range.begin < edit.at.end;
    });
  };
  for (const auto &[condition, expected] : conditions) {
    std::optional<TextRange> range = writing.text.rangeOf(*condition);
    if (!range || writing.text.isEdited(*range) || overlaps(edits, *range) ||
        overlaps(replaced, *range) || replaced.size() == kMostSettled)
      continue;
    // Rooms are asked for where the row begins: no loop's counter is known there.
    std::vector<Room> rooms;
    const bool counts = loopsUniformly || loopsStrided;
    std::optional<std::vector<GuardTerm>> terms =
        rows.guard(*condition, !expected, counts ? nullptr : &rooms);
    if (!terms || !canLimit(rooms) ||
        llvm::all_of(*terms,
                     [](const GuardTerm &term) {
                       return term.whole; // which a compiler sees, too
                     }) ||
        llvm::any_of(*terms, [](const GuardTerm &term) {
          return !term.whole && term.holds == GuardTerm::Equal; // of one thread at most
        }))
      continue;
    limitTo(rooms);
    bounds += boundsOf(*terms);
    replaced.push_back({*range, expected ? " true " : " false "});
  }
  if (replaced.empty())
    return {};
  usesRows = true;
  edits.insert(edits.end(), replaced.begin(), replaced.end());
  return "[&](int spn_lo, int spn_hi) SPN_ALWAYS_INLINE -> bool {\n"
         "const int spn_lo0 = spn_lo, spn_hi0 = spn_hi;\n" +
         bounds + "return spn_lo == spn_lo0 && spn_hi == spn_hi0; }(spn_lo, spn_hi)";
}

std::string RegionWriter::settledLanes(const Statements &statements) {
  const bool independent = mayRunTogether(statements);
  const std::string body = pieces(statements);
  const bool repeats = (narrows || !guards.empty()) && mayRepeat(statements);
  auto loopOf = [&](const std::string &work) {
    std::string loop = laneLoop(statements, work, independent);
    return repeats ? inVectors(loop) : loop;
  };
  std::string general = loopOf(body);
  if (!independent || oneThread || hasReturn || body.size() > kLongBody ||
      llvm::any_of(statements, loops))
    return general;
  const std::size_t before = edits.size();
  const std::string settled = settleConditions(statements);
  if (settled.empty())
    return general;
  // What rows limit themselves to now may be declared by each thread of either loop.
  general = loopOf(body);
  const std::string straight = loopOf(pieces(statements));
  edits.resize(before);
  return "if (" + settled + ") {\n" + straight + "} else {\n" + general + "}\n";
}

} // namespace sampan::host
