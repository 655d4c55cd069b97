// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/kernel_needs.h"

#include "rewriters/kernel/discarded_values.h"
#include "rewriters/kernel/fp64_use.h"
#include "rewriters/kernel/printf_format.h"
#include "rewriters/kernel/type_size.h"
#include "rewriters/kernel/waiting_loops.h"
#include "rewriters/kernel/warp_mask.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"

#include <algorithm>
#include <set>

namespace sampan {
namespace {

/// Larger arrays of a thread are worth a word even where they fit.
constexpr std::uint64_t kLargeLocal = 512;

ScalarType scalarType(clang::QualType type) {
  if (type.isNull() || type->isDependentType())
    return ScalarType::Other;
  type = type.getCanonicalType().getUnqualifiedType();
  if (const auto *builtin = type->getAs<clang::BuiltinType>()) {
    switch (builtin->getKind()) {
    case clang::BuiltinType::Double:
      return ScalarType::Double;
    case clang::BuiltinType::Float:
      return ScalarType::Float;
    case clang::BuiltinType::Int:
    case clang::BuiltinType::UInt:
      return ScalarType::Int32;
    case clang::BuiltinType::Long:
    case clang::BuiltinType::ULong:
    case clang::BuiltinType::LongLong:
    case clang::BuiltinType::ULongLong:
      return ScalarType::Int64;
    case clang::BuiltinType::Short:
    case clang::BuiltinType::UShort:
    case clang::BuiltinType::Char_S:
    case clang::BuiltinType::SChar:
    case clang::BuiltinType::UChar:
      return ScalarType::Narrow;
    default:
      return ScalarType::Other;
    }
  }
  const auto *record = type->getAsCXXRecordDecl();
  if (!record || !record->getIdentifier())
    return ScalarType::Other;
  llvm::StringRef name = record->getName();
  return name.starts_with("__half") || name.starts_with("__nv_bfloat16") ? ScalarType::Half
                                                                         : ScalarType::Other;
}

bool isPackedVector(clang::QualType type) {
  const auto *record = type.isNull() ? nullptr : type->getAsCXXRecordDecl();
  const clang::TypedefNameDecl *alias = record ? record->getTypedefNameForAnonDecl() : nullptr;
  llvm::StringRef name = alias                               ? alias->getName()
                         : record && record->getIdentifier() ? record->getName()
                                                             : llvm::StringRef();
  if (!name.consume_back("3"))
    return false;
  name.consume_front("u");
  return name == "char" || name == "short" || name == "int" || name == "long" ||
         name == "longlong" || name == "float";
}

class Collector {
public:
  Collector(const clang::ASTContext &ast, const AddressSpaces &spaces, PlaceFinder placeOf,
            KernelInfo &info)
      : ast(ast), spaces(spaces), placeOf(placeOf), info(info) {}

  /// Returns the bytes that the function and the deepest way of calls from it keep per thread.
  std::uint64_t function(const SpaceInstance &instance, const MaskArguments &masks) {
    stack.push_back(instance.function);
    Scope outer = std::move(scope);
    scope = {&instance, &masks, discardedCalls(instance.function->getBody()), {}, 0, 0};
    walk(instance.function->getBody());
    std::uint64_t bytes = scope.ownBytes + scope.calleeBytes;
    scope = std::move(outer);
    stack.pop_back();
    return bytes;
  }

  void finish(const KernelModel &model, const MemoryAccesses &accesses) {
    addSynchronisation(model);
    addCrossBlockReads(accesses);
    addFp64();
    std::sort(info.needs.begin(), info.needs.end());
    info.needs.erase(std::unique(info.needs.begin(), info.needs.end()), info.needs.end());
  }

private:
  struct Scope {
    const SpaceInstance *instance = nullptr;
    const MaskArguments *masks = nullptr;
    llvm::DenseSet<const clang::CallExpr *> discarded;
    std::vector<const clang::Stmt *> control;
    std::uint64_t ownBytes = 0, calleeBytes = 0;
  };
  static constexpr std::size_t kMaxDepth = 24;

  KernelNeed &add(NeedKind kind, clang::SourceLocation at, llvm::StringRef name = {}) {
    KernelNeed need;
    need.kind = kind;
    need.at = placeOf(at);
    need.name = name.str();
    info.needs.push_back(std::move(need));
    return info.needs.back();
  }

  /// Of these one place is enough.
  KernelNeed *addOnce(NeedKind kind, clang::SourceLocation at, llvm::StringRef name = {}) {
    return once.emplace(kind, name.str()).second ? &add(kind, at, name) : nullptr;
  }

  void walk(const clang::Stmt *s) {
    if (!s)
      return;
    inspect(*s);
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(s);
        call && classifyDeviceCall(*call) == DeviceCall::Print) {
      walkPrinted(*call);
      return;
    }
    bool controls = llvm::isa<clang::IfStmt, clang::ForStmt, clang::WhileStmt, clang::DoStmt>(s);
    if (controls)
      scope.control.push_back(s);
    for (const clang::Stmt *child : s->children())
      walk(child);
    if (controls)
      scope.control.pop_back();
  }

  /// A float argument becomes double only on the way into printf.
  void walkPrinted(const clang::CallExpr &call) {
    for (const clang::Expr *argument : call.arguments()) {
      const auto *cast = llvm::dyn_cast<clang::ImplicitCastExpr>(argument);
      bool promoted = cast && cast->getCastKind() == clang::CK_FloatingCast;
      walk(promoted ? cast->getSubExpr() : argument);
    }
  }

  void inspect(const clang::Stmt &s) {
    fp64.add(ast, s);
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(&s))
      this->call(*call);
    else if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(&s))
      declare(*declarations);
    else if (const auto *assembly = llvm::dyn_cast<clang::GCCAsmStmt>(&s))
      add(NeedKind::InlinePtx, assembly->getAsmLoc());
    else if (llvm::isa<clang::CXXNewExpr, clang::CXXDeleteExpr>(s))
      add(NeedKind::DeviceHeap, s.getBeginLoc(),
          llvm::isa<clang::CXXNewExpr>(s) ? "new" : "delete");
    else if (const std::optional<NeedKind> wait = waitOf(s))
      add(*wait, s.getBeginLoc());
    if (const auto *e = llvm::dyn_cast<clang::Expr>(&s)) {
      if (llvm::isa<clang::RecoveryExpr>(e))
        addOnce(NeedKind::NotUnderstood, e->getExprLoc());
      if (scalarType(e->getType()) == ScalarType::Half)
        addOnce(NeedKind::Half, e->getExprLoc());
      bool inMemory = llvm::isa<clang::ArraySubscriptExpr, clang::MemberExpr>(e) && e->isLValue() &&
                      isPackedVector(e->getType());
      if (inMemory)
        addOnce(NeedKind::PackedVector, e->getExprLoc());
    }
  }

  std::optional<NeedKind> waitOf(const clang::Stmt &s) const {
    switch (waitingLoop(s)) {
    case LoopWait::None:
      return std::nullopt;
    case LoopWait::Flag:
    case LoopWait::Retry:
      return NeedKind::BlockWait;
    case LoopWait::Lock:
      return NeedKind::WarpLock;
    }
    return std::nullopt;
  }

  void declare(const clang::DeclStmt &statement) {
    for (const clang::Decl *decl : statement.decls()) {
      const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
      if (!variable || variable->hasAttr<clang::CUDASharedAttr>() || !variable->hasLocalStorage())
        continue;
      std::optional<std::uint64_t> size = bytesOfType(ast, variable->getType());
      if (!size)
        continue;
      std::uint64_t bytes = *size;
      scope.ownBytes += bytes;
      if (bytes >= kLargeLocal)
        add(NeedKind::LargeLocal, variable->getLocation(), variable->getName()).amount = bytes;
    }
  }

  void call(const clang::CallExpr &call) {
    if (llvm::isa<clang::CUDAKernelCallExpr>(call)) {
      add(NeedKind::DynamicParallelism, call.getExprLoc(), calleeName(call));
      return;
    }
    llvm::StringRef name = calleeName(call);
    clang::SourceLocation at = call.getCallee()->getExprLoc();
    switch (classifyDeviceCall(call)) {
    case DeviceCall::Atomic:
      return atomic(call, name);
    case DeviceCall::WarpCollective: {
      KernelNeed &need = add(NeedKind::WarpCollective, at, name);
      need.type = scalarType(call.getType());
      need.mask = warpMaskOf(ast, *scope.instance->function, call, scope.control, *scope.masks);
      return;
    }
    case DeviceCall::GridBarrier:
      add(NeedKind::GridBarrier, at, name);
      return;
    case DeviceCall::BlockBarrier:
      if (name != "sync" && name != "__syncthreads")
        add(NeedKind::Intrinsic, at, name);
      return;
    case DeviceCall::Texture:
      add(NeedKind::Texture, at, name);
      return;
    case DeviceCall::Heap:
      add(NeedKind::DeviceHeap, at, name);
      return;
    case DeviceCall::Print:
      add(NeedKind::Print, at, name).detail = printProblem(call);
      return;
    default:
      break;
    }
    if (name.ends_with("_system"))
      add(NeedKind::SystemScope, at, name);
    else
      ordinary(call, name, at);
  }

  void atomic(const clang::CallExpr &call, llvm::StringRef name) {
    KernelNeed &need = add(NeedKind::Atomic, call.getCallee()->getExprLoc(), name);
    if (call.getNumArgs() > 0) {
      const clang::Expr *pointer = call.getArg(0)->IgnoreParenImpCasts();
      need.type =
          scalarType(pointer->getType()->isArrayType() ? ast.getBaseElementType(pointer->getType())
                                                       : pointer->getType()->getPointeeType());
      need.spaces = spaces.pointee(*call.getArg(0), *scope.instance);
    }
    need.usesValue = !scope.discarded.contains(&call);
    bool system = name.ends_with("_system");
    clang::SourceLocation at = call.getCallee()->getExprLoc();
    if (system)
      add(NeedKind::SystemScope, at, name);
  }

  void ordinary(const clang::CallExpr &call, llvm::StringRef name, clang::SourceLocation at) {
    const clang::FunctionDecl *callee = concreteCallee(call);
    if (callee) {
      descend(call, *callee, at);
      return;
    }
    const auto *member = llvm::dyn_cast<clang::CXXMemberCallExpr>(&call);
    const clang::CXXMethodDecl *method = member ? member->getMethodDecl() : nullptr;
    const clang::FunctionDecl *direct = call.getDirectCallee();
    if (method && method->isVirtual()) {
      add(NeedKind::VirtualCall, at, method->getNameAsString());
    } else if (direct && isOfGroups(*direct)) {
      if (isGroupAlgorithm(name))
        add(NeedKind::GroupAlgorithm, at, name);
    } else if (!direct && isThroughPointer(call)) {
      add(NeedKind::FunctionPointer, at);
    } else if (direct && direct->hasAttr<clang::CUDADeviceAttr>() && !direct->hasBody() &&
               isOfProgram(*direct)) {
      add(NeedKind::UnknownCallee, at, name);
    } else if (!name.empty() && !llvm::isa<clang::CXXOperatorCallExpr>(call) && !method) {
      add(NeedKind::Intrinsic, at, name).type = scalarType(call.getType());
    }
  }

  void descend(const clang::CallExpr &call, const clang::FunctionDecl &callee,
               clang::SourceLocation at) {
    const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(&callee);
    if (method && method->isVirtual())
      if (const auto *member = llvm::dyn_cast<clang::CXXMemberCallExpr>(&call);
          member && !method->hasAttr<clang::FinalAttr>())
        add(NeedKind::VirtualCall, at, method->getNameAsString());
    if (std::find(stack.begin(), stack.end(), &callee) != stack.end()) {
      add(NeedKind::Recursion, at, callee.getNameAsString());
      return;
    }
    auto reached = scope.instance->calls.find(&call);
    if (reached == scope.instance->calls.end() || stack.size() > kMaxDepth)
      return;
    MaskArguments masks;
    for (unsigned i = 0; i < call.getNumArgs() && i < callee.getNumParams(); ++i)
      if (call.getArg(i)->getType()->isIntegerType())
        masks[callee.getParamDecl(i)] =
            maskValue(ast, *scope.instance->function, *call.getArg(i), scope.control, *scope.masks);
    // Called twice in the same way it has the same needs.
    if (!visited.emplace(reached->second, wholeMasks(masks)).second)
      return;
    std::uint64_t bytes = function(spaces.instances()[reached->second], masks);
    scope.calleeBytes = std::max(scope.calleeBytes, bytes);
  }

  static std::size_t wholeMasks(const MaskArguments &masks) {
    std::size_t bits = 0;
    for (const auto &[parameter, mask] : masks)
      if (mask != WarpMask::Unproven && mask != WarpMask::Part)
        bits |= std::size_t(1) << std::min(parameter->getFunctionScopeIndex(), 62u);
    return bits;
  }

  static bool isThroughPointer(const clang::CallExpr &call) {
    clang::QualType type = call.getCallee()->IgnoreParenImpCasts()->getType();
    return !type.isNull() &&
           (type->isFunctionPointerType() || type->isMemberPointerType() ||
            (type->isReferenceType() && type->getPointeeType()->isFunctionType()) ||
            llvm::isa<clang::UnaryOperator>(call.getCallee()->IgnoreParenImpCasts()));
  }

  static bool isOfGroups(const clang::FunctionDecl &function) {
    return function.getQualifiedNameAsString().rfind("cooperative_groups::", 0) == 0;
  }
  static bool isGroupAlgorithm(llvm::StringRef name) {
    return name == "reduce" || name == "reduce_store_async" || name == "reduce_update_async" ||
           name == "inclusive_scan" || name == "exclusive_scan" || name == "invoke_one" ||
           name == "invoke_one_broadcast" || name == "memcpy_async" || name == "labeled_partition";
  }
  bool isOfProgram(const clang::FunctionDecl &function) const {
    return !ast.getSourceManager().isInSystemHeader(function.getLocation());
  }

  void addSynchronisation(const KernelModel &model) {
    for (const clang::Stmt *exit : model.earlyReturns)
      add(NeedKind::EarlyReturn, exit->getBeginLoc());
    for (const SyncPoint &point : model.syncPoints)
      if (point.kind == DeviceCall::BlockBarrier && !point.uniform)
        add(NeedKind::DivergentBarrier, point.call->getExprLoc(), calleeName(*point.call));
  }

  /// Blocks hand data over by a fence: what is read after one may come from another block.
  void addCrossBlockReads(const MemoryAccesses &accesses) {
    std::set<const clang::VarDecl *> written, reported;
    for (const MemoryAccess &access : accesses.list)
      if (access.kind != AccessKind::Read && access.root &&
          mayBe(access.spaces, AddressSpace::Global))
        written.insert(access.root);
    for (const MemoryAccess &access : accesses.list) {
      if (access.kind != AccessKind::Read || !access.afterFence || !written.contains(access.root) ||
          !mayBe(access.spaces, AddressSpace::Global) || !reported.insert(access.root).second)
        continue;
      add(NeedKind::CrossBlockRead, access.object->getExprLoc(), access.root->getName()).usesValue =
          access.isVolatile;
    }
  }

  void addFp64() {
    auto addCount = [&](NeedKind kind, std::uint64_t count, clang::SourceLocation at) {
      if (count > 0)
        add(kind, at).amount = count;
    };
    addCount(NeedKind::Fp64Arithmetic, fp64.arithmetic, fp64.firstArithmetic);
    addCount(NeedKind::Fp64Promotion, fp64.promoted, fp64.firstPromoted);
    if (fp64.arithmetic == 0)
      addCount(NeedKind::Fp64Storage, fp64.moved, fp64.firstMoved);
  }

  const clang::ASTContext &ast;
  const AddressSpaces &spaces;
  PlaceFinder placeOf;
  KernelInfo &info;
  Scope scope;
  Fp64Use fp64;
  std::vector<const clang::FunctionDecl *> stack;
  std::set<std::pair<unsigned, std::size_t>> visited;
  std::set<std::pair<NeedKind, std::string>> once;
};

} // namespace

void describeNeeds(const clang::ASTContext &ast, const clang::FunctionDecl &kernel,
                   const KernelModel &model, PlaceFinder placeOf, KernelInfo &info) {
  AddressSpaces spaces(kernel);
  MemoryAccesses accesses = collectAccesses(kernel, spaces);
  info.shape = describeShape(ast, kernel, accesses, placeOf);
  Collector collector(ast, spaces, placeOf, info);
  info.localBytes = collector.function(spaces.kernel(), MaskArguments());
  collector.finish(model, accesses);
}

} // namespace sampan
