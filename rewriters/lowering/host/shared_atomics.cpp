// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/shared_atomics.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

namespace sampan::host {
namespace {

constexpr unsigned kMostSteps = 8; ///< from pointer to pointer

bool hasBlockForm(llvm::StringRef name) {
  for (const char *known :
       {"atomicAdd", "atomicSub", "atomicMin", "atomicMax", "atomicInc", "atomicDec", "atomicAnd",
        "atomicOr", "atomicXor", "atomicExch", "atomicCAS"})
    if (name == known)
      return true;
  return false;
}

/// Follows a pointer or an object to the variable that it is, or is a part of.
class SharedOperand {
public:
  explicit SharedOperand(const KernelFacts &facts) : facts(facts) {}

  bool isSharedPointer(const clang::Expr &expression, unsigned steps = 0) const {
    const clang::Expr *plain = expression.IgnoreParens();
    if (steps > kMostSteps)
      return false;
    if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(plain)) {
      const clang::Expr *from = cast->getSubExpr();
      switch (cast->getCastKind()) {
      case clang::CK_ArrayToPointerDecay:
        return isSharedObject(*from, steps + 1);
      case clang::CK_NoOp:
      case clang::CK_BitCast:
      case clang::CK_LValueToRValue:
        return isSharedPointer(*from, steps + 1);
      default:
        return false;
      }
    }
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(plain))
      return unary->getOpcode() == clang::UO_AddrOf &&
             isSharedObject(*unary->getSubExpr(), steps + 1);
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(plain)) {
      if (!binary->isAdditiveOp() || !binary->getType()->isPointerType())
        return false;
      bool left = binary->getLHS()->getType()->isPointerType();
      return isSharedPointer(left ? *binary->getLHS() : *binary->getRHS(), steps + 1);
    }
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(plain))
      return isSharedVariable(*name, steps);
    return false;
  }

private:
  /// A pointer variable of the kernel that never points elsewhere.
  bool isSharedVariable(const clang::DeclRefExpr &name, unsigned steps) const {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(name.getDecl());
    const LocalVariable *local = variable ? facts.uses.find(variable) : nullptr;
    return local && !llvm::isa<clang::ParmVarDecl>(variable) && !local->isWritten() &&
           !variable->hasAttr<clang::CUDASharedAttr>() && variable->getType()->isPointerType() &&
           variable->hasInit() && isSharedPointer(*variable->getInit(), steps + 1);
  }

  bool isSharedObject(const clang::Expr &expression, unsigned steps) const {
    const clang::Expr *plain = expression.IgnoreParens();
    if (steps > kMostSteps)
      return false;
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(plain)) {
      const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
      return variable && variable->hasAttr<clang::CUDASharedAttr>() &&
             !variable->getType()->isReferenceType();
    }
    if (const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(plain))
      return isSharedPointer(*element->getBase(), steps + 1);
    if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(plain))
      return llvm::isa<clang::FieldDecl>(member->getMemberDecl()) &&
             !member->getType()->isReferenceType() &&
             (member->isArrow() ? isSharedPointer(*member->getBase(), steps + 1)
                                : isSharedObject(*member->getBase(), steps + 1));
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(plain))
      return unary->getOpcode() == clang::UO_Deref &&
             isSharedPointer(*unary->getSubExpr(), steps + 1);
    return false;
  }

  const KernelFacts &facts;
};

/// The runtime's own function, and not one that the program adds under its name.
bool isRuntimeAtomic(const clang::CallExpr &call, const clang::SourceManager &sources) {
  const clang::FunctionDecl *callee = call.getDirectCallee();
  return callee && callee->getIdentifier() && !callee->isTemplateInstantiation() &&
         callee->getDeclContext()->getRedeclContext()->isTranslationUnit() &&
         hasBlockForm(callee->getName()) && callee->getNumParams() >= 2 &&
         sources.isInSystemHeader(sources.getExpansionLoc(callee->getLocation()));
}

} // namespace

void addSharedAtomicEdits(const clang::Stmt &statement, const KernelFacts &facts,
                          const KernelText &text, LocalEdits &edits) {
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(&statement);
      call && isRuntimeAtomic(*call, facts.ast.getSourceManager()) &&
      SharedOperand(facts).isSharedPointer(*call->getArg(0))) {
    std::optional<TextRange> range = text.rangeOf(*call->getCallee());
    if (range && !text.isEdited(*range))
      edits.push_back({*range, call->getDirectCallee()->getName().str() + "_block"});
  }
  for (const clang::Stmt *child : statement.children())
    if (child)
      addSharedAtomicEdits(*child, facts, text, edits);
}

} // namespace sampan::host
