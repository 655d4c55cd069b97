// SPDX-License-Identifier: Apache-2.0
// A serial loop inside the loop over the threads keeps a compiler from making vectors of threads,
// and makes a block walk over memory thread by thread. Where the threads of a row go through a loop
// side by side, it goes outside:
//
//   for each thread: float a = 0; for (k...) a += x[k] * y[k][tx]; out[tx] = a;
//   ->  for each thread: a[t] = 0;   for (k...) for each thread: a[t] += ...;   for each thread:
//   ...
//
// That is one of the orders in which the threads may run anyway: between two barriers nothing
// orders them, and kernels in which a thread waits for another never come here. Each thread still
// goes through its own rounds in order.
#include "rewriters/lowering/host/region.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"

#include <cstdlib>
#include <utility>

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

} // namespace

/// Names nothing but what a row has in common, and looks nothing up.
bool RegionWriter::isSameForRow(const clang::Stmt *statement) const {
  if (!statement)
    return true;
  if (llvm::isa<clang::CallExpr, clang::ArraySubscriptExpr>(statement))
    return false;
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(statement);
      unary && unary->getOpcode() == clang::UO_Deref)
    return false;
  if (const auto *expression = llvm::dyn_cast<clang::Expr>(statement);
      expression && rows.isCommon(*expression))
    return true;
  if (llvm::isa<clang::DeclRefExpr>(statement))
    return false;
  return llvm::all_of(statement->children(),
                      [&](const clang::Stmt *child) { return isSameForRow(child); });
}

/// So few rounds that a compiler unrolls them.
bool RegionWriter::isShort(const clang::ForStmt &loop) const {
  const int few = writing.sized ? 16 : 8;
  std::optional<std::int64_t> rounds = knownRange(loop);
  return rounds && *rounds <= few;
}

/// `for (T i = A; i < B; ++i)` with constants: the distance from A to B.
std::optional<std::int64_t> RegionWriter::knownRange(const clang::ForStmt &loop) const {
  const auto *start = llvm::cast<clang::DeclStmt>(loop.getInit());
  const auto *variable = llvm::dyn_cast<clang::VarDecl>(*start->decl_begin());
  const auto *condition = llvm::dyn_cast<clang::BinaryOperator>(loop.getCond()->IgnoreImpCasts());
  clang::Expr::EvalResult from, to;
  auto evaluate = [&](const clang::Expr *expression, clang::Expr::EvalResult &result) {
    return !expression->isValueDependent() && expression->EvaluateAsInt(result, writing.facts.ast);
  };
  if (!condition || !condition->isRelationalOp() || !variable || !variable->hasInit() ||
      !evaluate(variable->getInit(), from) || !evaluate(condition->getRHS(), to))
    return std::nullopt;
  return std::abs(to.Val.getInt().getExtValue() - from.Val.getInt().getExtValue());
}

/// All threads take the same rounds: the counters are functions of what the row has in common.
std::optional<RegionWriter::Piece> RegionWriter::asUniform(const clang::ForStmt &loop) {
  const auto *start = llvm::dyn_cast_or_null<clang::DeclStmt>(loop.getInit());
  if (!start || !loop.getCond() || !loop.getInc() || loop.getConditionVariable())
    return std::nullopt;
  std::vector<const clang::VarDecl *> counters;
  for (const clang::Decl *decl : start->decls()) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
    const LocalVariable *local = variable ? writing.facts.uses.find(variable) : nullptr;
    if (!local || !variable->hasInit() || !variable->getType()->isIntegerType() ||
        !isSameForRow(variable->getInit()))
      return std::nullopt;
    for (const LocalUse &use : local->uses)
      if (use.access != Access::Read && !writing.facts.uses.isInside(use.name, loop.getInc()))
        return std::nullopt;
    counters.push_back(variable);
  }
  for (const clang::VarDecl *counter : counters)
    rows.declareCommon(*counter);
  auto refuse = [&]() -> std::optional<Piece> {
    for (const clang::VarDecl *counter : counters)
      rows.forget(*counter);
    return std::nullopt;
  };
  for (const clang::Stmt *part : {loop.getInit(), static_cast<const clang::Stmt *>(loop.getCond()),
                                  static_cast<const clang::Stmt *>(loop.getInc())})
    if (!isSameForRow(part) || !writing.text.rangeOf(*part))
      return refuse();
  Statements body = ListStructure::statementsOf(loop.getBody());
  // Whoever runs the rounds, the counters stay what the row has in common.
  if (isShort(loop) || hasHazard(body) || !canSeparate(body) || !hasUniqueNames(body))
    return std::nullopt;
  Piece piece;
  piece.kind = Piece::Uniform;
  piece.loop = &loop;
  piece.inner = planOf(body);
  // Rounds within rounds are for the compiler, as far as they are not uniform themselves.
  for (const Piece &part : piece.inner)
    if (part.kind == Piece::Strided ||
        (part.kind == Piece::Lanes && llvm::any_of(part.statements, goesItsOwnWay)))
      return std::nullopt;
  loopsUniformly = true;
  return piece;
}

/// `for (T i = FROM; ...; i += BY)` where FROM goes up along the row and BY is the row's: returns
/// i.
const clang::VarDecl *RegionWriter::strideVariable(const clang::ForStmt &loop) {
  const auto *start = llvm::dyn_cast_or_null<clang::DeclStmt>(loop.getInit());
  if (!start || !start->isSingleDecl() || !loop.getCond() || !loop.getInc() ||
      loop.getConditionVariable())
    return nullptr;
  const auto *variable = llvm::dyn_cast<clang::VarDecl>(start->getSingleDecl());
  const LocalVariable *local = variable ? writing.facts.uses.find(variable) : nullptr;
  std::vector<Room> rooms;
  if (!local || !variable->hasInit() || variable->getType()->isReferenceType() ||
      rows.slopeOf(*variable->getInit(), rooms).value_or(0) == 0 || !canLimit(rooms) ||
      !rows.isTotal(*variable->getInit()) || rows.namesClamp(*variable->getInit()))
    return nullptr;
  for (const LocalUse &use : local->uses)
    if (use.access != Access::Read && !writing.facts.uses.isInside(use.name, loop.getInc()))
      return nullptr;
  const clang::Expr *step = loop.getInc()->IgnoreParenImpCasts();
  const clang::Expr *by = nullptr;
  if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(step)) {
    return assignedVariable(*step) == variable && unary->isIncrementDecrementOp() ? variable
                                                                                  : nullptr;
  }
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(step);
  if (!binary || assignedVariable(*step) != variable)
    return nullptr;
  if (binary->getOpcode() == clang::BO_AddAssign || binary->getOpcode() == clang::BO_SubAssign) {
    by = binary->getRHS();
  } else if (binary->getOpcode() == clang::BO_Assign) {
    const auto *sum =
        llvm::dyn_cast<clang::BinaryOperator>(binary->getRHS()->IgnoreParenImpCasts());
    auto isVariable = [&](const clang::Expr *operand) {
      const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(operand->IgnoreParenImpCasts());
      return name && name->getDecl() == variable;
    };
    if (!sum || !sum->isAdditiveOp() || !isVariable(sum->getLHS()))
      return nullptr;
    by = sum->getRHS();
  }
  return by && rows.isCommon(*by) && rows.isTotal(*by) ? variable : nullptr;
}

/// No other variable of the counter's name is in scope in the loop. Counters of loops beside this
/// one may well have the same name: each is declared in braces of its own.
bool RegionWriter::isAlone(const clang::VarDecl &counter, const clang::ForStmt &loop) const {
  return llvm::none_of(writing.facts.uses.all(), [&](const auto &entry) {
    const clang::VarDecl *other = entry.first;
    if (other == &counter || other->getDeclName() != counter.getDeclName())
      return false;
    const clang::DeclStmt *declared = writing.declarations.lookup(other);
    const clang::Stmt *scope = declared ? writing.facts.uses.parentOf(declared) : nullptr;
    return !scope || writing.facts.uses.isInside(&loop, scope) ||
           writing.facts.uses.isInside(scope, &loop);
  });
}

/// `x[i]` of an unsigned counter goes by a signed number of the same value, for the same reason as
/// in widenIndices.
void RegionWriter::signIndices(const clang::Stmt *statement, const clang::VarDecl &counter) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement) || isExchange(statement))
    return;
  if (const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(statement)) {
    const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(element->getIdx()->IgnoreParenImpCasts());
    std::optional<TextRange> range =
        name ? writing.text.rangeOf(*element->getIdx()) : std::optional<TextRange>();
    if (range && name->getDecl() == &counter && counter.getType()->isUnsignedIntegerType() &&
        writing.facts.ast.getTypeSize(counter.getType()) == 32 && !writing.text.isEdited(*range))
      edits.push_back({*range, "spn_v_" + counter.getNameAsString() + " + spn_k"});
  }
  for (const clang::Stmt *child : statement->children())
    signIndices(child, counter);
}

/// Threads start side by side and go on by the same step, so in each round those that are still in
/// the loop are neighbours, and what they index by the counter is, too.
std::optional<RegionWriter::Piece> RegionWriter::asStrided(const clang::ForStmt &loop) {
  const clang::VarDecl *variable = strideVariable(loop);
  if (!variable)
    return std::nullopt;
  for (const clang::Stmt *part : {loop.getInit(), static_cast<const clang::Stmt *>(loop.getCond()),
                                  static_cast<const clang::Stmt *>(loop.getInc())}) {
    std::optional<TextRange> range = writing.text.rangeOf(*part);
    if (!range || writing.text.isEdited(*range))
      return std::nullopt;
  }
  Statements body = ListStructure::statementsOf(loop.getBody());
  if (!canSeparate(body) || !hasUniqueNames(body) || jumpsAnywhere(loop.getBody()) ||
      jumpsOut(loop.getBody()) || !isAlone(*variable, loop))
    return std::nullopt;
  std::vector<Room> rooms = rows.declare(*variable);
  std::optional<std::vector<GuardTerm>> terms = rows.guard(*loop.getCond(), false);
  if (rows.slopeOf(variable) != 1 || !terms) {
    rows.forget(*variable);
    return std::nullopt;
  }
  signIndices(loop.getBody(), *variable);
  Piece piece;
  piece.kind = Piece::Strided;
  piece.loop = &loop;
  piece.terms = *terms;
  piece.rooms = std::move(rooms);
  piece.inner = planOf(body);
  loopsStrided = true;
  return piece;
}

std::string RegionWriter::headOf(const clang::ForStmt &loop) {
  std::string init = writing.textOf(*loop.getInit());
  while (!init.empty() && (init.back() == ';' || init.back() == ' '))
    init.pop_back();
  return init;
}

std::string RegionWriter::uniformText(const Piece &piece) {
  std::string loop = "for (" + headOf(*piece.loop) + "; " + writing.textOf(*piece.loop->getCond()) +
                     "; " + writing.textOf(*piece.loop->getInc()) + ") {\n" + textOf(piece.inner) +
                     "}\n";
  std::string vectors = vectorText(piece);
  if (vectors.empty())
    return loop;
  return "{ int spn_v = spn_lo;\n" + vectors + "{ const int spn_lo = spn_v;\n" +
         "if (spn_lo < spn_hi) " + loop + "} }\n";
}

/// The counter of thread 0 of the stretch goes round; the others' are one step apart. Where the
/// counter's type wraps around within the stretch, or its sign changes, the rest of the loop runs
/// thread by thread.
std::string RegionWriter::stridedText(const Piece &piece) {
  const auto *start = llvm::cast<clang::DeclStmt>(piece.loop->getInit());
  const auto *variable = llvm::cast<clang::VarDecl>(start->getSingleDecl());
  const std::string name = variable->getNameAsString(), base = "spn_b_" + name;
  const std::string index = "const long spn_v_" + name + " = static_cast<long>(" + name + ")";
  const std::string unused = "; (void)spn_v_" + name + ";\n";
  const std::string init = headOf(*piece.loop), next = writing.textOf(*piece.loop->getInc());
  usesRows = true;
  limitTo(piece.rooms);
  limitAtStart("{ " + init + "; spn_n = ::spn::detail::room(" + name + ", 1, spn_n); }\n",
               {variable->getInit()});
  Statements body = ListStructure::statementsOf(piece.loop->getBody());
  const LocalEdits calls = std::exchange(callEdits, {}); // a thread by itself calls functions
  std::string alone =
      laneLoop({piece.loop},
               "for (auto " + name + " = static_cast<std::remove_const<decltype(" + base +
                   ")>::type>(" + base + " + spn_k); " + writing.textOf(*piece.loop->getCond()) +
                   "; " + next + ") {\n" + index + " - spn_k" + unused + pieces(body) + "}\n",
               false);
  callEdits = calls;
  strides.push_back("auto " + name + " = " + base + " + spn_k; (void)" + name + ";\n");
  std::string together = textOf(piece.inner);
  strides.pop_back();
  return "{ const int spn_lo0 = spn_lo, spn_hi0 = spn_hi; {\n"
         "int spn_lo = spn_lo0, spn_hi = spn_hi0;\n" +
         init + ";\nfor (;; " + next + ") {\nconst auto " + base + " = " + name + "; " + index +
         unused + "if (::spn::detail::room(" + name + ", 1, spn_hi) < spn_hi) {\n" + alone +
         "break; }\n" + boundsOf(piece.terms) + "if (spn_lo >= spn_hi) break;\n" +
         readAhead(*piece.loop, *variable) + together + "} } }\n";
}

} // namespace sampan::host
