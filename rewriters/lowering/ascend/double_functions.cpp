// SPDX-License-Identifier: Apache-2.0
// Which functions on doubles runtime-shim's sampan/soft_double.h and ascend/double.h have.
#include "rewriters/lowering/ascend/double_emulation.h"

#include "rewriters/kernel/device_calls.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

namespace sampan::ascend {

bool isSoftFunction(llvm::StringRef name) {
  static const llvm::StringSet<> names = {"fabs",
                                          "abs",
                                          "sqrt",
                                          "rsqrt",
                                          "fma",
                                          "fmin",
                                          "fmax",
                                          "min",
                                          "max",
                                          "floor",
                                          "ceil",
                                          "trunc",
                                          "rint",
                                          "round",
                                          "nearbyint",
                                          "copysign",
                                          "fmod",
                                          "fdim",
                                          "exp",
                                          "exp2",
                                          "exp10",
                                          "expm1",
                                          "log",
                                          "log2",
                                          "log10",
                                          "log1p",
                                          "pow",
                                          "sin",
                                          "cos",
                                          "tan",
                                          "sincos",
                                          "asin",
                                          "acos",
                                          "atan",
                                          "atan2",
                                          "sinh",
                                          "cosh",
                                          "tanh",
                                          "asinh",
                                          "acosh",
                                          "atanh",
                                          "cbrt",
                                          "hypot",
                                          "erf",
                                          "erfc",
                                          "ldexp",
                                          "scalbn",
                                          "isnan",
                                          "isinf",
                                          "isfinite",
                                          "signbit",
                                          "__ldg",
                                          "__dadd_rn",
                                          "__dsub_rn",
                                          "__dmul_rn",
                                          "__ddiv_rn",
                                          "__fma_rn",
                                          "__dsqrt_rn",
                                          "__drcp_rn",
                                          "__double_as_longlong",
                                          "__longlong_as_double",
                                          "__hiloint2double",
                                          "__double2hiint",
                                          "__double2loint",
                                          "__int2double_rn",
                                          "__uint2double_rn",
                                          "__ll2double_rn",
                                          "__ull2double_rn",
                                          "__double2int_rz",
                                          "__double2int_rn",
                                          "__double2uint_rz",
                                          "__double2ll_rz",
                                          "__double2ull_rz",
                                          "__double2float_rn",
                                          "make_double2",
                                          "make_double3",
                                          "make_double4"};
  return names.contains(name);
}

bool passesDouble(const clang::CallExpr &call, const clang::FunctionDecl &callee) {
  auto isDouble = [](clang::QualType type) {
    if (type->isPointerType())
      type = type->getPointeeType();
    return type->isSpecificBuiltinType(clang::BuiltinType::Double);
  };
  // A template leaves its arguments open; the parameters say what they become.
  bool isOpen = call.isTypeDependent() || call.isValueDependent();
  if (isOpen && llvm::any_of(callee.parameters(), [&](const clang::ParmVarDecl *parameter) {
        return isDouble(parameter->getType());
      }))
    return true;
  return isDouble(call.getType()) || calleeName(call).starts_with("make_double") ||
         llvm::any_of(call.arguments(), [&](const clang::Expr *e) {
           return isDouble(e->getType()) && isDouble(e->IgnoreParenImpCasts()->getType());
         });
}

} // namespace sampan::ascend
