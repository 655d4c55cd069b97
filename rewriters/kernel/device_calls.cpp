// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/device_calls.h"

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/StringSwitch.h"

namespace sampan {
namespace {

/// The declarations that a callee expression may mean.
llvm::SmallVector<const clang::NamedDecl *, 4> candidates(const clang::CallExpr &call) {
  llvm::SmallVector<const clang::NamedDecl *, 4> result;
  if (const clang::Decl *decl = call.getCalleeDecl()) {
    if (const auto *named = llvm::dyn_cast<clang::NamedDecl>(decl))
      result.push_back(named);
    return result;
  }
  const clang::Expr *callee = call.getCallee()->IgnoreParenImpCasts();
  if (const auto *overloads = llvm::dyn_cast<clang::OverloadExpr>(callee))
    for (const clang::NamedDecl *decl : overloads->decls())
      result.push_back(decl->getUnderlyingDecl());
  return result;
}

const clang::FunctionDecl *asFunction(const clang::NamedDecl *decl) {
  if (const auto *made = llvm::dyn_cast<clang::FunctionTemplateDecl>(decl))
    return made->getTemplatedDecl();
  return llvm::dyn_cast<clang::FunctionDecl>(decl);
}

std::string objectType(const clang::CallExpr &call) {
  const clang::Expr *callee = call.getCallee()->IgnoreParenImpCasts();
  const clang::Expr *object = nullptr;
  if (const auto *member = llvm::dyn_cast<clang::MemberExpr>(callee))
    object = member->getBase();
  else if (const auto *dependent = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(callee))
    object = dependent->isImplicitAccess() ? nullptr : dependent->getBase();
  return object ? object->getType().getAsString() : std::string();
}

bool isWarpName(llvm::StringRef name) {
  return name.starts_with("__shfl") || name.starts_with("__ballot") ||
         name.starts_with("__match_") || name.starts_with("__reduce_") || name == "__any_sync" ||
         name == "__all_sync" || name == "__uni_sync" || name == "__any" || name == "__all" ||
         name == "__syncwarp" || name == "__activemask";
}

DeviceCall classifyMember(llvm::StringRef name, llvm::StringRef object) {
  bool collective = llvm::StringSwitch<bool>(name)
                        .Cases({"sync", "shfl", "shfl_down", "shfl_up", "shfl_xor"}, true)
                        .Cases({"any", "all", "ballot", "match_any", "match_all"}, true)
                        .Cases({"barrier_wait", "barrier_arrive"}, true)
                        .Default(false);
  if (!collective)
    return DeviceCall::Ordinary;
  if (object.contains("grid_group"))
    return DeviceCall::GridBarrier;
  if (object.contains("thread_block_tile") || object.contains("coalesced_group"))
    return DeviceCall::WarpCollective;
  return object.contains("thread_block") || object.contains("thread_group")
             ? DeviceCall::BlockBarrier
             : DeviceCall::Ordinary;
}

} // namespace

DeviceCall classifyDeviceCall(llvm::StringRef name, bool isMember, llvm::StringRef object) {
  if (isMember)
    return classifyMember(name, object);
  if (name.starts_with("__syncthreads") || name.starts_with("__barrier_sync"))
    return DeviceCall::BlockBarrier;
  if (isWarpName(name))
    return DeviceCall::WarpCollective;
  if (name.starts_with("atomic") && name.size() > 6 && name[6] >= 'A' && name[6] <= 'Z')
    return DeviceCall::Atomic;
  if (name.starts_with("__threadfence"))
    return DeviceCall::Fence;
  if (name.starts_with("tex1D") || name.starts_with("tex2D") || name.starts_with("tex3D") ||
      name.starts_with("texCube") || name.starts_with("surf"))
    return DeviceCall::Texture;
  return llvm::StringSwitch<DeviceCall>(name)
      .Case("printf", DeviceCall::Print)
      .Cases({"malloc", "free"}, DeviceCall::Heap)
      .Cases({"clock", "clock64"}, DeviceCall::Clock)
      .Cases({"__trap", "__assert_fail"}, DeviceCall::Trap)
      .Default(DeviceCall::Ordinary);
}

llvm::StringRef calleeName(const clang::CallExpr &call) {
  for (const clang::NamedDecl *decl : candidates(call))
    if (const clang::IdentifierInfo *identifier = decl->getIdentifier())
      return identifier->getName();
  const clang::Expr *callee = call.getCallee()->IgnoreParenImpCasts();
  clang::DeclarationName name;
  if (const auto *overloads = llvm::dyn_cast<clang::OverloadExpr>(callee))
    name = overloads->getName();
  else if (const auto *member = llvm::dyn_cast<clang::CXXDependentScopeMemberExpr>(callee))
    name = member->getMember();
  else if (const auto *scoped = llvm::dyn_cast<clang::DependentScopeDeclRefExpr>(callee))
    name = scoped->getDeclName();
  if (const clang::IdentifierInfo *identifier = name.getAsIdentifierInfo())
    return identifier->getName();
  return {};
}

DeviceCall classifyDeviceCall(const clang::CallExpr &call) {
  llvm::StringRef name = calleeName(call);
  if (name.empty())
    return DeviceCall::Ordinary;
  std::string object = objectType(call);
  return classifyDeviceCall(name, !object.empty(), object);
}

const clang::FunctionDecl *calleeDefinition(const clang::CallExpr &call) {
  for (const clang::NamedDecl *decl : candidates(call)) {
    const clang::FunctionDecl *function = asFunction(decl);
    if (!function)
      continue;
    if (const clang::FunctionDecl *pattern = function->getTemplateInstantiationPattern())
      function = pattern;
    const clang::FunctionDecl *definition = nullptr;
    if (function->hasBody(definition))
      return definition;
  }
  return nullptr;
}

bool isOpaqueCall(const clang::CallExpr &call) {
  if (llvm::isa<clang::CXXOperatorCallExpr>(call))
    return false;
  auto all = candidates(call);
  if (all.empty())
    return calleeName(call).empty();
  const clang::FunctionDecl *function = asFunction(all.front());
  if (!function)
    return true;
  const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
  return method && method->isVirtual();
}

const clang::FunctionDecl *launchedKernel(const clang::CUDAKernelCallExpr &launch) {
  if (const clang::FunctionDecl *direct = launch.getDirectCallee())
    return direct;
  const auto *overloads =
      llvm::dyn_cast<clang::OverloadExpr>(launch.getCallee()->IgnoreParenImpCasts());
  if (!overloads || overloads->getNumDecls() != 1)
    return nullptr;
  const clang::NamedDecl *only = (*overloads->decls_begin())->getUnderlyingDecl();
  if (const auto *made = llvm::dyn_cast<clang::FunctionTemplateDecl>(only))
    return made->getTemplatedDecl();
  return llvm::dyn_cast<clang::FunctionDecl>(only);
}

} // namespace sampan
