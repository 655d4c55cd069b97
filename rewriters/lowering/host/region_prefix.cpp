// SPDX-License-Identifier: Apache-2.0
// Rounds in which each thread adds what the thread 1, 2, 4, ... places before it has
//
//   for (int offset = 1; offset < blockDim.x; offset *= 2) {
//     int add = t >= offset ? sums[t - offset] : 0;
//     __syncthreads();
//     sums[t] += add;
//     __syncthreads();
//   }
//
// leave in each element what it and all before it have together. For integers, whose sums do not
// depend on where brackets stand, that is one pass over the elements. What the two halves of a
// round do is worked out for a thread that has such a neighbour and for one that has none, so that
// it does not matter how they are written. That the distances are 1, 2, 4, ... up to the block's
// size, and that element t is thread t's, is found out when the kernel runs; else the rounds run as
// they are.
#include "rewriters/lowering/host/region.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"

#include <memory>

namespace sampan::host {
namespace {

using Statements = std::vector<const clang::Stmt *>;

/// What a variable or an element is at some point of a round.
struct RoundValue {
  enum Kind {
    Unknown,
    Own,   ///< what the thread's element was before the round
    Other, ///< what the other thread's was
    Number,
    Sum, ///< `operation` of two others
  };
  Kind kind = Unknown;
  std::uint64_t number = 0;
  clang::BinaryOperatorKind operation = clang::BO_Add;
  std::shared_ptr<const RoundValue> left, right;
};

/// What a round leaves in a thread's element, provided that the thread has a neighbour at that
/// distance, or that it has none.
class RoundEvaluation {
public:
  RoundEvaluation(const Writing &writing, const clang::VarDecl &offset, bool hasOther)
      : writing(writing), offset(offset), hasOther(hasOther) {}

  const clang::DeclRefExpr *array = nullptr;
  const clang::Expr *place = nullptr; ///< which element is the thread's own
  std::vector<const clang::VarDecl *> variables;

  /// Unknown where a statement is none that this class can follow.
  RoundValue run(const Statements &before, const Statements &after) {
    element.kind = RoundValue::Own;
    for (const Statements *half : {&before, &after}) {
      mayRead = half == &before;
      for (const clang::Stmt *statement : *half)
        if (!follow(*statement))
          return {};
    }
    return wrote || !hasOther ? element : RoundValue();
  }

private:
  std::optional<std::string> textOf(const clang::Stmt &part) const {
    std::optional<TextRange> range = writing.text.rangeOf(part);
    return range && !writing.text.isEdited(*range) ? writing.text.text(*range) : std::nullopt;
  }

  bool isOffset(const clang::Expr &expression) const {
    const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(expression.IgnoreParenImpCasts());
    return name && name->getDecl() == &offset;
  }

  /// The same place as everywhere else.
  bool isPlace(const clang::Expr &expression) {
    const clang::Expr &plain = *expression.IgnoreParenImpCasts();
    if (!place)
      place = &plain;
    std::optional<std::string> text = textOf(plain);
    return text && text == textOf(*place);
  }
  bool isOtherPlace(const clang::Expr &expression) {
    const auto *minus = llvm::dyn_cast<clang::BinaryOperator>(expression.IgnoreParenImpCasts());
    return minus && minus->getOpcode() == clang::BO_Sub && isOffset(*minus->getRHS()) &&
           isPlace(*minus->getLHS());
  }

  /// PLACE >= offset, in one of the ways to write it.
  bool isGuard(const clang::Expr &condition) {
    const auto *compare = llvm::dyn_cast<clang::BinaryOperator>(condition.IgnoreParenImpCasts());
    if (!compare)
      return false;
    const clang::Expr &left = *compare->getLHS(), &right = *compare->getRHS();
    if (compare->getOpcode() == clang::BO_GE) {
      const auto *zero = llvm::dyn_cast<clang::IntegerLiteral>(right.IgnoreParenImpCasts());
      if (zero && zero->getValue() == 0)
        return left.getType()->isSignedIntegerType() && isOtherPlace(left);
      return isOffset(right) && isPlace(left);
    }
    return compare->getOpcode() == clang::BO_LE && isOffset(left) && isPlace(right);
  }

  /// Whether it is an element of the one array that the round is about.
  bool isElement(const clang::ArraySubscriptExpr &subscript) {
    const auto *base =
        llvm::dyn_cast<clang::DeclRefExpr>(subscript.getBase()->IgnoreParenImpCasts());
    const auto *found = base ? llvm::dyn_cast<clang::VarDecl>(base->getDecl()) : nullptr;
    if (!found || !found->hasAttr<clang::CUDASharedAttr>() || !found->getType()->isArrayType() ||
        subscript.getType().isVolatileQualified() || (array && array->getDecl() != found))
      return false;
    array = base;
    return true;
  }

  /// One of the thread's own that nobody outside of the round looks at.
  const clang::VarDecl *variableOf(const clang::Expr &expression) {
    const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(expression.IgnoreParens());
    const auto *variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
    const Storage storage = writing.shape.storageOf(variable);
    if (!variable || !writing.facts.uses.find(variable) ||
        (storage != Storage::Local && storage != Storage::Carried) ||
        variable->getType()->isReferenceType() || variable->getType().isVolatileQualified() ||
        variable->isStaticLocal() || llvm::isa<clang::ParmVarDecl>(variable))
      return nullptr;
    if (!llvm::is_contained(variables, variable))
      variables.push_back(variable);
    return variable;
  }

  bool follow(const clang::Stmt &statement) {
    if (const auto *block = llvm::dyn_cast<clang::CompoundStmt>(&statement))
      return llvm::all_of(block->body(), [&](const clang::Stmt *inner) { return follow(*inner); });
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(&statement))
      return llvm::all_of(declarations->decls(), [&](const clang::Decl *decl) {
        const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
        if (!variable || writing.shape.storageOf(variable) == Storage::Again)
          return variable != nullptr;
        variables.push_back(variable);
        return !variable->hasInit() || set(*variable, valueOf(*variable->getInit()));
      });
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(&statement)) {
      bool plain = !branch->getInit() && !branch->getConditionVariable() &&
                   !branch->isConstexpr() && isGuard(*branch->getCond());
      const clang::Stmt *side = hasOther ? branch->getThen() : branch->getElse();
      return plain && (!side || follow(*side));
    }
    const auto *assign = llvm::dyn_cast<clang::BinaryOperator>(&statement);
    return assign && assign->isAssignmentOp() && follow(*assign);
  }

  bool follow(const clang::BinaryOperator &assign) {
    RoundValue value = valueOf(*assign.getRHS());
    if (assign.isCompoundAssignmentOp())
      value = sumOf(clang::BinaryOperator::getOpForCompoundAssignment(assign.getOpcode()),
                    valueOf(*assign.getLHS()), value);
    const clang::Expr &to = *assign.getLHS()->IgnoreParens();
    if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(&to)) {
      if (mayRead || !isElement(*subscript) || !isPlace(*subscript->getIdx()))
        return false;
      element = std::move(value);
      return wrote = true;
    }
    const clang::VarDecl *variable = variableOf(to);
    return variable && set(*variable, std::move(value));
  }

  bool set(const clang::VarDecl &variable, RoundValue value) {
    values[&variable] = std::move(value);
    return true;
  }

  static RoundValue sumOf(clang::BinaryOperatorKind operation, RoundValue left, RoundValue right) {
    RoundValue result;
    result.kind = RoundValue::Sum;
    result.operation = operation;
    result.left = std::make_shared<const RoundValue>(std::move(left));
    result.right = std::make_shared<const RoundValue>(std::move(right));
    return result;
  }

  RoundValue valueOf(const clang::Expr &expression) {
    const clang::Expr &plain = *expression.IgnoreParenImpCasts();
    if (const auto *literal = llvm::dyn_cast<clang::IntegerLiteral>(&plain)) {
      RoundValue result;
      result.kind = RoundValue::Number;
      result.number = literal->getValue().getLimitedValue();
      return result;
    }
    if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(&plain)) {
      if (!isElement(*subscript))
        return {};
      if (isPlace(*subscript->getIdx()))
        return element;
      // After the barrier others may have changed theirs.
      RoundValue other;
      if (mayRead && hasOther && isOtherPlace(*subscript->getIdx()))
        other.kind = RoundValue::Other;
      return other;
    }
    if (const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(&plain))
      return isGuard(*choice->getCond())
                 ? valueOf(hasOther ? *choice->getTrueExpr() : *choice->getFalseExpr())
                 : RoundValue();
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&plain))
      return binary->isAssignmentOp() ? RoundValue()
                                      : sumOf(binary->getOpcode(), valueOf(*binary->getLHS()),
                                              valueOf(*binary->getRHS()));
    const clang::VarDecl *variable = variableOf(plain);
    return variable ? values.lookup(variable) : RoundValue();
  }

  const Writing &writing;
  const clang::VarDecl &offset;
  bool hasOther, mayRead = true, wrote = false;
  RoundValue element;
  llvm::DenseMap<const clang::VarDecl *, RoundValue> values;
};

/// The shim's name of an operation whose result does not depend on where brackets stand.
const char *prefixName(clang::BinaryOperatorKind operation) {
  switch (operation) {
  case clang::BO_Add:
    return "AddPrefix";
  case clang::BO_Mul:
    return "MultiplyPrefix";
  case clang::BO_And:
    return "AndPrefix";
  case clang::BO_Or:
    return "OrPrefix";
  case clang::BO_Xor:
    return "XorPrefix";
  default:
    return nullptr;
  }
}

/// `own operation other`, where the thread has a neighbour, else what the element was.
const char *prefixName(const RoundValue &with, const RoundValue &without) {
  auto isOf = [](const RoundValue &sum, RoundValue::Kind a, RoundValue::Kind b) {
    return sum.kind == RoundValue::Sum && ((sum.left->kind == a && sum.right->kind == b) ||
                                           (sum.left->kind == b && sum.right->kind == a));
  };
  if (!isOf(with, RoundValue::Own, RoundValue::Other))
    return nullptr;
  if (without.kind == RoundValue::Own)
    return prefixName(with.operation);
  if (!isOf(without, RoundValue::Own, RoundValue::Number) || without.operation != with.operation)
    return nullptr;
  const bool isLeft = without.left->kind == RoundValue::Number;
  const std::uint64_t number = (isLeft ? *without.left : *without.right).number;
  switch (with.operation) {
  case clang::BO_Add:
  case clang::BO_Or:
  case clang::BO_Xor:
    return number == 0 ? prefixName(with.operation) : nullptr;
  case clang::BO_Mul:
    return number == 1 ? prefixName(with.operation) : nullptr;
  default:
    return nullptr;
  }
}

/// Whether the two end up with the same array and place, as far as both come to one.
bool areAlike(const RoundEvaluation &with, const RoundEvaluation &without, const KernelText &text) {
  if (!with.place || !with.array ||
      (without.array && without.array->getDecl() != with.array->getDecl()))
    return false;
  return !without.place ||
         *text.text(*text.rangeOf(*with.place)) == *text.text(*text.rangeOf(*without.place));
}

/// The counter of a loop whose head does nothing but change it.
const clang::VarDecl *counterOf(const clang::ForStmt &loop, const Writing &writing) {
  const auto *start = llvm::dyn_cast_or_null<clang::DeclStmt>(loop.getInit());
  const auto *counter = start && start->isSingleDecl()
                            ? llvm::dyn_cast<clang::VarDecl>(start->getSingleDecl())
                            : nullptr;
  const auto *step = llvm::dyn_cast_or_null<clang::BinaryOperator>(loop.getInc());
  const auto *stepped =
      step ? llvm::dyn_cast<clang::DeclRefExpr>(step->getLHS()->IgnoreParens()) : nullptr;
  const clang::Stmt *body = loop.getBody();
  auto isFixed = [&](const clang::Expr *value) {
    return value && isPure(*value, writing.facts, writing.shape, body);
  };
  bool plain = counter && counter->getType()->isIntegerType() &&
               writing.shape.storageOf(counter) == Storage::Block && isFixed(counter->getInit()) &&
               isFixed(loop.getCond()) && step && step->isAssignmentOp() && stepped &&
               stepped->getDecl() == counter && isFixed(step->getRHS());
  return plain ? counter : nullptr;
}

/// The halves of a round, with a barrier between them and another one between rounds.
bool findHalves(const std::vector<Node> &nodes, Statements &before, Statements &after) {
  if (nodes.size() == 1 && nodes.front().kind == Node::Scope)
    return findHalves(nodes.front().first, before, after);
  std::vector<const Statements *> regions;
  bool meets[3] = {};
  for (const Node &node : nodes) {
    if (node.kind == Node::Meet)
      meets[regions.size()] = true;
    else if (node.kind == Node::Region && regions.size() < 2)
      regions.push_back(&node.statements);
    else
      return false;
  }
  if (regions.size() != 2 || !meets[1] || (!meets[0] && !meets[2]))
    return false;
  before = *regions[0];
  after = *regions[1];
  return true;
}

} // namespace

/// The body of a function that returns whether it did all rounds; empty where they are none of that
/// kind. `head` is the loop's.
std::string RegionWriter::prefix(const clang::ForStmt &loop, const Statements &before,
                                 const Statements &after, const std::string &head) {
  const clang::VarDecl *counter = counterOf(loop, writing);
  Statements both = before;
  both.insert(both.end(), after.begin(), after.end());
  if (!counter || !canSeparate(both))
    return {};
  collect(both);
  findMixed(both);
  const bool looksAtRound = llvm::any_of(again, [&](const clang::DeclStmt *statement) {
    return writing.facts.uses.isInside(statement, &loop);
  });
  if (!mixed.empty() || needsIndex || looksAtRound)
    return {};
  for (const clang::DeclStmt *statement : again)
    atRowStart(*statement);
  RoundEvaluation with(writing, *counter, true), without(writing, *counter, false);
  const char *operation = prefixName(with.run(before, after), without.run(before, after));
  if (!operation || !areAlike(with, without, writing.text))
    return {};
  const clang::Expr &place = *with.place;
  const auto *array = llvm::cast<clang::VarDecl>(with.array->getDecl());
  const clang::QualType element =
      writing.facts.ast.getAsArrayType(array->getType())->getElementType();
  // Numbers of one type: in others sums would be cut off, or not be.
  const bool isOfOneType = llvm::all_of(with.variables, [&](const clang::VarDecl *variable) {
    const LocalVariable *local = writing.facts.uses.find(variable);
    return local && writing.facts.ast.hasSameUnqualifiedType(variable->getType(), element) &&
           llvm::all_of(local->uses, [&](const LocalUse &use) {
             return writing.facts.uses.isInside(use.name, &loop);
           });
  });
  if (!isOfOneType || element->isArrayType() || rows.slopeOf(place) != 1 || !rows.isTotal(place) ||
      rows.namesClamp(place) || !isPure(place, writing.facts, writing.shape, &loop))
    return {};
  const auto *step = llvm::cast<clang::BinaryOperator>(loop.getInc());
  return "if (blockDim.y * blockDim.z != 1) return false;\n"
         "const ::spn::detail::Rows spn_r(blockDim); constexpr int spn_x0 = 0;\n"
         "const auto spn_place = [&](const int spn_k) SPN_ALWAYS_INLINE -> long { "
         "SPN_ROW_THREAD\n" +
         allDeclarations() + "return " + writing.textOf(place) +
         "; };\n// element t is thread t's\n"
         "if (spn_place(0) != 0 || spn_place(spn_r.width - 1) != spn_r.width - 1) return false;\n"
         "long spn_reach = 1;\n" +
         head + "if (static_cast<long>(" + writing.textOf(*step->getLHS()) +
         ") != spn_reach) return false;\nspn_reach *= 2;\n}\nreturn spn_reach >= spn_r.width && "
         "::spn::detail::prefixOf<::spn::detail::" +
         operation + ">(" + writing.textOf(*with.array) + ", spn_r.width);\n";
}

/// Nothing that the row has named is there: all that is computed again, as it is written.
std::string RegionWriter::allDeclarations() const {
  std::string result;
  for (const clang::DeclStmt *statement : again)
    result += writing.textOf(*statement) + "\n";
  return result;
}

std::string prefixRounds(Writing &writing, const Node &node, const std::string &head) {
  Statements before, after;
  if (writing.isCallee || writing.isCounting() || !findHalves(node.first, before, after))
    return {};
  std::string body = RegionWriter(writing).prefix(*llvm::cast<clang::ForStmt>(node.statement),
                                                  before, after, head);
  return body.empty() ? std::string()
                      : "if (![&]() SPN_ALWAYS_INLINE -> bool {\n" + body + "}())\n";
}

} // namespace sampan::host
