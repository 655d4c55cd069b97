// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/region.h"

#include "rewriters/lowering/host/group_indices.h"
#include "rewriters/lowering/host/shared_atomics.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

namespace sampan::host {

void Writing::fail(std::string what, clang::SourceLocation at) {
  if (!failed())
    obstacle = {std::move(what), at};
}

void Writing::findDeclarations() {
  std::vector<const clang::Stmt *> work = {facts.kernel.getBody()};
  while (!work.empty()) {
    const clang::Stmt *statement = work.back();
    work.pop_back();
    if (const auto *found = llvm::dyn_cast<clang::DeclStmt>(statement))
      for (const clang::Decl *decl : found->decls())
        if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl))
          declarations[variable] = found;
    for (const clang::Stmt *child : statement->children())
      if (child)
        work.push_back(child);
  }
}

std::string Writing::textOf(const clang::Stmt &statement, const LocalEdits &edits) {
  std::optional<TextRange> range = text.rangeOf(statement);
  std::optional<std::string> found =
      range ? text.text(*range, edits) : text.expansion(statement.getSourceRange(), edits);
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
    // Groups count where something is left that names them.
    needsIndex |=
        writing.shape.indexInCallees && !isAgainGroup(*statement) && asksForIndex(statement);
  }
  for (const clang::DeclStmt *statement : again)
    needsIndex |= writing.shape.indexInCallees && asksForIndex(statement);
  llvm::sort(again, [](const clang::DeclStmt *a, const clang::DeclStmt *b) {
    return a->getBeginLoc() < b->getBeginLoc();
  });
}

static bool returns(const clang::Stmt *statement) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return false;
  return llvm::isa<clang::ReturnStmt>(statement) || llvm::any_of(statement->children(), returns);
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
  if (const auto *expression = llvm::dyn_cast<clang::Expr>(statement))
    if (groupIndexOf(*expression))
      return;
  if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(statement))
    if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
        variable && writing.shape.storageOf(variable) == Storage::Again &&
        !(isGroupType(variable->getType()) && isInVote(name)))
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

std::string RegionWriter::statements(const std::vector<const clang::Stmt *> &statements) {
  ++writing.form.regions;
  collect(statements);
  Statements rest = statements;
  findMixed(statements);
  endWithTiles(statements);
  takeLeading(rest);
  hasReturn = llvm::any_of(rest, returns);
  for (const clang::Stmt *statement : rest) {
    editExchanges(statement);
    widenIndices(statement);
    editJumps(statement);
    writing.addVoteEdits(*statement, edits);
    addSharedAtomicEdits(*statement, writing.facts, writing.text, edits);
  }
  editAliases(rest);
  ahead = blocksAhead(rest);
  writing.form.bounded += !guards.empty();
  Pieces plan;
  if (!hasReturn && mixed.empty())
    plan = planOf(rest);
  bool isPlain = plan.empty() || (plan.size() == 1 && plan.front().kind == Piece::Lanes);
  bool isApart = !isPlain && keepAcross(plan);
  writing.form.interchanged += isApart && (loopsUniformly || loopsStrided);
  if (isApart)
    editCalls(plan);
  auto lanes = [&] { return isApart ? textOf(plan) : lanesText(rest); };
  std::string even = lanes();
  forgetPeriods();
  std::string uneven = periodic.empty() ? "" : lanes();
  if (!uneven.empty() && isPlain)
    uneven = inBatches(rest, uneven);
  std::string result = withMixed(rowLoop(even, uneven));
  if ((hasReturn || leavesAtStart) && writing.hasAlive)
    result += "if (!spn_m0.any()) return;\n";
  return result;
}

std::string RegionWriter::expressions(const std::vector<Work> &work) {
  ++writing.form.regions;
  Statements list;
  for (const Work &part : work)
    list.push_back(part.expression);
  collect(list);
  std::string body;
  for (const Work &part : work) {
    LocalEdits votes;
    writing.addVoteEdits(*part.expression, votes);
    body += part.before + writing.textOf(*part.expression, votes) + part.after;
  }
  return rowLoop(laneLoop(list, body, !hasHazard(list)), "");
}

std::string RegionWriter::typical(const clang::Expr &expression, const std::string &before,
                                  const std::string &after) {
  collect({&expression});
  LocalEdits votes;
  // Of a vote itself it is the call that has the type.
  if (llvm::none_of(writing.shape.votes,
                    [&](const Vote &vote) { return vote.call == &expression; }))
    writing.addVoteEdits(expression, votes);
  std::string body = threadDeclarations() + loads(trafficOf({&expression}));
  return "[&](int spn_t) { (void)spn_t; const uint3 threadIdx = "
         "::spn::detail::indexOf(blockDim, spn_t); (void)threadIdx;\n" +
         body + "return " + before + writing.textOf(expression, votes) + after + "; }";
}

std::string RegionWriter::expression(const clang::Expr &expression, const std::string &before,
                                     const std::string &after) {
  ++writing.form.regions;
  collect({&expression});
  LocalEdits votes;
  writing.addVoteEdits(expression, votes);
  // A sum over the threads: they do not run together.
  return rowLoop(laneLoop({&expression}, before + writing.textOf(expression, votes) + after, false),
                 "");
}

std::string RegionWriter::representative(const clang::Expr &condition) {
  collect({&condition});
  LocalEdits votes;
  writing.addVoteEdits(condition, votes);
  std::string text = writing.textOf(condition, votes);
  Traffic traffic = trafficOf({&condition});
  if (again.empty() && traffic.entering.empty() && !namesGroupIndex(&condition))
    return text;
  // With nobody here there is no condition.
  std::string some = writing.masks.isParted() ? writing.mask() + ".any() && " : "";
  return some + "[&]() SPN_ALWAYS_INLINE -> bool { const int spn_t = " +
         (writing.isCounting() ? writing.mask() + ".first()" : "0") +
         "; const uint3 threadIdx = ::spn::detail::indexOf(blockDim, spn_t); (void)threadIdx;\n" +
         threadDeclarations() + loads(traffic) + "return static_cast<bool>(" + text + "); }()";
}

} // namespace sampan::host
