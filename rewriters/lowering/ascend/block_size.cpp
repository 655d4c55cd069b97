// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/block_size.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

namespace sampan::ascend {
namespace {

const clang::FunctionDecl *kernelOf(const clang::NamedDecl *decl) {
  decl = decl->getUnderlyingDecl();
  if (const auto *made = llvm::dyn_cast<clang::FunctionTemplateDecl>(decl))
    decl = made->getTemplatedDecl();
  const auto *function = llvm::dyn_cast<clang::FunctionDecl>(decl);
  if (!function || !function->hasAttr<clang::CUDAGlobalAttr>())
    return nullptr;
  if (const clang::FunctionDecl *pattern = function->getTemplateInstantiationPattern())
    function = pattern;
  return function->getCanonicalDecl();
}

/// The variable whose value an assignment or an address changes.
const clang::ValueDecl *changedVariable(const clang::Expr *e) {
  e = e->IgnoreParenImpCasts();
  while (const auto *member = llvm::dyn_cast<clang::MemberExpr>(e))
    e = member->getBase()->IgnoreParenImpCasts();
  const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(e);
  return reference ? reference->getDecl() : nullptr;
}

bool isDim3(clang::QualType type) {
  const auto *record = type.isNull() ? nullptr : type->getAsCXXRecordDecl();
  return record && record->getIdentifier() && record->getName() == "dim3";
}

} // namespace

void BlockSizes::visit(const clang::Stmt &statement) {
  if (const auto *launch = llvm::dyn_cast<clang::CUDAKernelCallExpr>(&statement))
    return addLaunch(*launch);
  if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(&statement)) {
    if (const clang::FunctionDecl *kernel = kernelOf(reference->getDecl()))
      ++references[kernel];
  } else if (const auto *overloads = llvm::dyn_cast<clang::OverloadExpr>(&statement)) {
    for (const clang::NamedDecl *decl : overloads->decls())
      if (const clang::FunctionDecl *kernel = kernelOf(decl))
        unknown.insert(kernel);
  } else if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&statement)) {
    if (binary->isAssignmentOp())
      changed.insert(changedVariable(binary->getLHS()));
  } else if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(&statement)) {
    if (unary->isIncrementDecrementOp() || unary->getOpcode() == clang::UO_AddrOf)
      changed.insert(changedVariable(unary->getSubExpr()));
  } else if (const auto *call = llvm::dyn_cast<clang::CXXOperatorCallExpr>(&statement)) {
    if (call->isAssignmentOp())
      changed.insert(changedVariable(call->getArg(0)));
  }
}

void BlockSizes::addLaunch(const clang::CUDAKernelCallExpr &launch) {
  const auto *reference =
      llvm::dyn_cast<clang::DeclRefExpr>(launch.getCallee()->IgnoreParenImpCasts());
  const clang::FunctionDecl *kernel = reference ? kernelOf(reference->getDecl()) : nullptr;
  const clang::CallExpr *configuration = launch.getConfig();
  if (!kernel)
    return;
  if (!configuration || configuration->getNumArgs() < 2)
    unknown.insert(kernel);
  else
    launches.insert({kernel, configuration->getArg(1)});
}

std::optional<unsigned> BlockSizes::of(const clang::FunctionDecl &definition) const {
  const clang::FunctionDecl *kernel = definition.getCanonicalDecl();
  // Other units may launch what a header declares.
  bool isLocal =
      context.sources.isInMainFile(context.sources.getExpansionLoc(kernel->getLocation()));
  auto uses = references.find(kernel);
  auto [first, last] = launches.equal_range(kernel);
  auto count = static_cast<unsigned>(std::distance(first, last));
  if (!isLocal || unknown.contains(kernel) || count == 0 || uses == references.end() ||
      uses->second != count)
    return std::nullopt;
  unsigned largest = 0;
  for (auto launch = first; launch != last; ++launch) {
    std::optional<unsigned> size = threads(launch->second, 0);
    if (!size || *size == 0 || *size > 1024)
      return std::nullopt;
    largest = std::max(largest, *size);
  }
  return largest;
}

std::optional<unsigned> BlockSizes::number(const clang::Expr &expression, unsigned depth) const {
  clang::Expr::EvalResult value;
  if (llvm::isa<clang::CXXDefaultArgExpr>(expression))
    return 1;
  if (!expression.isValueDependent() && expression.EvaluateAsInt(value, context.ast))
    return static_cast<unsigned>(value.Val.getInt().getExtValue());
  const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(expression.IgnoreParenImpCasts());
  const auto *variable = reference ? llvm::dyn_cast<clang::VarDecl>(reference->getDecl()) : nullptr;
  if (variable && variable->isLocalVarDecl() && variable->getInit() && depth < 4 &&
      !changed.contains(variable))
    return number(*variable->getInit(), depth + 1);
  const auto *product = llvm::dyn_cast<clang::BinaryOperator>(expression.IgnoreParenImpCasts());
  if (!product || product->getOpcode() != clang::BO_Mul)
    return std::nullopt;
  std::optional<unsigned> left = number(*product->getLHS(), depth + 1);
  std::optional<unsigned> right = number(*product->getRHS(), depth + 1);
  return left && right ? std::optional<unsigned>(*left * *right) : std::nullopt;
}

std::optional<unsigned> BlockSizes::threads(const clang::Expr *block, unsigned depth) const {
  if (!block || depth > 8)
    return std::nullopt;
  block = block->IgnoreUnlessSpelledInSource();
  if (!isDim3(block->getType()))
    return number(*block, depth);
  const clang::Expr *const *arguments = nullptr;
  unsigned count = 0;
  if (const auto *construct = llvm::dyn_cast<clang::CXXConstructExpr>(block)) {
    arguments = construct->getArgs();
    count = construct->getNumArgs();
  } else if (const auto *list = llvm::dyn_cast<clang::InitListExpr>(block)) {
    arguments = list->getInits();
    count = list->getNumInits();
  } else if (const auto *cast = llvm::dyn_cast<clang::ExplicitCastExpr>(block)) {
    return threads(cast->getSubExpr(), depth + 1);
  } else if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(block)) {
    const auto *variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
    if (!variable || !variable->isLocalVarDecl() || !variable->getInit() ||
        changed.contains(variable))
      return std::nullopt;
    return threads(variable->getInit(), depth + 1);
  }
  if (count == 1 && isDim3(arguments[0]->getType()))
    return threads(arguments[0], depth + 1);
  unsigned product = count ? 1 : 0;
  for (unsigned i = 0; i < count; ++i) {
    std::optional<unsigned> size = number(*arguments[i], depth + 1);
    if (!size)
      return std::nullopt;
    product *= *size;
  }
  return product ? std::optional<unsigned>(product) : std::nullopt;
}

} // namespace sampan::ascend
