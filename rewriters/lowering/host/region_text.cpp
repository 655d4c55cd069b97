// SPDX-License-Identifier: Apache-2.0
// The text of a region: pieces of the kernel with their lines, and what takes values from arrays
// and puts them back.
#include "rewriters/lowering/host/group_indices.h"
#include "rewriters/lowering/host/region.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

#include <algorithm>

namespace sampan::host {

std::string RegionWriter::loads(const Traffic &traffic) const {
  std::string result;
  for (const clang::VarDecl *variable : traffic.entering) {
    std::string name = variable->getNameAsString();
    bool parameter = llvm::isa<clang::ParmVarDecl>(variable);
    if (parameter && writing.onlyRegion)
      result += "auto " + name + " = ::spn::detail::copyOf(spn_p_" + name + ");\n";
    else if (writing.shape.storageOf(variable) == Storage::Alias)
      result += "auto &" + name + " = " + (writing.shape.pointed.contains(variable) ? "*" : "") +
                "spn_s_" + name + "[spn_t];\n";
    else
      result += "auto " + name + " = spn_s_" + name + ".get(spn_t);\n";
  }
  return result;
}

std::string RegionWriter::store(const clang::VarDecl &variable) const {
  bool parameter = llvm::isa<clang::ParmVarDecl>(variable) && writing.onlyRegion;
  if (writing.shape.storageOf(&variable) != Storage::Carried || parameter)
    return {};
  const std::string name = variable.getNameAsString();
  return "spn_s_" + name + ".set(spn_t, " + name + ");\n";
}

std::string RegionWriter::storesOfChanged(const Traffic &traffic) const {
  std::string result;
  for (const clang::VarDecl *variable : traffic.entering)
    if (traffic.changed.contains(variable))
      result += store(*variable);
  return result;
}

std::string RegionWriter::storesOfDeclared(const Traffic &traffic) const {
  std::string result;
  for (const clang::VarDecl *variable : traffic.declared)
    result += store(*variable);
  return result;
}

/// `T x[2] = {...};` whose address is taken: declared under another name, then kept in the array.
void RegionWriter::editAliases(const Statements &rest) {
  for (const clang::Stmt *statement : rest) {
    const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement);
    if (!declarations)
      continue;
    std::string after;
    for (const clang::Decl *decl : declarations->decls()) {
      const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
      if (!variable || writing.shape.storageOf(variable) != Storage::Alias)
        continue;
      std::optional<TextRange> range = writing.text.rangeOf(variable->getLocation());
      // Under its other name what is declared after it does not find it.
      const LocalVariable *local = writing.facts.uses.find(variable);
      const bool isNamed = local && llvm::any_of(local->uses, [&](const LocalUse &use) {
                             return writing.facts.uses.isInside(use.name, statement);
                           });
      if (!range || (isNamed && variable->hasInit()))
        return writing.fail("a declaration of several variables, one of them reached by address",
                            statement->getBeginLoc());
      std::string name = variable->getNameAsString();
      edits.push_back({*range, "spn_i_" + name});
      after += " auto &" + name + " = spn_s_" + name + "[spn_t];";
      if (variable->hasInit())
        after += " ::spn::detail::keep(" + name + ", spn_i_" + name + ");";
    }
    std::optional<TextRange> range = writing.text.statementRange(*statement);
    if (after.empty())
      continue;
    if (!range)
      return writing.fail("code that a macro makes, next to a barrier", statement->getBeginLoc());
    edits.push_back({{range->end, range->end}, after});
  }
}

void RegionWriter::editJumps(const clang::Stmt *statement, bool inLoop, bool inSwitch) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return;
  if (llvm::isa<clang::ReturnStmt>(statement)) {
    if (writing.hasAlive)
      editJump(*statement, MaskStack::Return);
  } else if (llvm::isa<clang::BreakStmt>(statement) && !inLoop && !inSwitch) {
    editJump(*statement, MaskStack::Break);
  } else if (llvm::isa<clang::ContinueStmt>(statement) && !inLoop) {
    editJump(*statement, MaskStack::Continue);
  }
  inLoop |=
      llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt, clang::CXXForRangeStmt>(statement);
  inSwitch |= llvm::isa<clang::SwitchStmt>(statement);
  for (const clang::Stmt *child : statement->children())
    editJumps(child, inLoop, inSwitch);
}

/// The thread goes out of the sets, and its part of the region ends.
void RegionWriter::editJump(const clang::Stmt &jump, MaskStack::Jump kind) {
  std::optional<TextRange> range = writing.text.rangeOf(jump.getBeginLoc());
  if (!range)
    return writing.fail("a jump that a macro makes", jump.getBeginLoc());
  hasReturn = true;
  std::string leave = "return ::spn::detail::leave(spn_t, " + writing.masks.leftBy(kind) + ")";
  const auto *result = llvm::dyn_cast<clang::ReturnStmt>(&jump);
  if (!result || !result->getRetValue()) {
    edits.push_back({*range, leave});
    return;
  }
  std::optional<TextRange> value = writing.text.rangeOf(*result->getRetValue());
  if (!value)
    return writing.fail("a return that a macro makes", jump.getBeginLoc());
  edits.push_back({*range, "{ spn_result[spn_t] ="});
  edits.push_back({{value->end, value->end}, "; " + leave + "; }"});
}

/// Whether something that the statement calls, but for what is worked out before, looks at the
/// index.
bool RegionWriter::asksForIndex(const clang::Stmt *statement) const {
  if (!statement)
    return false;
  // What a template leaves open may be anything.
  if (llvm::isa<clang::CXXUnresolvedConstructExpr>(statement))
    return true;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement)) {
    if (groupIndexOf(*call) ||
        llvm::any_of(writing.shape.votes, [&](const Vote &vote) { return vote.call == call; }))
      return false;
    // A dependent call is what the instantiations call; where none tells, it may be anything.
    const Effects does = writing.facts.effects.ofCall(*call);
    if (does.threadIndex || (call->getCallee()->isTypeDependent() && does.opaque))
      return true;
  } else if (llvm::isa<clang::CXXConstructExpr, clang::LambdaExpr, clang::DeclStmt>(statement)) {
    if (llvm::isa<clang::DeclStmt>(statement) && namesGroupIndex(statement))
      return llvm::any_of(statement->children(),
                          [&](const clang::Stmt *child) { return asksForIndex(child); });
    bool has = llvm::any_of(writing.shape.votes, [&](const Vote &vote) {
      return writing.facts.uses.isInside(vote.call, statement);
    });
    if (!has)
      return writing.facts.effects.ofStatement(*statement).threadIndex;
  }
  return llvm::any_of(statement->children(),
                      [&](const clang::Stmt *child) { return asksForIndex(child); });
}

/// The text of statements, with the lines it came from.
std::string RegionWriter::pieces(const Statements &rest) {
  auto piece = [&](TextRange range) -> std::string {
    LocalEdits inside;
    auto isIn = [](TextRange at, TextRange around) {
      return around.begin <= at.begin && at.end <= around.end;
    };
    auto isCalled = [&](const LocalEdit &edit) {
      return llvm::any_of(callEdits, [&](const LocalEdit &call) { return isIn(edit.at, call.at); });
    };
    for (const LocalEdit &edit : edits)
      if (isIn(edit.at, range) && !isCalled(edit))
        inside.push_back(edit);
    for (const LocalEdit &call : callEdits)
      if (isIn(call.at, range))
        inside.push_back(call);
    std::optional<std::string> text = writing.text.text(range, inside);
    if (!text) {
      writing.fail("text that cannot be taken apart", all.front()->getBeginLoc());
      return {};
    }
    const std::string line =
        writing.hasLines ? "\n#line " + std::to_string(writing.text.lineOf(range.begin)) : "";
    return line + "\n" + *text + "\n";
  };
  if (rest.empty())
    return {};
  std::optional<TextRange> first = writing.text.statementRange(*rest.front());
  std::optional<TextRange> last = writing.text.statementRange(*rest.back());
  if (first && last && first->begin <= last->begin &&
      !writing.text.hasDirective({first->begin, last->end}) && isContiguous(rest))
    return piece({first->begin, last->end});
  std::string result;
  for (const clang::Stmt *statement : rest) {
    if (std::optional<TextRange> range = writing.text.statementRange(*statement))
      result += piece(*range);
    else
      result += writing.textOf(*statement, edits) + ";\n";
  }
  return result;
}

/// Nothing else stands between the statements.
bool RegionWriter::isContiguous(const Statements &rest) const {
  const auto *list =
      llvm::dyn_cast_or_null<clang::CompoundStmt>(writing.facts.uses.parentOf(rest.front()));
  if (!list)
    return rest.size() == 1;
  const std::vector<const clang::Stmt *> elements = ListStructure::statementsOf(list);
  auto at = std::find(elements.begin(), elements.end(), rest.front());
  for (const clang::Stmt *statement : rest)
    if (at == elements.end() || *at++ != statement)
      return false;
  return true;
}

} // namespace sampan::host
