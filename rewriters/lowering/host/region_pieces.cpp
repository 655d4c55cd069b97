// SPDX-License-Identifier: Apache-2.0
// Takes a region apart into pieces that get loops over the threads of their own: around them stand
// loops that all threads go through side by side, and guards that hold for a part of the row. That
// the threads finish one piece before any begins the next is one of the orders in which they may
// run, since nothing orders them between two barriers.
#include "rewriters/lowering/host/region.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

#include <utility>

namespace sampan::host {
namespace {

/// Values that a thread would have kept in registers: more of them cost more than guards do.
constexpr std::size_t kMostForGuards = 3;

} // namespace

bool jumpsAnywhere(const clang::Stmt *statement) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return false;
  return llvm::isa<clang::GotoStmt, clang::IndirectGotoStmt, clang::LabelStmt, clang::ReturnStmt>(
             statement) ||
         llvm::any_of(statement->children(), jumpsAnywhere);
}

/// A guard on the thread's place in the row, in the middle of a region.
std::optional<RegionWriter::Piece> RegionWriter::asGuarded(const clang::Stmt *statement) {
  const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement);
  if (!branch || branch->getElse() || branch->getInit() || branch->getConditionVariable() ||
      branch->isConstexpr())
    return std::nullopt;
  std::optional<TextRange> range = writing.text.rangeOf(*branch->getCond());
  if (!range || writing.text.isEdited(*range))
    return std::nullopt;
  std::optional<std::vector<GuardTerm>> terms = rows.guard(*branch->getCond(), false);
  Statements then = ListStructure::statementsOf(branch->getThen());
  if (!terms || !canSeparate(then) || !hasUniqueNames(then))
    return std::nullopt;
  Piece piece;
  piece.kind = Piece::Guarded;
  piece.terms = *terms;
  piece.inner = planOf(then);
  return piece;
}

/// One piece of all where the list does not come apart.
RegionWriter::Pieces RegionWriter::planOf(const Statements &list) {
  Pieces plan;
  auto whole = [&] {
    Piece piece;
    piece.statements = list;
    return Pieces{piece};
  };
  if (list.size() == 1 && llvm::isa<clang::CompoundStmt>(list.front())) {
    Statements inside = ListStructure::statementsOf(list.front());
    if (!inside.empty() && canSeparate(inside) && hasUniqueNames(inside))
      return planOf(inside);
  }
  if (!canSeparate(list) || llvm::any_of(list, [](const clang::Stmt *statement) {
        return jumpsAnywhere(statement) || jumpsOut(statement);
      }))
    return whole();
  for (const clang::Stmt *statement : list) {
    for (Piece &called : asCalled(*statement))
      plan.push_back(std::move(called));
    std::optional<Piece> piece;
    if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(statement)) {
      piece = asUniform(*loop);
      if (!piece)
        piece = asStrided(*loop);
    } else {
      piece = asGuarded(statement);
    }
    if (!piece && llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt>(statement))
      piece = asDivergent(*statement);
    if (piece) {
      usesRows = true;
      plan.push_back(std::move(*piece));
      continue;
    }
    if (plan.empty() || plan.back().kind != Piece::Lanes)
      plan.emplace_back();
    plan.back().statements.push_back(statement);
  }
  return plan;
}

/// Places what one statement of a leaf declares and other pieces use.
bool RegionWriter::keep(const Statements &leaf, const clang::Stmt *statement) {
  const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement);
  if (!declarations)
    return true;
  for (const clang::Decl *decl : declarations->decls()) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
    const LocalVariable *local = variable ? writing.facts.uses.find(variable) : nullptr;
    if (!local)
      return false;
    bool leaves = llvm::any_of(local->uses, [&](const LocalUse &use) {
      return llvm::none_of(leaf, [&](const clang::Stmt *other) {
        return writing.facts.uses.isInside(use.name, other);
      });
    });
    if (!leaves || writing.shape.storageOf(variable) != Storage::Local)
      continue;
    if (local->escapes() || variable->getType()->isArrayType() || variable->isStaticLocal() ||
        !carriedType(writing.facts, *variable))
      return false;
    kept.push_back(variable);
  }
  return true;
}

/// Finds out which variables the row has to keep, and places them.
bool RegionWriter::keepAcross(const Pieces &plan) {
  std::vector<const Piece *> work;
  for (const Piece &piece : plan)
    work.push_back(&piece);
  bool possible = true;
  while (!work.empty()) {
    const Piece &piece = *work.back();
    work.pop_back();
    for (const clang::Stmt *statement : piece.statements)
      possible = possible && keep(piece.statements, statement);
    for (const Piece &inner : piece.inner)
      work.push_back(&inner);
  }
  // A parameter that threads change is a copy that a thread has while it runs.
  if (writing.onlyRegion)
    for (const clang::Stmt *statement : all)
      for (const clang::VarDecl *variable : trafficOf({statement}).entering)
        possible &= !llvm::isa<clang::ParmVarDecl>(variable);
  bool loops = loopsUniformly || loopsStrided;
  if (!possible || (!loops && kept.size() > kMostForGuards)) {
    kept.clear();
    return false;
  }
  llvm::sort(kept, [](const clang::VarDecl *a, const clang::VarDecl *b) {
    return a->getLocation() < b->getLocation();
  });
  for (const clang::VarDecl *variable : kept) {
    writing.shape.storage[variable] = Storage::Carried;
    placedHere.insert(variable);
  }
  return true;
}

std::string RegionWriter::guardedText(const Piece &piece) {
  std::string result;
  std::vector<GuardTerm> bounds;
  for (const GuardTerm &term : piece.terms) {
    if (term.whole)
      result +=
          std::string(term.negated ? "if (!(" : "if ((") + writing.textOf(*term.condition) + ")) ";
    else
      bounds.push_back(term);
  }
  if (bounds.empty())
    return result + "{\n" + textOf(piece.inner) + "}\n";
  const bool one =
      llvm::any_of(bounds, [](const GuardTerm &term) { return term.holds == GuardTerm::Equal; });
  const bool before = std::exchange(oneThread, oneThread || one);
  const bool narrowed = std::exchange(narrows, true);
  result += "{ const int spn_lo0 = spn_lo, spn_hi0 = spn_hi; {\n"
            "int spn_lo = spn_lo0, spn_hi = spn_hi0;\n" +
            boundsOf(bounds) + textOf(piece.inner) + "} }\n";
  oneThread = before;
  narrows = narrowed;
  return result;
}

/// One value per thread of the stretch for what pieces have in common.
std::string RegionWriter::keptValues() const {
  std::string result;
  for (const clang::VarDecl *variable : kept) {
    const std::string name = variable->getNameAsString(), values = "spn_kept_" + name;
    const std::string type =
        "<" + carriedType(writing.facts, *variable).value_or("") + ", " + keptLanes() + "> ";
    result += "::spn::detail::ValueStore" + type + values + ";\nconst ::spn::detail::RowValues" +
              type + "spn_s_" + name + "(" + values + ", spn_r.first + spn_x0);\n";
  }
  return result;
}

std::string RegionWriter::textOf(const Pieces &plan) {
  std::string result;
  for (const Piece &piece : plan)
    switch (piece.kind) {
    case Piece::Lanes:
      result += lanesText(piece.statements);
      break;
    case Piece::Uniform:
      result += uniformText(piece);
      break;
    case Piece::Strided:
      result += stridedText(piece);
      break;
    case Piece::Guarded:
      result += guardedText(piece);
      break;
    case Piece::Divergent:
      result += divergentText(piece);
      break;
    case Piece::Called:
      result += calledText(*piece.call);
      break;
    }
  return result;
}

} // namespace sampan::host
