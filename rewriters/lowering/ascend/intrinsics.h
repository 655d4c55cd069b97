// SPDX-License-Identifier: Apache-2.0
// Calls of CUDA's device API in Ascend C: the names, the masks that warp operations do without, the
// integer types that atomics and shuffles take.
#pragma once

#include "rewriters/lowering/ascend/device_code.h"

#include "llvm/ADT/StringRef.h"

namespace clang {
class CallExpr;
class CXXMethodDecl;
class Expr;
} // namespace clang

namespace sampan::ascend {

class Intrinsics {
public:
  Intrinsics(PassContext &context, DeviceFunction &function)
      : context(context), function(function) {}

  /// A call of something that the program does not define. True when nothing but the arguments is
  /// left to look at. `around`: the statements that contain it, outermost first.
  bool handle(const clang::CallExpr &call, const clang::FunctionDecl &callee, bool resultIsUsed,
              llvm::ArrayRef<const clang::Stmt *> around);
  /// A call whose callee depends on template arguments.
  void handleUnresolved(const clang::CallExpr &call);
  /// What is known of a value that names lanes.
  PassedMask passedMask(const clang::Expr &mask, llvm::ArrayRef<const clang::Stmt *> around) const;

private:
  void handleLibrary(const clang::CallExpr &call, const clang::FunctionDecl &callee);
  void handleGroup(const clang::CallExpr &call, const clang::FunctionDecl &callee);
  void meetBlocks(const clang::CallExpr &call);
  void handleGroupMember(const clang::CallExpr &call, const clang::CXXMethodDecl &method);
  void replaceCall(const clang::CallExpr &call, const std::string &by);
  void makeFreeCall(const clang::CallExpr &call, const std::string &function);
  void handleVote(const clang::CallExpr &call, llvm::StringRef name);
  void handleWarp(const clang::CallExpr &call, llvm::StringRef name,
                  llvm::ArrayRef<const clang::Stmt *> around);
  void handleAtomic(const clang::CallExpr &call, llvm::StringRef name, bool resultIsUsed);
  void castToOverload(const clang::CallExpr &call, llvm::StringRef name);
  void castLong(const clang::CallExpr &call, unsigned argument);
  void respell(const clang::CallExpr &call, llvm::StringRef spelling);
  void missing(const std::string &what, const clang::CallExpr &call);

  PassContext &context;
  DeviceFunction &function;
};

} // namespace sampan::ascend
