// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/region.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

#include <algorithm>

namespace sampan::host {

void Writing::fail(std::string what, clang::SourceLocation at) {
  if (!failed())
    obstacle = {std::move(what), at};
}

std::string Writing::textOf(const clang::Stmt &statement, const LocalEdits &edits) {
  std::optional<TextRange> range = text.rangeOf(statement);
  std::optional<std::string> found = range ? text.text(*range, edits) : std::nullopt;
  if (!found)
    fail("code that a macro makes, next to a barrier", statement.getBeginLoc());
  return found.value_or("");
}

void Writing::addVoteEdits(const clang::Stmt &statement, LocalEdits &edits) {
  for (const Vote &vote : shape.votes)
    if (facts.uses.isInside(vote.call, &statement) && !isInsideVote(vote.call, statement)) {
      std::optional<TextRange> range = text.rangeOf(*vote.call);
      if (!range)
        fail("a barrier or warp collective that a macro makes", vote.call->getBeginLoc());
      else
        edits.push_back({*range, "spn_vote" + std::to_string(vote.number) +
                                     (vote.kind == Vote::Counting ? "" : "[spn_t]")});
    }
}

/// Whether another vote of the statement takes this one's result.
bool Writing::isInsideVote(const clang::CallExpr *call, const clang::Stmt &statement) const {
  for (const clang::Stmt *up = call; up != &statement;) {
    up = facts.uses.parentOf(up);
    if (!up)
      return false;
    if (llvm::any_of(shape.votes, [&](const Vote &vote) { return vote.call == up; }))
      return true;
  }
  return false;
}

RegionWriter::RegionWriter(Writing &writing)
    : writing(writing), rows(writing.facts, writing.shape) {}

RegionWriter::~RegionWriter() {
  // What this region took for computed again is its own business.
  for (const clang::VarDecl *variable : placedHere)
    writing.shape.storage.erase(variable);
}

void RegionWriter::collect(const Statements &statements) {
  all = statements;
  for (const clang::Stmt *statement : statements) {
    collectAgain(statement);
    scanHazards(statement);
    needsIndex |= writing.shape.indexInCallees && asksForIndex(statement);
  }
  for (const clang::DeclStmt *statement : again)
    needsIndex |= writing.shape.indexInCallees && asksForIndex(statement);
  llvm::sort(again, [](const clang::DeclStmt *a, const clang::DeclStmt *b) {
    return a->getBeginLoc() < b->getBeginLoc();
  });
}

static bool isKept(Storage storage) {
  return storage == Storage::Carried || storage == Storage::Alias;
}

RegionWriter::Traffic RegionWriter::trafficOf(const Statements &statements) const {
  Traffic traffic;
  for (const clang::DeclStmt *statement : again)
    addTraffic(statement, traffic);
  for (const clang::Stmt *statement : statements) {
    addTraffic(statement, traffic);
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
      for (const clang::Decl *decl : declarations->decls())
        if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
            variable && isKept(writing.shape.storageOf(variable)))
          traffic.declared.push_back(variable);
  }
  llvm::erase_if(traffic.entering, [&](const clang::VarDecl *variable) {
    return llvm::is_contained(traffic.declared, variable);
  });
  return traffic;
}

void RegionWriter::addTraffic(const clang::Stmt *statement, Traffic &traffic) const {
  if (!statement)
    return;
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement);
  const auto *variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  if (variable && isKept(writing.shape.storageOf(variable))) {
    if (!llvm::is_contained(traffic.entering, variable))
      traffic.entering.push_back(variable);
    if (const LocalVariable *local = writing.facts.uses.find(variable))
      for (const LocalUse &use : local->uses)
        if (use.name == name && use.access != Access::Read)
          traffic.changed.insert(variable);
  }
  for (const clang::Stmt *child : statement->children())
    addTraffic(child, traffic);
}

void RegionWriter::collectAgain(const clang::Stmt *statement) {
  if (!statement)
    return;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement))
    if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
        variable && writing.shape.storageOf(variable) == Storage::Again)
      addAgain(writing.declarations.lookup(variable));
  for (const clang::Stmt *child : statement->children())
    collectAgain(child);
}

void RegionWriter::addAgain(const clang::DeclStmt *statement) {
  if (!statement || llvm::is_contained(again, statement) || llvm::is_contained(all, statement))
    return;
  again.push_back(statement);
  for (const clang::Decl *decl : statement->decls())
    if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl))
      collectAgain(variable->getInit());
}

void RegionWriter::findMixed(const Statements &statements) {
  for (const clang::VarDecl *variable : writing.shape.mixed) {
    const LocalVariable *local = writing.facts.uses.find(variable);
    bool changes = llvm::any_of(local->uses, [&](const LocalUse &use) {
      return use.access != Access::Read &&
             llvm::any_of(statements, [&](const clang::Stmt *statement) {
               return writing.facts.uses.isInside(use.name, statement);
             });
    });
    if (changes)
      mixed.push_back(variable);
  }
  llvm::sort(mixed, [](const clang::VarDecl *a, const clang::VarDecl *b) {
    return a->getLocation() < b->getLocation();
  });
}

/// Every thread starts from the same value and comes to the same value.
std::string RegionWriter::withMixed(const std::string &loops) const {
  std::string before, after;
  for (const clang::VarDecl *variable : mixed) {
    std::string name = variable->getNameAsString();
    before +=
        "const auto spn_c_" + name + " = " + name + "; auto spn_o_" + name + " = " + name + ";\n";
    after += name + " = spn_o_" + name + ";\n";
  }
  return mixed.empty() ? loops : "{\n" + before + loops + after + "}\n";
}

/// Atomics, volatile memory and the like: threads may not run together.
void RegionWriter::scanHazards(const clang::Stmt *statement) {
  Effects does = writing.facts.effects.ofStatement(*statement);
  hasHazard |= does.atomics || does.print;
  std::vector<const clang::Stmt *> work = {statement};
  while (!work.empty()) {
    const clang::Stmt *at = work.back();
    work.pop_back();
    if (const auto *expression = llvm::dyn_cast<clang::Expr>(at))
      hasHazard |= expression->getType().isVolatileQualified();
    hasHazard |= llvm::isa<clang::GCCAsmStmt>(at);
    if (llvm::isa<clang::ReturnStmt>(at))
      hasReturn = true;
    if (!llvm::isa<clang::LambdaExpr>(at))
      for (const clang::Stmt *child : at->children())
        if (child)
          work.push_back(child);
  }
}

/// A declaration that may be evaluated where the row begins.
bool RegionWriter::takeDeclaration(const clang::Stmt *statement) {
  const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement);
  if (!declarations)
    return false;
  for (const clang::Decl *decl : declarations->decls()) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
    const LocalVariable *local = variable ? writing.facts.uses.find(variable) : nullptr;
    if (!local || local->isWritten() || !variable->hasInit() || variable->isStaticLocal() ||
        !variable->getType().getNonReferenceType()->isScalarType() ||
        variable->getType()->isReferenceType() || !rows.isTotal(*variable->getInit()) ||
        !isPure(*variable->getInit(), writing.facts, writing.shape, nullptr))
      return false;
    Storage storage = writing.shape.storageOf(variable);
    if (storage != Storage::Local && storage != Storage::Again)
      return false;
    if (storage == Storage::Local) {
      writing.shape.storage[variable] = Storage::Again;
      placedHere.insert(variable);
    }
  }
  return true;
}

/// Declares at the start of the row what goes up along it or stays the same.
void RegionWriter::atRowStart(const clang::DeclStmt &statement) {
  bool known = true;
  std::vector<const clang::VarDecl *> steps;
  for (const clang::Decl *decl : statement.decls()) {
    const auto *variable = llvm::cast<clang::VarDecl>(decl);
    if (!rows.isTotal(*variable->getInit())) {
      known = false;
      break;
    }
    rows.declare(*variable);
    known &= rows.classOf(variable) != RowClass::Other;
    if (rows.classOf(variable) == RowClass::Step)
      steps.push_back(variable);
  }
  if (!known) {
    for (const clang::Decl *decl : statement.decls())
      rows.forget(*llvm::cast<clang::VarDecl>(decl));
    return;
  }
  startingRow.insert(&statement);
  rowStart += writing.textOf(statement) + "\n";
  for (const clang::VarDecl *variable : steps) {
    std::string name = variable->getNameAsString();
    rowStart += "const auto spn_b_" + name + " = " + name + "; spn_n = ::spn::detail::room(spn_b_" +
                name + ", spn_n);\n";
    usesRows = true;
  }
}

/// Declarations that other regions repeat are as good at the front of this one.
void RegionWriter::takeAgain(Statements &rest) {
  auto isAgain = [&](const clang::Stmt *statement) {
    const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement);
    return declarations && llvm::all_of(declarations->decls(), [&](const clang::Decl *decl) {
             const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
             return variable && writing.shape.storageOf(variable) == Storage::Again;
           });
  };
  for (const clang::Stmt *statement : rest)
    if (isAgain(statement))
      again.push_back(llvm::cast<clang::DeclStmt>(statement));
  llvm::erase_if(rest, isAgain);
  llvm::sort(again, [](const clang::DeclStmt *a, const clang::DeclStmt *b) {
    return a->getBeginLoc() < b->getBeginLoc();
  });
}

void RegionWriter::takeLeading(Statements &rest) {
  takeAgain(rest);
  for (const clang::DeclStmt *statement : again)
    atRowStart(*statement);
  while (!rest.empty()) {
    const clang::Stmt *next = rest.front();
    if (takeDeclaration(next)) {
      again.push_back(llvm::cast<clang::DeclStmt>(next));
      atRowStart(*again.back());
      rest.erase(rest.begin());
      continue;
    }
    const auto *branch = llvm::dyn_cast<clang::IfStmt>(next);
    if (!branch || branch->getElse() || branch->getInit() || branch->getConditionVariable() ||
        branch->isConstexpr() ||
        writing.text.isEdited(writing.text.rangeOf(*branch->getCond()).value_or(TextRange())))
      return;
    const clang::Stmt *then = branch->getThen();
    if (const auto *block = llvm::dyn_cast<clang::CompoundStmt>(then); block && block->size() == 1)
      then = block->body_front();
    bool leaves = llvm::isa<clang::ReturnStmt>(then) && !writing.hasAlive;
    if (!leaves && rest.size() != 1)
      return;
    if (!writing.text.rangeOf(*branch->getCond()))
      return;
    std::optional<std::vector<GuardTerm>> terms = rows.guard(*branch->getCond(), leaves);
    if (!terms)
      return;
    addGuard(*terms);
    rest.erase(rest.begin());
    if (!leaves) {
      rest.push_back(branch->getThen());
      return;
    }
  }
}

void RegionWriter::addGuard(const std::vector<GuardTerm> &terms) {
  usesRows = true;
  auto search = [&](const char *function, const std::string &condition) {
    guards += std::string("::spn::detail::") + function +
              "(spn_lo, spn_hi, [&](int spn_k) -> bool { SPN_ROW_THREAD\n" + threadDeclarations() +
              "return (" + condition + "); });\n";
  };
  for (const GuardTerm &term : terms) {
    if (term.direction != GuardTerm::Equal) {
      std::string condition = writing.textOf(*term.condition);
      search(term.direction == GuardTerm::FromFirst ? "fromFirst" : "untilLast",
             term.negated ? "!(" + condition + ")" : condition);
      continue;
    }
    const auto *binary = llvm::cast<clang::BinaryOperator>(term.condition);
    std::string left = writing.textOf(*binary->getLHS()), right = writing.textOf(*binary->getRHS());
    if (term.mirrored)
      std::swap(left, right);
    search("fromFirst", "(" + left + ") >= (" + right + ")");
    search("untilLast", "(" + left + ") <= (" + right + ")");
  }
}

/// Indices of a type that may wrap around become a signed base and the counter.
void RegionWriter::widenIndices(const clang::Stmt *statement) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return;
  // What a vote takes is evaluated before.
  if (llvm::any_of(writing.shape.votes, [&](const Vote &vote) { return vote.call == statement; }))
    return;
  if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(statement)) {
    const clang::Expr *index = subscript->getRHS();
    clang::QualType type = index->IgnoreParenImpCasts()->getType();
    std::optional<TextRange> range = writing.text.rangeOf(*index);
    if (range && !type->isDependentType() && type->isUnsignedIntegerType() &&
        writing.facts.ast.getTypeSize(type) == 32 && !writing.text.isEdited(*range) &&
        rows.isTotal(*index) && rows.classOf(*index->IgnoreParenImpCasts()) == RowClass::Step) {
      std::string text = writing.textOf(*index);
      std::string &base = indexBases[text];
      if (base.empty()) {
        base = "spn_w" + std::to_string(indexBases.size());
        rowStart += "const long " + base + " = static_cast<long>(" + text +
                    "); spn_n = ::spn::detail::room(" + text + ", spn_n);\n";
      }
      usesRows = true;
      edits.push_back({*range, base + " + spn_k"});
    }
  }
  for (const clang::Stmt *child : statement->children())
    widenIndices(child);
}

/// What a thread declares before the region's own statements.
std::string RegionWriter::threadDeclarations() {
  std::string result;
  for (const clang::DeclStmt *statement : again) {
    bool starts = usesRows && startingRow.contains(statement), same = starts;
    LocalEdits steps;
    for (const clang::Decl *decl : statement->decls()) {
      const auto *variable = llvm::cast<clang::VarDecl>(decl);
      if (!starts || rows.classOf(variable) == RowClass::Same)
        continue;
      same = false;
      if (std::optional<TextRange> range = writing.text.rangeOf(*variable->getInit());
          range && rows.classOf(variable) == RowClass::Step)
        steps.push_back({*range, "spn_b_" + variable->getNameAsString() + " + spn_k"});
    }
    if (!same)
      result += writing.textOf(*statement, steps) + "\n";
  }
  return result;
}

/// Around loops over the lanes: the rows of the block, in stretches where indices do not wrap.
std::string RegionWriter::rowLoop(const std::string &lanes) {
  std::string result = "for (::spn::detail::Rows spn_r(blockDim); spn_r.more(); spn_r.next()) {\n";
  if (usesRows || hasInterchange) {
    result += "for (int spn_x0 = 0, spn_n = 0; spn_x0 < spn_r.width; spn_x0 += spn_n) {\n"
              "spn_n = spn_r.width - spn_x0; { constexpr int spn_k = 0; SPN_ROW_THREAD\n";
    if (hasInterchange)
      result += "if (spn_n > ::spn::detail::rowLanes) spn_n = ::spn::detail::rowLanes;\n";
    result += rowStart;
  } else {
    result += "{ constexpr int spn_x0 = 0; { const int spn_n = spn_r.width;\n";
  }
  result += "int spn_lo = 0, spn_hi = spn_n; (void)spn_lo;\n" + guards;
  if (writing.isCounting())
    return result + "const int spn_from = spn_r.first + spn_x0;\nfor (::spn::detail::Run spn_q(" +
           writing.mask() +
           ", spn_from + spn_lo, spn_from + spn_hi); spn_q.next();) {\n"
           "const int spn_lo = spn_q.low - spn_from, spn_hi = spn_q.high - spn_from;\n" +
           lanes + "} } } }\n";
  return result + lanes + "} } }\n";
}

std::string RegionWriter::laneLoop(const Traffic &traffic, const std::string &body) {
  std::string result;
  if (!hasHazard)
    result += "SPN_INDEPENDENT ";
  result += "for (int spn_k = spn_lo; spn_k < spn_hi; ++spn_k) {\nSPN_ROW_THREAD\n"
            "const int spn_t = spn_r.first + spn_x0 + spn_k; (void)spn_t;\n";
  if (needsIndex)
    result += "::spn::detail::enterThread(threadIdx, spn_t);\n";
  std::string copies, results;
  for (const clang::VarDecl *variable : mixed) {
    std::string name = variable->getNameAsString();
    copies += "auto " + name + " = ::spn::detail::copyOf(spn_c_" + name + ");\n";
    results += "spn_o_" + name + " = " + name + ";\n";
  }
  result += threadDeclarations() + copies + loads(traffic);
  if (hasReturn)
    result += "[&]() SPN_ALWAYS_INLINE -> void {\n";
  result += body + storesOfDeclared(traffic) + results;
  if (hasReturn)
    result += "}();\n";
  return result + storesOfChanged(traffic) + "}\n";
}

std::string RegionWriter::statements(const std::vector<const clang::Stmt *> &statements) {
  ++writing.form.regions;
  collect(statements);
  Statements rest = statements;
  findMixed(statements);
  takeLeading(rest);
  hasReturn = false;
  for (const clang::Stmt *statement : rest) {
    scanHazards(statement);
    widenIndices(statement);
    editJumps(statement);
    writing.addVoteEdits(*statement, edits);
  }
  editAliases(rest);
  writing.form.bounded += !guards.empty();
  if (mayInterchange(rest)) {
    ++writing.form.interchanged;
    return rowLoop(interchanged(rest));
  }
  std::string body = pieces(rest);
  std::string result = withMixed(rowLoop(laneLoop(trafficOf(rest), body)));
  if (hasReturn && writing.hasAlive)
    result += "if (!spn_m0.any()) return;\n";
  return result;
}

std::string RegionWriter::expressions(const std::vector<Piece> &pieces) {
  ++writing.form.regions;
  Statements list;
  for (const Piece &piece : pieces)
    list.push_back(piece.expression);
  collect(list);
  std::string body;
  for (const Piece &piece : pieces) {
    LocalEdits votes;
    writing.addVoteEdits(*piece.expression, votes);
    body += piece.before + writing.textOf(*piece.expression, votes) + piece.after;
  }
  return rowLoop(laneLoop(trafficOf(list), body));
}

std::string RegionWriter::typical(const clang::Expr &expression) {
  collect({&expression});
  std::string body = threadDeclarations() + loads(trafficOf({&expression}));
  return "[&](int spn_t) { (void)spn_t; const uint3 threadIdx = "
         "::spn::detail::indexOf(blockDim, spn_t); (void)threadIdx;\n" +
         body + "return " + writing.textOf(expression) + "; }";
}

std::string RegionWriter::expression(const clang::Expr &expression, const std::string &before,
                                     const std::string &after) {
  ++writing.form.regions;
  collect({&expression});
  hasHazard = true; // a sum over the threads
  LocalEdits votes;
  writing.addVoteEdits(expression, votes);
  return rowLoop(
      laneLoop(trafficOf({&expression}), before + writing.textOf(expression, votes) + after));
}

std::string RegionWriter::representative(const clang::Expr &condition) {
  collect({&condition});
  LocalEdits votes;
  writing.addVoteEdits(condition, votes);
  std::string text = writing.textOf(condition, votes);
  Traffic traffic = trafficOf({&condition});
  if (again.empty() && traffic.entering.empty())
    return text;
  // With nobody here there is no condition.
  std::string some = writing.masks.isParted() ? writing.mask() + ".any() && " : "";
  return some + "[&]() SPN_ALWAYS_INLINE -> bool { const int spn_t = " +
         (writing.isCounting() ? writing.mask() + ".first()" : "0") +
         "; const uint3 threadIdx = ::spn::detail::indexOf(blockDim, spn_t); (void)threadIdx;\n" +
         threadDeclarations() + loads(traffic) + "return static_cast<bool>(" + text + "); }()";
}

} // namespace sampan::host
