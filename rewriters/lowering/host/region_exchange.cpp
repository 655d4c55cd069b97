// SPDX-License-Identifier: Apache-2.0
// A step that changes elements of a block's own arrays or leaves them, depending on what they are:
//
//   order(own[i], own[i + d], up);      or      if (own[i] > own[i + d]) { ... exchange ... }
//   ->  { auto a = own[i]; auto b = own[i + d]; order(a, b, up); own[i] = a; own[i + d] = b; }
//
// Without the condition around the stores, compilers choose between values instead of jumping, and
// make vectors. The thread gets at the elements anyway, so they exist; and no other thread may get
// at them between two barriers while this one may write, so nobody sees that what did not change
// is stored again. That holds for shared memory only, where other blocks never are.
#include "rewriters/lowering/host/region.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

namespace sampan::host {
namespace {

/// The shared array of the kernel's own that an element is part of.
const clang::VarDecl *ownArrayOf(const clang::ArraySubscriptExpr &element) {
  const clang::Expr *base = element.getBase()->IgnoreParenImpCasts();
  while (const auto *outer = llvm::dyn_cast<clang::ArraySubscriptExpr>(base))
    base = outer->getBase()->IgnoreParenImpCasts();
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(base);
  const auto *variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  bool isOwn = variable && variable->hasAttr<clang::CUDASharedAttr>() &&
               variable->isStaticLocal() && !variable->hasExternalStorage() &&
               variable->getType()->isConstantArrayType();
  return isOwn ? variable : nullptr;
}

bool isPlainNumber(clang::QualType type) {
  return !type.isNull() && !type->isDependentType() && !type.isVolatileQualified() &&
         type->isArithmeticType();
}

class ExchangeReader {
public:
  ExchangeReader(const Writing &writing, const Rows &rows) : writing(writing), rows(rows) {}

  std::vector<ExchangedElement> elements;

  bool read(const clang::Stmt &statement) {
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(&statement))
      return readBranch(*branch);
    const auto *expression = llvm::dyn_cast<clang::Expr>(&statement);
    const auto *call =
        expression ? llvm::dyn_cast<clang::CallExpr>(expression->IgnoreParens()) : nullptr;
    return call && readCall(*call);
  }

  /// What has to differ from zero for the elements to be different ones; nothing where that cannot
  /// be told.
  std::optional<std::vector<std::string>> distances() const {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < elements.size(); ++i)
      for (std::size_t j = i + 1; j < elements.size(); ++j) {
        if (elements[i].array != elements[j].array)
          continue;
        std::optional<std::string> distance = distanceBetween(elements[i], elements[j]);
        if (!distance)
          distance = distanceBetween(elements[j], elements[i]);
        if (!distance)
          return std::nullopt;
        result.push_back(*distance);
      }
    return result;
  }

private:
  std::optional<std::string> textOf(const clang::Stmt &part) const {
    std::optional<TextRange> range = writing.text.rangeOf(part);
    return range && !writing.text.isEdited(*range) ? writing.text.text(*range) : std::nullopt;
  }

  bool add(const clang::ArraySubscriptExpr &element) {
    const clang::VarDecl *array = ownArrayOf(element);
    std::optional<std::string> text = textOf(element);
    if (!array || !text || !isPlainNumber(element.getType()) || !hasPlainIndices(element))
      return false;
    for (const ExchangedElement &known : elements)
      if (known.text == *text)
        return true;
    elements.push_back({&element, array, *text});
    return true;
  }

  /// Evaluating the indices twice gives the same.
  bool hasPlainIndices(const clang::ArraySubscriptExpr &element) const {
    const clang::Expr *at = &element;
    while (const auto *outer = llvm::dyn_cast<clang::ArraySubscriptExpr>(at)) {
      if (!isPlainIndex(*outer->getIdx()))
        return false;
      at = outer->getBase()->IgnoreParenImpCasts();
    }
    return true;
  }

  bool isPlainIndex(const clang::Stmt &index) const {
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(&index);
        unary && (unary->isIncrementDecrementOp() || unary->getOpcode() == clang::UO_Deref))
      return false;
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&index);
        binary && binary->isAssignmentOp())
      return false;
    return !llvm::isa<clang::CallExpr, clang::ArraySubscriptExpr>(index) &&
           llvm::all_of(index.children(),
                        [&](const clang::Stmt *child) { return child && isPlainIndex(*child); });
  }

  /// Elements go in by reference, and nothing else by which the function could get at them.
  bool readCall(const clang::CallExpr &call) {
    const clang::FunctionDecl *callee = call.getDirectCallee();
    if (!callee || llvm::isa<clang::CXXMethodDecl>(callee) || callee->isVariadic() ||
        !callee->getReturnType()->isVoidType() || !callee->isDefined() ||
        !callee->hasAttr<clang::CUDADeviceAttr>() || callee->getNumParams() != call.getNumArgs())
      return false;
    Effects does = writing.facts.effects.ofCall(call);
    if (does.syncs() || does.waits || does.opaque || does.atomics || does.print ||
        does.threadIndex || does.addressSpace || does.sharedBits)
      return false;
    for (unsigned i = 0; i < call.getNumArgs(); ++i) {
      clang::QualType type = callee->getParamDecl(i)->getType();
      const clang::Expr &argument = *call.getArg(i);
      if (!type->isReferenceType()) {
        if (!isPlainNumber(type) || hasElements(argument))
          return false;
        continue;
      }
      const auto *element =
          llvm::dyn_cast<clang::ArraySubscriptExpr>(argument.IgnoreParenImpCasts());
      if (!type->isLValueReferenceType() || !element || !add(*element) ||
          !writing.facts.ast.hasSameUnqualifiedType(type.getNonReferenceType(), element->getType()))
        return false;
    }
    return !elements.empty();
  }

  static bool hasElements(const clang::Stmt &part) {
    return llvm::isa<clang::ArraySubscriptExpr>(part) ||
           llvm::any_of(part.children(),
                        [](const clang::Stmt *child) { return child && hasElements(*child); });
  }

  /// All that is written is looked at in the condition, too, by every thread that comes here.
  bool readBranch(const clang::IfStmt &branch) {
    if (branch.getElse() || branch.getInit() || branch.getConditionVariable() ||
        branch.isConstexpr() || !addAll(*branch.getCond()) || elements.empty())
      return false;
    const std::size_t looked = elements.size();
    bool writes = false;
    return isExchange(*branch.getThen(), writes) && elements.size() == looked && writes;
  }

  bool addAll(const clang::Stmt &condition) {
    if (const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(&condition))
      return add(*element);
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&condition);
        binary && (binary->isLogicalOp() || binary->isAssignmentOp() || binary->isCommaOp()))
      return false;
    if (llvm::isa<clang::CallExpr, clang::ConditionalOperator, clang::LambdaExpr>(condition))
      return false;
    return llvm::all_of(condition.children(),
                        [&](const clang::Stmt *child) { return child && addAll(*child); });
  }

  /// Assignments to such elements and to numbers of the thread's own, made of the like.
  bool isExchange(const clang::Stmt &part, bool &writes) {
    if (const auto *list = llvm::dyn_cast<clang::CompoundStmt>(&part))
      return llvm::all_of(list->body(),
                          [&](const clang::Stmt *inner) { return isExchange(*inner, writes); });
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(&part))
      return llvm::all_of(declarations->decls(), [&](const clang::Decl *decl) {
        const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
        return variable && variable->hasInit() && isPlainNumber(variable->getType()) &&
               !variable->isStaticLocal() && isValue(*variable->getInit());
      });
    const auto *assign = llvm::dyn_cast<clang::BinaryOperator>(&part);
    if (!assign || assign->getOpcode() != clang::BO_Assign)
      return false;
    const auto *element =
        llvm::dyn_cast<clang::ArraySubscriptExpr>(assign->getLHS()->IgnoreParens());
    writes |= element != nullptr;
    return element && add(*element) && isValue(*assign->getRHS());
  }

  bool isValue(const clang::Stmt &value) {
    if (const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(&value))
      return add(*element);
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&value);
        binary && binary->isAssignmentOp())
      return false;
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(&value);
        unary && (unary->isIncrementDecrementOp() || unary->getOpcode() == clang::UO_Deref))
      return false;
    return !llvm::isa<clang::CallExpr, clang::LambdaExpr>(value) &&
           llvm::all_of(value.children(),
                        [&](const clang::Stmt *child) { return child && isValue(*child); });
  }

  /// `to` is x[i + D] where `from` is x[i]: D.
  std::optional<std::string> distanceBetween(const ExchangedElement &from,
                                             const ExchangedElement &to) const {
    const clang::Expr *base = from.element->getBase()->IgnoreParenImpCasts();
    if (!llvm::isa<clang::DeclRefExpr>(base) ||
        !llvm::isa<clang::DeclRefExpr>(to.element->getBase()->IgnoreParenImpCasts()))
      return std::nullopt;
    const auto *sum =
        llvm::dyn_cast<clang::BinaryOperator>(to.element->getIdx()->IgnoreParenImpCasts());
    if (!sum || !sum->isAdditiveOp())
      return std::nullopt;
    std::optional<std::string> start = textOf(*from.element->getIdx());
    std::optional<std::string> left = textOf(*sum->getLHS());
    std::optional<std::string> right = textOf(*sum->getRHS());
    if (!start || !left || !right)
      return std::nullopt;
    if (*left == *start && rows.isCommon(*sum->getRHS()) && rows.isTotal(*sum->getRHS()))
      return right;
    bool adds = sum->getOpcode() == clang::BO_Add;
    return adds && *right == *start && rows.isCommon(*sum->getLHS()) && rows.isTotal(*sum->getLHS())
               ? left
               : std::nullopt;
  }

  const Writing &writing;
  const Rows &rows;
};

void collectElements(const clang::Stmt &part,
                     std::vector<const clang::ArraySubscriptExpr *> &found) {
  if (const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(&part)) {
    found.push_back(element);
    return;
  }
  for (const clang::Stmt *child : part.children())
    if (child)
      collectElements(*child, found);
}

} // namespace

/// Replaces the step; true when it is one.
bool RegionWriter::editExchange(const clang::Stmt &statement) {
  ExchangeReader reader(writing, rows);
  std::optional<TextRange> range = writing.text.statementRange(statement);
  bool votes = llvm::any_of(writing.shape.votes, [&](const Vote &vote) {
    return writing.facts.uses.isInside(vote.call, &statement);
  });
  if (!range || votes || writing.text.isEdited(*range) || !reader.read(statement))
    return false;
  std::optional<std::vector<std::string>> distances = reader.distances();
  std::optional<std::string> original = writing.text.text(*range);
  if (!distances || !original)
    return false;
  std::string before, after, same;
  for (std::size_t i = 0; i < reader.elements.size(); ++i) {
    const std::string name = "spn_e" + std::to_string(i);
    before += "auto " + name + " = " + reader.elements[i].text + "; ";
    after += " " + reader.elements[i].text + " = " + name + ";";
  }
  LocalEdits names;
  std::vector<const clang::ArraySubscriptExpr *> found;
  collectElements(statement, found);
  for (const clang::ArraySubscriptExpr *element : found) {
    std::optional<TextRange> at = writing.text.rangeOf(*element);
    std::optional<std::string> text = at ? writing.text.text(*at) : std::nullopt;
    for (std::size_t i = 0; i < reader.elements.size(); ++i)
      if (text == reader.elements[i].text)
        names.push_back({*at, "spn_e" + std::to_string(i)});
  }
  std::optional<std::string> changed = writing.text.text(*range, names);
  if (names.size() != found.size() || !changed)
    return false;
  for (const std::string &distance : *distances)
    same += (same.empty() ? "" : " || ") + std::string("(") + distance + ") == 0";
  std::string text = "{ " + before + *changed + after + " }";
  if (!same.empty())
    text = "if (" + same + ") {\n" + *original + "\n} else " + text;
  edits.push_back({*range, text});
  for (const ExchangedElement &element : reader.elements)
    exchanged.push_back({&statement, element.element});
  exchangeSteps.push_back({&statement, reader.elements, *distances, *changed});
  return true;
}

/// Looks for such steps where statements stand.
void RegionWriter::editExchanges(const clang::Stmt *statement) {
  if (!statement || editExchange(*statement))
    return;
  if (const auto *list = llvm::dyn_cast<clang::CompoundStmt>(statement)) {
    for (const clang::Stmt *inner : list->body())
      editExchanges(inner);
  } else if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement)) {
    editExchanges(branch->getThen());
    editExchanges(branch->getElse());
  } else if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(statement)) {
    editExchanges(loop->getBody());
  }
}

/// Whether the whole of the statement has been replaced.
bool RegionWriter::isExchange(const clang::Stmt *statement) const {
  return llvm::any_of(exchanged, [&](const auto &entry) { return entry.first == statement; });
}

/// Whether each thread of the row has elements of its own there. Where neighbours might share one,
/// they take their turns.
bool RegionWriter::exchangesApart(const clang::Stmt *statement) const {
  return llvm::all_of(exchanged, [&](const auto &entry) {
    if (!writing.facts.uses.isInside(entry.first, statement))
      return true;
    if (rows.slopeOf(*entry.second->getIdx()).value_or(0) == 0)
      return false;
    const clang::Expr *base = entry.second->getBase()->IgnoreParenImpCasts();
    while (const auto *outer = llvm::dyn_cast<clang::ArraySubscriptExpr>(base)) {
      if (!rows.isCommon(*outer->getIdx()))
        return false;
      base = outer->getBase()->IgnoreParenImpCasts();
    }
    return true;
  });
}

} // namespace sampan::host
