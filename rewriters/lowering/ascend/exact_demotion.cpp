// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/exact_demotion.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/ascend/source_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/StringSwitch.h"

namespace sampan::ascend {
namespace {

bool isType(const clang::Expr &expression, clang::BuiltinType::Kind kind) {
  clang::QualType type = expression.getType();
  return !type.isNull() && !type->isDependentType() &&
         type.getCanonicalType()->isSpecificBuiltinType(kind);
}

bool isFloat(const clang::Expr &e) { return isType(e, clang::BuiltinType::Float); }

enum class Rounding { None, Once };

class Demoter {
public:
  Demoter(const PassContext &context, Demotion &result) : context(context), result(result) {}

  /// Whether the value of `e`, which is double, is that of a float expression. Once: up to one
  /// rounding to float that follows anyway.
  bool demote(const clang::Expr *e, Rounding rounding) {
    e = e->IgnoreParens();
    if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(e))
      return demoteCast(*cast);
    if (const auto *literal = llvm::dyn_cast<clang::FloatingLiteral>(e))
      return demoteConstant(*e, literal->getValue());
    clang::Expr::EvalResult value;
    if (!e->isValueDependent() && e->EvaluateAsRValue(value, context.ast) && value.Val.isFloat())
      return demoteConstant(*e, value.Val.getFloat());
    if (const auto *unary = llvm::dyn_cast<clang::UnaryOperator>(e))
      return (unary->getOpcode() == clang::UO_Minus || unary->getOpcode() == clang::UO_Plus) &&
             demote(unary->getSubExpr(), rounding);
    if (const auto *choice = llvm::dyn_cast<clang::ConditionalOperator>(e)) {
      result.leaves.push_back(choice->getCond());
      return demote(choice->getTrueExpr(), rounding) && demote(choice->getFalseExpr(), rounding);
    }
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(e))
      return demoteCall(*call, rounding);
    const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(e);
    if (!binary || rounding == Rounding::None)
      return false;
    switch (binary->getOpcode()) {
    case clang::BO_Add:
    case clang::BO_Sub:
    case clang::BO_Mul:
    case clang::BO_Div:
      return demote(binary->getLHS(), Rounding::None) && demote(binary->getRHS(), Rounding::None);
    default:
      return false;
    }
  }

private:
  bool demoteCast(const clang::CastExpr &cast) {
    const clang::Expr *inner = cast.getSubExpr();
    if (!llvm::isa<clang::ImplicitCastExpr>(cast))
      return false;
    if (cast.getCastKind() == clang::CK_FloatingCast && isFloat(*inner)) {
      result.leaves.push_back(inner);
      return true;
    }
    if (cast.getCastKind() == clang::CK_LValueToRValue)
      return false;
    // Integers that float holds exactly.
    if (cast.getCastKind() != clang::CK_IntegralToFloating)
      return false;
    clang::Expr::EvalResult value;
    bool small = context.ast.getTypeSize(inner->IgnoreParenImpCasts()->getType()) <= 16;
    if (!small && (inner->isValueDependent() || !inner->EvaluateAsInt(value, context.ast) ||
                   value.Val.getInt().abs().getActiveBits() > 24))
      return false;
    result.leaves.push_back(inner);
    return true;
  }

  bool demoteConstant(const clang::Expr &e, llvm::APFloat value) {
    bool inexact = false;
    value.convert(llvm::APFloat::IEEEsingle(), llvm::APFloat::rmNearestTiesToEven, &inexact);
    if (inexact)
      return false;
    std::optional<Span> span = spanOf(context, e);
    if (!span)
      return false;
    bool plain = llvm::isa<clang::FloatingLiteral>(e) && !e.getBeginLoc().isMacroID();
    if (plain) {
      span->column += span->end - span->begin;
      span->begin = span->end;
      result.edits.push_back({*span, "f"});
      return true;
    }
    Span back = *span;
    back.begin = back.end;
    span->end = span->begin;
    result.edits.push_back({*span, "static_cast<float>("});
    result.edits.push_back({back, ")"});
    return true;
  }

  /// Functions whose result for a float argument is a float, exactly or after one rounding.
  bool demoteCall(const clang::CallExpr &call, Rounding rounding) {
    llvm::StringRef name = calleeName(call);
    bool exact = llvm::StringSwitch<bool>(name)
                     .Cases({"fabs", "floor", "ceil", "trunc", "rint", "round"}, true)
                     .Cases({"fmin", "fmax", "copysign"}, true)
                     .Default(false);
    if (!exact && !(name == "sqrt" && rounding == Rounding::Once))
      return false;
    for (const clang::Expr *argument : call.arguments())
      if (!demote(argument, Rounding::None))
        return false;
    const clang::Expr *callee = call.getCallee()->IgnoreParenImpCasts();
    const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(callee);
    std::optional<Span> at = reference ? context.tokenSpan(reference->getLocation()) : std::nullopt;
    if (!at)
      return false;
    if (reference->hasQualifier())
      if (std::optional<Span> whole = spanOf(context, *reference))
        at = whole;
    result.edits.push_back({*at, name.str() + "f"});
    return true;
  }

  const PassContext &context;
  Demotion &result;
};

} // namespace

bool isDoubleType(const clang::Expr &e) {
  return isType(e, clang::BuiltinType::Double) || isType(e, clang::BuiltinType::LongDouble);
}

bool endsDoubleArithmetic(const clang::Expr &e) {
  if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(&e))
    return isDoubleType(*cast->getSubExpr()) &&
           (isFloat(e) || cast->getCastKind() == clang::CK_FloatingToBoolean ||
            cast->getCastKind() == clang::CK_FloatingToIntegral);
  if (const auto *compound = llvm::dyn_cast<clang::CompoundAssignOperator>(&e))
    return isFloat(*compound->getLHS()) && isDoubleType(*compound->getRHS());
  const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&e);
  return binary && binary->isComparisonOp() && isDoubleType(*binary->getLHS());
}

Demotion demote(const PassContext &context, const clang::Expr &e) {
  Demotion result;
  Demoter demoter(context, result);
  if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(&e)) {
    const clang::Expr *inner = cast->getSubExpr();
    // A constant is rounded by the compiler.
    if (!inner->isValueDependent() && inner->isEvaluatable(context.ast)) {
      result.isExact = true;
      if (!demoter.demote(inner, Rounding::None))
        result.edits.clear();
      result.leaves.clear();
      return result;
    }
    result.isExact = demoter.demote(inner, isFloat(e) ? Rounding::Once : Rounding::None);
  } else if (const auto *compound = llvm::dyn_cast<clang::CompoundAssignOperator>(&e)) {
    result.leaves.push_back(compound->getLHS());
    result.isExact = demoter.demote(compound->getRHS(), Rounding::None);
  } else if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(&e)) {
    result.isExact = demoter.demote(binary->getLHS(), Rounding::None) &&
                     demoter.demote(binary->getRHS(), Rounding::None);
  }
  return result;
}

} // namespace sampan::ascend
