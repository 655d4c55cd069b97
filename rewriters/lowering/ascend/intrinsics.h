// SPDX-License-Identifier: Apache-2.0
// Calls of CUDA's device API in Ascend C: the names, the masks that warp operations do without, the
// integer types that atomics and shuffles take.
#pragma once

#include "rewriters/lowering/ascend/device_code.h"

#include "llvm/ADT/StringRef.h"

namespace clang {
class CallExpr;
class Expr;
} // namespace clang

namespace sampan::ascend {

class Intrinsics {
public:
  Intrinsics(PassContext &context, DeviceFunction &function)
      : context(context), function(function) {}

  /// A call of something that the program does not define. True when nothing but the arguments is
  /// left to look at.
  bool handle(const clang::CallExpr &call, const clang::FunctionDecl &callee, bool resultIsUsed);
  /// A call whose callee depends on template arguments.
  void handleUnresolved(const clang::CallExpr &call);

private:
  void handleLibrary(const clang::CallExpr &call, const clang::FunctionDecl &callee);
  void handleGroup(const clang::CallExpr &call, const clang::FunctionDecl &callee);
  void handleWarp(const clang::CallExpr &call, llvm::StringRef name);
  void handleAtomic(const clang::CallExpr &call, llvm::StringRef name, bool resultIsUsed);
  bool maskIsProven(const clang::Expr &mask, unsigned depth);
  void castToOverload(const clang::CallExpr &call, llvm::StringRef name);
  void castLong(const clang::CallExpr &call, unsigned argument);
  void respell(const clang::CallExpr &call, llvm::StringRef spelling);
  void missing(const std::string &what, const clang::CallExpr &call);

  PassContext &context;
  DeviceFunction &function;
};

} // namespace sampan::ascend
