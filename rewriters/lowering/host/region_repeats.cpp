// SPDX-License-Identifier: Apache-2.0
// Short stretches of a row that are no multiple of a vector's length: the inner 14 threads of a
// tile of 16. Half of them would run one by one after the first vector. Where a thread may as well
// run twice, the last vector begins early enough to end where the stretch does:
//
//   for each thread of [1, 15): out[t] = in[t - 1] + in[t + 1];
//   ->  for each of [1, 9): ...   for each of [7, 15): ...
//
// A thread may run twice if nothing that it reads is what threads change here, so that it stores
// the same again.
#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/host/region.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

namespace sampan::host {
namespace {

/// Looks for anything that a second run could notice.
class RepeatReader {
public:
  explicit RepeatReader(const Writing &writing) : writing(writing) {}

  bool read(const std::vector<const clang::Stmt *> &statements) {
    for (const clang::Stmt *statement : statements)
      if (!visit(*statement))
        return false;
    // What the block's own arrays are not, one of the kernel's pointers may lead to.
    if (storesOutside && loadsOutside)
      return false;
    return llvm::none_of(loaded,
                         [&](const clang::VarDecl *array) { return stored.contains(array); }) &&
           llvm::none_of(changed, [&](const clang::VarDecl *variable) {
             return named.lookup(variable) != writes.lookup(variable);
           });
  }

private:
  bool isShared(const clang::VarDecl &variable) const {
    return variable.hasAttr<clang::CUDASharedAttr>() && !variable.hasExternalStorage() &&
           variable.getType()->isArrayType();
  }

  /// The variable whose element this is; null where pointers of other kinds are followed.
  const clang::VarDecl *arrayOf(const clang::Expr &element, bool &isOutside) {
    const clang::Expr *at = element.IgnoreParenImpCasts();
    while (true) {
      if (const auto *subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(at)) {
        if (!visit(*subscript->getIdx()))
          return nullptr;
        at = subscript->getBase()->IgnoreParenImpCasts();
      } else if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(at);
                 member && !member->isArrow()) {
        at = member->getBase()->IgnoreParenImpCasts();
      } else {
        break;
      }
    }
    const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(at);
    const auto *variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
    if (!variable || variable->getType()->isReferenceType())
      return nullptr;
    if (isShared(*variable))
      return variable;
    const LocalVariable *local = writing.facts.uses.find(variable);
    isOutside = llvm::isa<clang::ParmVarDecl>(variable) && local && !local->isWritten() &&
                variable->getType()->isPointerType() && !writing.isCallee && writing.depth == 0;
    return isOutside ? variable : nullptr;
  }

  bool store(const clang::Expr &target, bool isPlain) {
    const clang::Expr *plain = target.IgnoreParens();
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(plain)) {
      const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
      if (!variable || !writing.facts.uses.find(variable) ||
          variable->getType()->isReferenceType() || variable->isStaticLocal())
        return false;
      if (inside.contains(variable))
        return true;
      changed.insert(variable);
      ++writes[variable], ++named[variable];
      return isPlain && writing.shape.storageOf(variable) == Storage::Carried;
    }
    bool isOutside = false;
    const clang::VarDecl *array = isPlain && llvm::isa<clang::ArraySubscriptExpr>(plain)
                                      ? arrayOf(*plain, isOutside)
                                      : nullptr;
    if (!array)
      return false;
    storesOutside |= isOutside;
    stored.insert(array);
    return true;
  }

  /// One of the library's functions of numbers.
  bool isFunction(const clang::CallExpr &call) const {
    const clang::FunctionDecl *callee = call.getDirectCallee();
    auto isNumber = [](clang::QualType type) {
      return type->isArithmeticType() && !type.isVolatileQualified();
    };
    return callee && !callee->isVariadic() && callee->getNumParams() > 0 &&
           classifyDeviceCall(call) == DeviceCall::Ordinary && isNumber(callee->getReturnType()) &&
           writing.facts.ast.getSourceManager().isInSystemHeader(callee->getLocation()) &&
           llvm::all_of(callee->parameters(), [&](const clang::ParmVarDecl *parameter) {
             const clang::QualType type = parameter->getType();
             return isNumber(type) ||
                    (type->isReferenceType() && type.getNonReferenceType().isConstQualified() &&
                     isNumber(type.getNonReferenceType()));
           });
  }

  bool visitAll(const clang::Stmt &statement) {
    return llvm::all_of(statement.children(),
                        [&](const clang::Stmt *child) { return !child || visit(*child); });
  }

  bool visit(const clang::Stmt &statement) {
    if (const auto *expression = llvm::dyn_cast<clang::Expr>(&statement);
        expression && (expression->isTypeDependent() || expression->isValueDependent()) &&
        !llvm::isa<clang::DeclRefExpr, clang::ArraySubscriptExpr, clang::BinaryOperator,
                   clang::UnaryOperator, clang::ParenExpr, clang::ImplicitCastExpr>(expression))
      return false;
    if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(&statement))
      return llvm::all_of(declarations->decls(), [&](const clang::Decl *decl) {
        const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
        if (!variable || variable->isStaticLocal() || !variable->getType()->isArithmeticType())
          return false;
        inside.insert(variable);
        return !variable->hasInit() || visit(*variable->getInit());
      });
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&statement)) {
      if (!binary->isAssignmentOp())
        return !binary->isPtrMemOp() && visitAll(*binary);
      return store(*binary->getLHS(), binary->getOpcode() == clang::BO_Assign) &&
             visit(*binary->getRHS());
    }
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(&statement)) {
      if (unary->isIncrementDecrementOp())
        return store(*unary->getSubExpr(), false);
      return unary->getOpcode() != clang::UO_Deref && unary->getOpcode() != clang::UO_AddrOf &&
             visitAll(*unary);
    }
    if (const auto *element = llvm::dyn_cast<clang::ArraySubscriptExpr>(&statement)) {
      bool isOutside = false;
      const clang::VarDecl *array = arrayOf(*element, isOutside);
      loadsOutside |= isOutside;
      if (array)
        loaded.insert(array);
      return array != nullptr;
    }
    if (const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(&statement)) {
      const auto *variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
      if (variable)
        ++named[variable];
      return !variable || !variable->getType()->isReferenceType();
    }
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(&statement))
      return isFunction(*call) && llvm::all_of(call->arguments(), [&](const clang::Expr *argument) {
               return visit(*argument);
             });
    if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(&statement))
      return !member->isArrow() && visitAll(statement);
    return llvm::isa<clang::CompoundStmt, clang::IfStmt, clang::ParenExpr, clang::CastExpr,
                     clang::ConditionalOperator, clang::IntegerLiteral, clang::FloatingLiteral,
                     clang::CXXBoolLiteralExpr, clang::MaterializeTemporaryExpr,
                     clang::ExprWithCleanups, clang::NullStmt, clang::SubstNonTypeTemplateParmExpr>(
               statement) &&
           visitAll(statement);
  }

  const Writing &writing;
  llvm::DenseSet<const clang::VarDecl *> inside, changed, stored, loaded;
  llvm::DenseMap<const clang::VarDecl *, unsigned> writes, named;
  bool storesOutside = false, loadsOutside = false;
};

} // namespace

/// Rows of one-dimensional blocks are long: what is left of them counts for little.
bool RegionWriter::mayRepeat(const Statements &statements) const {
  auto varies = [&](const clang::Stmt *statement) { return rows.variesByRow(*statement); };
  if (oneThread || hasReturn || !mixed.empty() || writing.isCounting() || !callEdits.empty() ||
      !exchangeSteps.empty() || !llvm::any_of(statements, varies) || !mayRunTogether(statements))
    return false;
  for (const Vote &vote : writing.shape.votes)
    for (const clang::Stmt *statement : statements)
      if (writing.facts.uses.isInside(vote.call, statement))
        return false;
  return RepeatReader(writing).read(statements);
}

std::string RegionWriter::inVectors(const std::string &loop) {
  return "{ const auto spn_part = [&](int spn_lo, int spn_hi) SPN_ALWAYS_INLINE -> void {\n" +
         loop + "};\n::spn::detail::inVectors(spn_lo, spn_hi, spn_part); }\n";
}

} // namespace sampan::host
