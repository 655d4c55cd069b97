// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/predication.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/kernel/device_calls.h"
#include "rewriters/kernel/uniformity.h"
#include "rewriters/lowering/ascend/source_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace sampan::ascend {
namespace {

using Statements = std::vector<const clang::Stmt *>;

template <class Node> bool contains(const clang::Stmt *statement) {
  if (!statement || llvm::isa<clang::LambdaExpr>(statement))
    return false;
  if (llvm::isa<Node>(statement))
    return true;
  return llvm::any_of(statement->children(), contains<Node>);
}

bool isLoop(const clang::Stmt *statement) {
  return llvm::isa<clang::ForStmt, clang::WhileStmt, clang::DoStmt>(statement);
}

/// A break or continue that leaves `statement`.
bool containsJump(const clang::Stmt *statement) {
  if (!statement || isLoop(statement) || llvm::isa<clang::SwitchStmt>(statement))
    return false;
  if (llvm::isa<clang::BreakStmt, clang::ContinueStmt, clang::GotoStmt>(statement))
    return true;
  return llvm::any_of(statement->children(), containsJump);
}

Statements statementsOf(const clang::Stmt *statement) {
  if (const auto *compound = llvm::dyn_cast_or_null<clang::CompoundStmt>(statement))
    return {compound->body_begin(), compound->body_end()};
  return statement ? Statements{statement} : Statements{};
}

const clang::Expr *conditionOf(const clang::Stmt *statement) {
  if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement))
    return branch->getCond();
  if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(statement))
    return loop->getCond();
  if (const auto *loop = llvm::dyn_cast<clang::WhileStmt>(statement))
    return loop->getCond();
  const auto *loop = llvm::dyn_cast<clang::DoStmt>(statement);
  return loop ? loop->getCond() : nullptr;
}

/// `if (condition) return;`
const clang::ReturnStmt *guardReturn(const clang::IfStmt &branch) {
  Statements inner = statementsOf(branch.getThen());
  return !branch.getElse() && inner.size() == 1 && !branch.hasVarStorage() &&
                 !branch.hasInitStorage()
             ? llvm::dyn_cast<clang::ReturnStmt>(inner.front())
             : nullptr;
}

class Predicator {
public:
  Predicator(PassContext &context, DeviceCode &code, DeviceFunction &function)
      : context(context), code(code), function(function),
        uniformity(*function.definition, !code.isCalledUniformly(function)) {}

  void run() {
    std::vector<Edit> kept = function.edits;
    walk(statementsOf(function.definition->getBody()), /*barrierAfter=*/false);
    if (problem.empty())
      return;
    function.edits = std::move(kept);
    std::string target(ascendTarget().name);
    function.obstacles.push_back(
        {"a return before a barrier",
         makeFinding(diag::ReturnBeforeBarrier{.reason = problem, .target = target},
                     context.tokenSpan(problemAt).value_or(Span{}))});
  }

private:
  void fail(const char *reason, clang::SourceLocation at) {
    if (!problem.empty())
      return;
    problem = reason;
    problemAt = at;
  }

  bool meets(const clang::Stmt *statement) {
    if (!statement || llvm::isa<clang::LambdaExpr>(statement))
      return false;
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement)) {
      DeviceCall kind = classifyDeviceCall(*call);
      if (kind == DeviceCall::BlockBarrier || kind == DeviceCall::GridBarrier)
        return true;
      const clang::FunctionDecl *callee = calleeDefinition(*call);
      const DeviceFunction *known = callee ? code.find(callee) : nullptr;
      if (known && known->synchronises)
        return true;
    }
    return llvm::any_of(statement->children(),
                        [&](const clang::Stmt *child) { return meets(child); });
  }

  bool isUniform(const clang::Stmt *statement) {
    const clang::Expr *condition = conditionOf(statement);
    return !condition || uniformity.isUniform(*condition);
  }

  void walk(const Statements &list, bool barrierAfter) {
    std::vector<char> follows(list.size() + 1, barrierAfter);
    for (std::size_t i = list.size(); i-- > 0;)
      follows[i] = follows[i + 1] || meets(list[i]);
    for (std::size_t i = 0; i < list.size() && problem.empty(); ++i) {
      if (guarded)
        i = walkGuarded(list, i, follows);
      else if (contains<clang::ReturnStmt>(list[i]))
        walkReturn(list[i], follows[i + 1]);
    }
  }

  /// A statement with a return in it; no thread has left before.
  void walkReturn(const clang::Stmt *statement, bool barrierAfter) {
    if (const auto *compound = llvm::dyn_cast<clang::CompoundStmt>(statement))
      return walk(statementsOf(compound), barrierAfter);
    if (llvm::isa<clang::ReturnStmt>(statement))
      return; // every thread that is here
    bool inside = meets(statement);
    if (!barrierAfter && !inside)
      return;
    const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement);
    if (isUniform(statement) && (branch || isLoop(statement)))
      return walkUniform(statement, barrierAfter);
    if (inside || !branch)
      return fail("it stands in a loop, or beside a barrier in a branch", statement->getBeginLoc());
    if (const clang::ReturnStmt *leave = guardReturn(*branch))
      return introduce(*branch, *leave);
    declareFlag(statement->getBeginLoc());
    dropReturns(statement);
    guarded = true;
  }

  /// All threads take the same way, so its parts are like straight code.
  void walkUniform(const clang::Stmt *statement, bool barrierAfter) {
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement)) {
      bool before = guarded;
      walk(statementsOf(branch->getThen()), barrierAfter);
      bool afterThen = guarded;
      guarded = before;
      walk(statementsOf(branch->getElse()), barrierAfter);
      if ((afterThen || guarded) && !before)
        fail("it stands in a branch", statement->getBeginLoc());
      return;
    }
    bool before = guarded;
    walk(statementsOf(bodyOf(statement)), barrierAfter || meets(statement));
    if (guarded && !before)
      fail("it stands in a loop", statement->getBeginLoc());
  }

  static const clang::Stmt *bodyOf(const clang::Stmt *loop) {
    if (const auto *each = llvm::dyn_cast<clang::ForStmt>(loop))
      return each->getBody();
    if (const auto *each = llvm::dyn_cast<clang::WhileStmt>(loop))
      return each->getBody();
    const auto *each = llvm::dyn_cast<clang::DoStmt>(loop);
    return each ? each->getBody() : nullptr;
  }

  /// Statements behind a return. Gives the index of the last one that was dealt with.
  std::size_t walkGuarded(const Statements &list, std::size_t i, const std::vector<char> &follows) {
    const clang::Stmt *statement = list[i];
    if (!follows[i] && !guardedTail) {
      // No barrier any more: the thread may go now.
      guardedTail = true;
      replaceTail(statement);
      return list.size();
    }
    if (meets(statement)) {
      walkMeeting(statement, follows[i + 1]);
      return i;
    }
    if (const auto *declaration = llvm::dyn_cast<clang::DeclStmt>(statement)) {
      guardInitialisers(*declaration);
      return i;
    }
    if (isHarmless(statement))
      return i;
    if (containsJump(statement)) {
      const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement);
      if (!branch || !isUniform(branch))
        fail("a break or continue follows that only some threads take", statement->getBeginLoc());
      return i;
    }
    std::size_t last = i;
    bool returns = contains<clang::ReturnStmt>(statement);
    while (!returns && last + 1 < list.size() && follows[last + 1] && !meets(list[last + 1]) &&
           !llvm::isa<clang::DeclStmt>(list[last + 1]) && !isHarmless(list[last + 1]) &&
           !containsJump(list[last + 1]) && !contains<clang::ReturnStmt>(list[last + 1]))
      ++last;
    if (returns)
      dropReturns(statement);
    wrap(*statement, *list[last], last > i);
    return last;
  }

  void walkMeeting(const clang::Stmt *statement, bool barrierAfter) {
    if (const clang::CallExpr *vote = voteOf(statement))
      return guardVote(*vote);
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement))
      if (classifyDeviceCall(*call) == DeviceCall::BlockBarrier)
        return;
    if (const auto *compound = llvm::dyn_cast<clang::CompoundStmt>(statement))
      return walk(statementsOf(compound), barrierAfter);
    if ((llvm::isa<clang::IfStmt>(statement) || isLoop(statement)) && isUniform(statement))
      return walkUniform(statement, barrierAfter);
    fail(llvm::isa<clang::IfStmt>(statement) || isLoop(statement)
             ? "a barrier follows under a condition that differs between threads"
             : "a call follows that has the barrier in it",
         statement->getBeginLoc());
  }

  /// The barrier that counts in `int n = __syncthreads_count(p);`, `n = ...;` or on its own.
  static const clang::CallExpr *voteOf(const clang::Stmt *statement) {
    const auto *value = llvm::dyn_cast<clang::Expr>(statement);
    if (const auto *declaration = llvm::dyn_cast<clang::DeclStmt>(statement);
        declaration && declaration->isSingleDecl())
      if (const auto *variable = llvm::dyn_cast<clang::VarDecl>(declaration->getSingleDecl()))
        value = variable->getInit();
    if (const auto *assignment = llvm::dyn_cast_or_null<clang::BinaryOperator>(value);
        assignment && assignment->getOpcode() == clang::BO_Assign)
      value = assignment->getRHS();
    const auto *call =
        value ? llvm::dyn_cast<clang::CallExpr>(value->IgnoreParenImpCasts()) : nullptr;
    bool counts = call && classifyDeviceCall(*call) == DeviceCall::BlockBarrier &&
                  call->getNumArgs() == 1 && calleeName(*call).starts_with("__syncthreads_");
    return counts ? call : nullptr;
  }

  /// A thread that has left takes part, and changes nothing.
  void guardVote(const clang::CallExpr &vote) {
    std::optional<Span> span = spanOf(context, *vote.getArg(0));
    if (!span)
      return fail("code that follows is spelled by a macro", vote.getBeginLoc());
    Span back = *span;
    back.begin = back.end;
    span->end = span->begin;
    bool all = calleeName(vote) == "__syncthreads_and";
    function.edits.push_back({*span, (all ? "!" + flag() + " || (" : flag() + " && (")});
    function.edits.push_back({back, ")"});
  }

  /// Computes with variables of the thread alone: may be done by threads that have left, and is,
  /// because loops around barriers count with them.
  bool isHarmless(const clang::Stmt *statement) {
    const auto *expression = llvm::dyn_cast<clang::Expr>(statement);
    if (!expression)
      return llvm::isa<clang::NullStmt>(statement);
    const clang::Expr *target = nullptr;
    if (const auto *assignment = llvm::dyn_cast<clang::BinaryOperator>(expression);
        assignment && assignment->isAssignmentOp())
      target = assignment->getLHS();
    else if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(expression);
             unary && unary->isIncrementDecrementOp())
      target = unary->getSubExpr();
    const auto *reference =
        target ? llvm::dyn_cast<clang::DeclRefExpr>(target->IgnoreParenImpCasts()) : nullptr;
    const auto *variable =
        reference ? llvm::dyn_cast<clang::VarDecl>(reference->getDecl()) : nullptr;
    if (!variable || !variable->isLocalVarDeclOrParm() ||
        variable->hasAttr<clang::CUDASharedAttr>() || variable->getType()->isReferenceType())
      return false;
    return !uniformity.isDivergent(*variable) || isPure(expression);
  }

  /// Neither calls nor memory behind an address.
  bool isPure(const clang::Stmt *statement) {
    if (!statement)
      return true;
    if (llvm::isa<clang::CallExpr, clang::ArraySubscriptExpr, clang::LambdaExpr,
                  clang::CXXConstructExpr>(statement))
      return false;
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(statement);
        unary && unary->getOpcode() == clang::UO_Deref)
      return false;
    if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(statement);
        member && member->isArrow())
      return false;
    if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(statement);
        reference && reference->getType()->isReferenceType())
      return false;
    return llvm::all_of(statement->children(),
                        [&](const clang::Stmt *child) { return isPure(child); });
  }

  void guardInitialisers(const clang::DeclStmt &statement) {
    for (const clang::Decl *decl : statement.decls()) {
      const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
      const clang::Expr *value = variable ? variable->getInit() : nullptr;
      if (!value || isPure(value) || variable->hasAttr<clang::CUDASharedAttr>() ||
          variable->getType()->isReferenceType() || uniformity.isUniform(*value))
        continue;
      const clang::Expr *written = value->IgnoreUnlessSpelledInSource();
      clang::QualType type = variable->getType();
      if (const auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(value);
          construct && construct->getNumArgs() == 0)
        continue; // T x;
      std::optional<Span> span = spanOf(context, *written);
      if (variable->getInitStyle() != clang::VarDecl::CInit || type->isArrayType() || !span ||
          llvm::isa<clang::InitListExpr>(written)) {
        fail("a declaration follows that cannot be made conditional", variable->getLocation());
        return;
      }
      Span back = *span;
      back.begin = back.end;
      std::string none =
          type->isUndeducedAutoType() || type->isDependentType() || type->isPointerType()
              ? "decltype(" + textOf(context, *span) + "){}"
              : typeText(type) + "{}";
      if (type->isPointerType())
        none = "nullptr";
      span->end = span->begin;
      function.edits.push_back({*span, flag() + " ? ("});
      function.edits.push_back({back, ") : " + none});
    }
  }

  std::string typeText(clang::QualType type) const {
    clang::PrintingPolicy policy(context.language);
    policy.SuppressTagKeyword = true;
    return type.getUnqualifiedType().getNonReferenceType().getAsString(policy);
  }

  // --- text ---

  std::string flag() {
    if (!flagName.empty())
      return flagName;
    flagName = "active";
    clang::SourceLocation begin = context.spelling(function.definition->getBeginLoc());
    clang::SourceLocation end = context.spelling(function.definition->getBody()->getEndLoc());
    if (std::optional<Span> whole = context.span(begin, end))
      if (textOf(context, *whole).find(flagName) != std::string::npos)
        flagName = "threadIsActive";
    return flagName;
  }

  void introduce(const clang::IfStmt &branch, const clang::ReturnStmt &leave) {
    std::optional<Span> whole = spanOf(context, branch);
    std::optional<Span> condition = spanOf(context, *branch.getCond());
    std::optional<TokenPlace> semicolon = semicolonAfter(leave);
    if (!whole || !condition || !semicolon)
      return fail("it is spelled by a macro", branch.getBeginLoc());
    const std::vector<RawToken> &tokens = context.tokens(semicolon->file);
    std::size_t last = semicolon->index;
    if (llvm::isa<clang::CompoundStmt>(branch.getThen()))
      ++last;
    Span front = *whole;
    front.end = condition->begin;
    Span back = context.spanOf(semicolon->file, condition->end, tokens[last].end);
    function.edits.push_back({front, "bool " + flag() + " = !("});
    function.edits.push_back({back, ");"});
    guarded = true;
  }

  void declareFlag(clang::SourceLocation before) {
    std::optional<Span> at = context.tokenSpan(before);
    if (!at || before.isMacroID())
      return fail("it is spelled by a macro", before);
    at->end = at->begin;
    function.edits.push_back({*at, "bool " + flag() + " = true;\n" + indentation(before)});
  }

  std::string indentation(clang::SourceLocation at) {
    std::optional<TokenPlace> place = tokenPlace(context, at);
    return place ? indentationAt(context, place->file,
                                 context.tokens(place->file)[place->index].begin)
                 : std::string();
  }

  std::optional<TokenPlace> semicolonAfter(const clang::Stmt &statement) {
    std::optional<TokenPlace> place = tokenPlace(context, statement.getEndLoc());
    if (!place || statement.getEndLoc().isMacroID())
      return std::nullopt;
    const std::vector<RawToken> &tokens = context.tokens(place->file);
    for (; place->index < tokens.size(); ++place->index)
      if (tokens[place->index].is(clang::tok::semi))
        return place;
    return std::nullopt;
  }

  /// return;  ->  active = false;  where nothing follows it that the thread would still do.
  void dropReturns(const clang::Stmt *statement) {
    if (!statement || !contains<clang::ReturnStmt>(statement))
      return;
    if (const auto *leave = llvm::dyn_cast<clang::ReturnStmt>(statement)) {
      std::optional<Span> at = spanOf(context, *leave);
      if (leave->getRetValue() || !at)
        return fail("it returns a value, or is spelled by a macro", leave->getBeginLoc());
      function.edits.push_back({*at, flag() + " = false"});
      return;
    }
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement)) {
      dropReturns(branch->getThen());
      return dropReturns(branch->getElse());
    }
    const auto *compound = llvm::dyn_cast<clang::CompoundStmt>(statement);
    if (!compound)
      return fail("it stands in a loop or a switch", statement->getBeginLoc());
    for (const clang::Stmt *inner : compound->body()) {
      if (contains<clang::ReturnStmt>(inner) && inner != compound->body_back())
        return fail("more code of its block follows it", inner->getBeginLoc());
      dropReturns(inner);
    }
  }

  /// From `first` to `last`, semicolons included, only for threads that are still there.
  void wrap(const clang::Stmt &first, const clang::Stmt &last, bool braces) {
    std::optional<Span> front = spanOf(context, first), back = spanOf(context, last);
    std::optional<TokenPlace> start = tokenPlace(context, first.getBeginLoc());
    if (!front || !back || !start || front->file != back->file)
      return fail("code that follows is spelled by a macro", first.getBeginLoc());
    const std::vector<RawToken> &tokens = context.tokens(start->file);
    std::size_t token = context.tokenAt(start->file, back->end - 1);
    if (token + 1 < tokens.size() && tokens[token + 1].is(clang::tok::semi))
      ++token;
    std::uint32_t begin = front->begin, end = tokens[token].end;
    llvm::StringRef text = context.buffer(start->file);
    bool lines = text.slice(begin, end).contains('\n');
    const auto *attributed = llvm::dyn_cast<clang::AttributedStmt>(&first);
    const clang::Stmt &inner = attributed ? *attributed->getSubStmt() : first;
    std::string indent = indentation(inner.getBeginLoc());
    std::string open =
        (attributed
             ? indent.substr(std::min(indent.size(), indentation(first.getBeginLoc()).size()))
             : std::string()) +
        "if (" + flag() + ") ";
    if (lines)
      open += "{\n" + indent + "  ";
    else if (braces)
      open += "{ ";
    front->end = front->begin;
    function.edits.push_back({*front, open});
    if (std::optional<Edit> pragma = pragmaAsOperator(context, start->file, begin))
      function.edits.push_back(*pragma);
    if (lines || braces)
      function.edits.push_back(
          {insertionAt(context, start->file, end), lines ? "\n" + indent + "}" : " }"});
    for (std::size_t at = text.find('\n', begin); at != text.npos && at < end;
         at = text.find('\n', at + 1))
      if (at + 1 < end && text[at + 1] != '\n')
        function.edits.push_back(
            {insertionAt(context, start->file, static_cast<std::uint32_t>(at + 1)), "  "});
  }

  void replaceTail(const clang::Stmt *statement) {
    std::optional<Span> at = spanOf(context, *statement);
    std::optional<TokenPlace> start = tokenPlace(context, statement->getBeginLoc());
    if (!at || !start)
      return fail("code that follows is spelled by a macro", statement->getBeginLoc());
    if (std::optional<Edit> pragma = pragmaAsOperator(context, start->file, at->begin))
      function.edits.push_back(*pragma);
    at->end = at->begin;
    function.edits.push_back({*at, "if (!" + flag() + ")\n" +
                                       indentation(statement->getBeginLoc()) + "  return;\n" +
                                       indentation(statement->getBeginLoc())});
  }

  PassContext &context;
  DeviceCode &code;
  DeviceFunction &function;
  Uniformity uniformity;
  bool guarded = false;     ///< some threads have left
  bool guardedTail = false; ///< and really return, since no barrier follows
  std::string flagName;
  std::string problem;
  clang::SourceLocation problemAt;
};

} // namespace

void predicateReturns(PassContext &context, DeviceCode &code, DeviceFunction &function) {
  if (function.synchronises && contains<clang::ReturnStmt>(function.definition->getBody()))
    Predicator(context, code, function).run();
}

} // namespace sampan::ascend
