// SPDX-License-Identifier: Apache-2.0
// The one description of a kernel that every lowering and every fit check reads: where its threads
// meet, what shared memory it has, what it calls and which features it needs. Built once from the
// AST; holds Clang pointers, so it lives no longer than the translation unit.
#pragma once

#include "rewriters/core/kernel_info.h"
#include "rewriters/kernel/device_calls.h"

#include <set>
#include <vector>

namespace clang {
class ASTContext;
class CallExpr;
class FunctionDecl;
class Stmt;
class VarDecl;
} // namespace clang

namespace sampan {

/// A place where threads wait for each other.
struct SyncPoint {
  const clang::CallExpr *call = nullptr;
  DeviceCall kind = DeviceCall::BlockBarrier;
  /// Enclosing statements that decide whether it is reached, outermost first.
  std::vector<const clang::Stmt *> control;
  bool uniform = true; ///< every thread of a block takes the same way to it
  bool afterDivergentReturn = false;
  const clang::FunctionDecl *in = nullptr; ///< the kernel, or a function that it calls
};

struct SharedVariable {
  const clang::VarDecl *variable = nullptr;
  std::uint64_t bytes = 0; ///< 0 when it depends on a template argument or on the launch
  bool dynamic = false;
};

struct KernelModel {
  const clang::FunctionDecl *kernel = nullptr;
  std::vector<SyncPoint> syncPoints; ///< in source order, those of callees where they are called
  std::vector<SharedVariable> shared;
  /// Ends of some threads, before a barrier that others go on to.
  std::vector<const clang::Stmt *> earlyReturns;
  std::set<const clang::FunctionDecl *> callees; ///< transitively, those with a visible body
  KernelInfo info;                               ///< all but `at`
};

/// `kernel` must be a definition.
KernelModel buildKernelModel(clang::ASTContext &ast, const clang::FunctionDecl &kernel);

} // namespace sampan
