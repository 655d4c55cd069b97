// SPDX-License-Identifier: Apache-2.0
// volatile float *s;  s[i] += s[i + 16];
//   ->  s[i] = ::spn::afterReads(s[i] + (s[i + 16])), ::spn::afterWrites();
//
// Code from before Volta lets the lanes of a warp exchange values through volatile memory without
// any barrier and relies on lock-step execution: all lanes read, then all write. Threads that run
// one after the other must be made to meet at these two points.
#include "rewriters/passes/passes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

namespace sampan {
namespace {

class WarpSynchronous final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Stmt &stmt) override {
    if (!context.inDeviceCode)
      return;
    if (auto *block = llvm::dyn_cast<clang::CompoundStmt>(&stmt))
      for (clang::Stmt *child : block->body())
        consider(child);
    else if (auto *branch = llvm::dyn_cast<clang::IfStmt>(&stmt)) {
      consider(branch->getThen());
      consider(branch->getElse());
    } else if (auto *loop = llvm::dyn_cast<clang::ForStmt>(&stmt))
      consider(loop->getBody());
    else if (auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(&stmt))
      consider(whileLoop->getBody());
  }

private:
  void consider(clang::Stmt *stmt) {
    auto *assignment = llvm::dyn_cast_or_null<clang::BinaryOperator>(stmt);
    if (!assignment || !assignment->isAssignmentOp())
      return;
    const clang::Expr *target = assignment->getLHS()->IgnoreParens();
    if (!isVolatileElement(*target) || target->HasSideEffects(context.ast))
      return;
    // `*flag = value` tells other threads something; it takes no part in an exchange.
    if (llvm::isa<clang::UnaryOperator>(target) && assignment->getOpcode() == clang::BO_Assign &&
        !readsVolatile(assignment->getRHS()))
      return;
    rewrite(*assignment, *target);
  }

  static bool readsVolatile(const clang::Stmt *statement) {
    if (!statement)
      return false;
    const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(statement);
    if (cast && cast->getCastKind() == clang::CK_LValueToRValue &&
        cast->getSubExpr()->getType().isVolatileQualified())
      return true;
    return llvm::any_of(statement->children(), readsVolatile);
  }

  /// `p[i]` or `*p` of volatile type: memory that other lanes can see.
  bool isVolatileElement(const clang::Expr &expression) const {
    if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(&expression)) {
      clang::QualType base = subscript->getBase()->IgnoreParenImpCasts()->getType();
      if (const clang::ArrayType *array = context.ast.getAsArrayType(base))
        return array->getElementType().isVolatileQualified() || base.isVolatileQualified();
      return !base->getPointeeType().isNull() && base->getPointeeType().isVolatileQualified();
    }
    const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(&expression);
    return unary && unary->getOpcode() == clang::UO_Deref &&
           expression.getType().isVolatileQualified();
  }

  struct Range {
    std::uint32_t begin = 0, end = 0;
  };

  std::optional<Range> range(const clang::Expr &expression, clang::FileID file) const {
    clang::SourceLocation first = context.spelling(expression.getBeginLoc());
    clang::SourceLocation last = context.spelling(expression.getEndLoc());
    if (first.isInvalid() || last.isInvalid() || context.sources.getFileID(first) != file ||
        context.sources.getFileID(last) != file)
      return std::nullopt;
    unsigned length = clang::Lexer::MeasureTokenLength(last, context.sources, context.language);
    return Range{context.sources.getFileOffset(first),
                 context.sources.getFileOffset(last) + length};
  }

  void rewrite(const clang::BinaryOperator &assignment, const clang::Expr &target) {
    clang::SourceLocation operatorAt = context.spelling(assignment.getOperatorLoc());
    if (operatorAt.isInvalid() || !context.inProject(operatorAt))
      return;
    auto [file, offset] = context.sources.getDecomposedLoc(operatorAt);
    std::optional<Range> left = range(target, file);
    std::optional<Range> right = range(*assignment.getRHS(), file);
    if (!left || !right || left->end > offset || right->begin <= offset)
      return;
    std::string op = assignment.getOpcodeStr().str();
    std::string open = "::spn::afterReads(";
    std::string close = "), ::spn::afterWrites()";
    if (op != "=") {
      op.pop_back();
      open += context.buffer(file).slice(left->begin, left->end).str() + " " + op + " (";
      close = ")" + close;
    }
    auto operatorEnd = static_cast<std::uint32_t>(offset + assignment.getOpcodeStr().size());
    Span at = context.spanOf(file, offset, operatorEnd);
    context.use({"warp-synchronous-store", UseKind::Construct, Outcome::Emulated, at, true});
    context.edit("warp-synchronous", {{at, "="},
                                      {context.spanOf(file, right->begin, right->begin), open},
                                      {context.spanOf(file, right->end, right->end), close}});
  }
};

} // namespace

std::unique_ptr<Pass> createWarpSynchronousPass(PassContext &context) {
  return makePass<WarpSynchronous>(context);
}

} // namespace sampan
