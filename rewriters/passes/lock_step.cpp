// SPDX-License-Identifier: Apache-2.0
// s[t] = x;  y = s[t ^ 1];              ->  s[t] = x; ::spn::afterWrites(); y = s[t ^ 1];
// s[rank[t]] = s[t];                    ->  s[rank[t]] = ::spn::afterReads(s[t]);
//
// Lanes of a warp that exchange values through shared memory without a barrier work on a GPU as
// long as the lanes run in lock-step: a whole statement's loads come before its stores, and its
// stores before what follows. Threads that run one after the other must be made to meet there. Code
// that has a barrier between a store and the loads that follow is left as it is.
#include "rewriters/passes/passes.h"

#include "rewriters/kernel/device_calls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Lex/Lexer.h"

#include "llvm/ADT/FoldingSet.h"

#include <set>
#include <vector>

namespace sampan {
namespace {

/// An element of a shared array, told from others by how it is written.
struct Element {
  const clang::VarDecl *array = nullptr;
  llvm::FoldingSetNodeID place;
  bool scattered = false; ///< its index is itself loaded from memory
};

struct Assignment {
  const clang::Expr *target = nullptr, *value = nullptr;
};

std::optional<Assignment> assignmentOf(const clang::Stmt *statement) {
  if (const auto *cleanups = llvm::dyn_cast<clang::ExprWithCleanups>(statement))
    statement = cleanups->getSubExpr();
  if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(statement);
      binary && binary->isAssignmentOp())
    return Assignment{binary->getLHS(), binary->getRHS()};
  if (const auto *call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(statement);
      call && call->isAssignmentOp() && call->getNumArgs() == 2)
    return Assignment{call->getArg(0), call->getArg(1)};
  return std::nullopt;
}

bool contains(const clang::Stmt *statement, llvm::function_ref<bool(const clang::Stmt &)> test) {
  if (!statement)
    return false;
  if (test(*statement))
    return true;
  for (const clang::Stmt *child : statement->children())
    if (contains(child, test))
      return true;
  return false;
}

bool isBarrier(const clang::Stmt &statement, unsigned depth = 0) {
  const auto *call = llvm::dyn_cast<clang::CallExpr>(&statement);
  if (!call)
    return llvm::isa<clang::AsmStmt>(statement);
  const DeviceCall kind = classifyDeviceCall(*call);
  if (kind == DeviceCall::BlockBarrier || kind == DeviceCall::GridBarrier ||
      kind == DeviceCall::WarpCollective)
    return true;
  // Named sync(), as cooperative groups have it, or a helper of the program with a barrier inside.
  if (calleeName(*call).contains_insensitive("sync"))
    return true;
  const clang::FunctionDecl *callee = calleeDefinition(*call);
  return callee && depth < 3 &&
         contains(
             callee->getBody(),
             [&](const clang::Stmt &inner) { return isBarrier(inner, depth + 1); });
}

const clang::CompoundStmt *loopBody(const clang::Stmt &stmt) {
  const clang::Stmt *body = nullptr;
  if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(&stmt))
    body = loop->getBody();
  else if (const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(&stmt))
    body = whileLoop->getBody();
  else if (const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(&stmt))
    body = doLoop->getBody();
  return llvm::dyn_cast_or_null<clang::CompoundStmt>(body);
}

class LockStep final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Stmt &stmt) override {
    if (!context.inDeviceCode)
      return;
    if (auto *block = llvm::dyn_cast<clang::CompoundStmt>(&stmt)) {
      considerExchanges(*block);
      for (const clang::Stmt *child : block->body())
        considerScatter(*child);
    } else if (const clang::CompoundStmt *body = loopBody(stmt)) {
      considerLoop(*body);
    } else if (auto *branch = llvm::dyn_cast<clang::IfStmt>(&stmt)) {
      considerScatter(*branch->getThen());
      if (branch->getElse())
        considerScatter(*branch->getElse());
    }
  }

private:
  /// `expression` as an element of a shared array that is not volatile.
  std::optional<Element> elementOf(const clang::Expr &expression) const {
    const clang::Expr *whole = expression.IgnoreParenImpCasts();
    while (const auto *member = llvm::dyn_cast<clang::MemberExpr>(whole)) {
      if (member->isArrow())
        return std::nullopt;
      whole = member->getBase()->IgnoreParenImpCasts();
    }
    Element element;
    const clang::Expr *inner = whole;
    while (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(inner)) {
      if (subscript->getIdx()->HasSideEffects(context.ast))
        return std::nullopt; // a stack or queue of the thread
      element.scattered |= contains(subscript->getIdx(), [](const clang::Stmt &part) {
        return llvm::isa<clang::ArraySubscriptExpr>(part);
      });
      inner = subscript->getBase()->IgnoreParenImpCasts();
    }
    const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(inner);
    const auto *array = reference ? llvm::dyn_cast<clang::VarDecl>(reference->getDecl()) : nullptr;
    if (inner == whole || !array || !array->hasAttr<clang::CUDASharedAttr>() ||
        whole->getType().isVolatileQualified())
      return std::nullopt;
    element.array = array;
    whole->Profile(element.place, context.ast, /*Canonical=*/true);
    return element;
  }

  /// What `statement` leaves stored that no barrier follows.
  void collectStores(const clang::Stmt *statement, std::vector<Element> &stores) const {
    if (!statement)
      return;
    for (const clang::Stmt *child : statement->children())
      collectStores(child, stores);
    if (isBarrier(*statement))
      stores.clear();
    else if (std::optional<Assignment> assignment = assignmentOf(statement))
      if (std::optional<Element> element = elementOf(*assignment->target))
        stores.push_back(std::move(*element));
  }

  /// An element that `reader` may get from another lane's store.
  static bool isForeign(const Element &element, const std::vector<Element> &stores) {
    bool stored = false;
    for (const Element &store : stores) {
      if (store.array != element.array)
        continue;
      if (store.place == element.place)
        return false;
      stored = true;
    }
    return stored;
  }

  enum class Outlook { Nothing, Barrier, ForeignRead };

  /// What comes first in `statement`.
  Outlook outlook(const clang::Stmt *statement, const std::vector<Element> &stores) const {
    if (!statement)
      return Outlook::Nothing;
    if (std::optional<Assignment> assignment = assignmentOf(statement)) {
      const Outlook value = outlook(assignment->value, stores);
      if (value != Outlook::Nothing || elementOf(*assignment->target))
        return value; // storing again needs nobody's value
    } else if (const auto *expression = llvm::dyn_cast<clang::ArraySubscriptExpr>(statement)) {
      if (std::optional<Element> element = elementOf(*expression))
        if (isForeign(*element, stores))
          return Outlook::ForeignRead;
    }
    for (const clang::Stmt *child : statement->children())
      if (Outlook first = outlook(child, stores); first != Outlook::Nothing)
        return first;
    return isBarrier(*statement) ? Outlook::Barrier : Outlook::Nothing;
  }

  void considerExchanges(const clang::CompoundStmt &block) {
    const std::vector<const clang::Stmt *> body(block.body_begin(), block.body_end());
    for (std::size_t i = 0; i + 1 < body.size(); ++i) {
      std::vector<Element> stores;
      collectStores(body[i], stores);
      if (stores.empty())
        continue;
      Outlook next = Outlook::Nothing;
      for (std::size_t j = i + 1; j < body.size() && next == Outlook::Nothing; ++j)
        next = outlook(body[j], stores);
      if (next != Outlook::ForeignRead)
        continue;
      meetAfter(*body[i]);
      orderExchanges(body[i], stores);
    }
  }

  /// What the end of a loop's body stores may be what its next round reads first.
  void considerLoop(const clang::CompoundStmt &body) {
    std::vector<Element> stores;
    collectStores(&body, stores);
    if (stores.empty() || outlook(&body, stores) != Outlook::ForeignRead)
      return;
    meetAfter(*body.body_back());
    orderExchanges(body.body_back(), stores);
  }

  /// Statements that read what other lanes store in the same statement.
  void orderExchanges(const clang::Stmt *statement, const std::vector<Element> &stores) {
    if (!statement)
      return;
    if (std::optional<Assignment> assignment = assignmentOf(statement);
        assignment && elementOf(*assignment->target) && readsOthers(*assignment, stores))
      return meetBeforeStore(*assignment);
    for (const clang::Stmt *child : statement->children())
      orderExchanges(child, stores);
  }

  bool readsOthers(const Assignment &assignment, const std::vector<Element> &stores) const {
    return outlook(assignment.value, stores) == Outlook::ForeignRead;
  }

  /// A permutation in place: which elements the lanes overwrite is known only when they run.
  void considerScatter(const clang::Stmt &statement) {
    std::optional<Assignment> assignment = assignmentOf(&statement);
    if (!assignment)
      return;
    std::optional<Element> element = elementOf(*assignment->target);
    if (element && element->scattered && readsOthers(*assignment, {*element}))
      meetBeforeStore(*assignment);
  }

  void meetAfter(const clang::Stmt &statement) {
    clang::SourceLocation end = context.spelling(statement.getEndLoc());
    if (end.isInvalid())
      return;
    clang::SourceLocation after =
        llvm::isa<clang::Expr>(statement) || !endsWithBrace(statement)
            ? clang::Lexer::findLocationAfterToken(end, clang::tok::semi, context.sources,
                                                   context.language, false)
            : clang::Lexer::getLocForEndOfToken(end, 0, context.sources, context.language);
    // A source that was translated before has it here already, or ends with it.
    constexpr llvm::StringLiteral kMeet = " ::spn::afterWrites();";
    if (after.isInvalid() || isWrittenAt(after, kMeet) ||
        isWrittenAt(after.getLocWithOffset(-static_cast<int>(kMeet.size())), kMeet))
      return;
    if (rewritten_.insert(after).second)
      insert(after, kMeet.data());
  }

  bool endsWithBrace(const clang::Stmt &statement) const {
    bool invalid = false;
    const char *text =
        context.sources.getCharacterData(context.spelling(statement.getEndLoc()), &invalid);
    return !invalid && *text == '}';
  }

  void meetBeforeStore(const Assignment &assignment) {
    clang::SourceLocation begin = context.spelling(assignment.value->getBeginLoc());
    clang::SourceLocation last = context.spelling(assignment.value->getEndLoc());
    if (begin.isInvalid() || last.isInvalid() || !rewritten_.insert(begin).second ||
        isWrittenAt(begin, "::spn::afterReads("))
      return;
    insert(begin, "::spn::afterReads(");
    insert(clang::Lexer::getLocForEndOfToken(last, 0, context.sources, context.language), ")");
  }

  bool isWrittenAt(clang::SourceLocation where, llvm::StringRef text) const {
    if (where.isInvalid())
      return false;
    auto [file, offset] = context.sources.getDecomposedLoc(where);
    return context.buffer(file).substr(offset).starts_with(text);
  }

  void insert(clang::SourceLocation where, const char *text) {
    if (where.isInvalid() || !context.inProject(where))
      return;
    auto [file, offset] = context.sources.getDecomposedLoc(where);
    Span at = context.spanOf(file, offset, offset);
    context.use({"warp-synchronous-store", UseKind::Construct, Outcome::Emulated, at, true});
    context.edit("lock-step", {{at, text}});
  }

  std::set<clang::SourceLocation> rewritten_;
};

} // namespace

std::unique_ptr<Pass> createLockStepPass(PassContext &context) {
  return makePass<LockStep>(context);
}

} // namespace sampan
