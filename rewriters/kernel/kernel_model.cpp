// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/kernel_model.h"

#include "rewriters/kernel/type_size.h"
#include "rewriters/kernel/uniformity.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/AST/StmtCXX.h"

#include <algorithm>

namespace sampan {
namespace {

class Builder {
public:
  Builder(clang::ASTContext &ast, KernelModel &model) : ast(ast), model(model) {}

  void function(const clang::FunctionDecl &function, bool isKernel) {
    if (std::find(stack.begin(), stack.end(), &function) != stack.end()) {
      model.info.isRecursive = true;
      return;
    }
    if (stack.size() > kMaxDepth) {
      model.info.callsUnknown = true;
      return;
    }
    stack.push_back(&function);
    Uniformity uniformity(function, !isKernel);
    const Uniformity *outer = facts;
    facts = &uniformity;
    bool outerReturn = divergentReturn;
    walk(function.getBody());
    divergentReturn = outerReturn;
    facts = outer;
    stack.pop_back();
  }

private:
  static constexpr std::size_t kMaxDepth = 32;

  void walk(const clang::Stmt *statement) {
    if (!statement)
      return;
    inspect(statement);
    bool isControl =
        llvm::isa<clang::IfStmt, clang::ForStmt, clang::WhileStmt, clang::DoStmt, clang::SwitchStmt,
                  clang::ConditionalOperator, clang::CXXForRangeStmt>(statement);
    bool outerUniform = uniform;
    if (isControl) {
      control.push_back(statement);
      uniform = uniform && controlIsUniform(statement);
    }
    for (const clang::Stmt *child : statement->children())
      walk(child);
    if (isControl) {
      control.pop_back();
      uniform = outerUniform;
    }
  }

  bool controlIsUniform(const clang::Stmt *statement) const {
    const clang::Expr *condition = nullptr;
    if (const auto *branch = llvm::dyn_cast<clang::IfStmt>(statement))
      condition = branch->getCond();
    else if (const auto *loop = llvm::dyn_cast<clang::ForStmt>(statement))
      condition = loop->getCond();
    else if (const auto *whileLoop = llvm::dyn_cast<clang::WhileStmt>(statement))
      condition = whileLoop->getCond();
    else if (const auto *doLoop = llvm::dyn_cast<clang::DoStmt>(statement))
      condition = doLoop->getCond();
    else if (const auto *choice = llvm::dyn_cast<clang::SwitchStmt>(statement))
      condition = choice->getCond();
    else if (const auto *ternary = llvm::dyn_cast<clang::ConditionalOperator>(statement))
      condition = ternary->getCond();
    return !condition || facts->isUniform(*condition);
  }

  void inspect(const clang::Stmt *statement) {
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement))
      handleCall(*call);
    else if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
      handleDeclarations(*declarations);
    else if (llvm::isa<clang::ReturnStmt>(statement))
      handleReturn(*statement);
    else if (llvm::isa<clang::GCCAsmStmt>(statement))
      model.info.usesInlineAssembly = true;
    else if (llvm::isa<clang::CXXNewExpr, clang::CXXDeleteExpr>(statement))
      model.info.usesDeviceHeap = true;
    if (const auto *expression = llvm::dyn_cast<clang::Expr>(statement))
      noteType(expression->getType());
  }

  void handleReturn(const clang::Stmt &statement) {
    if (uniform)
      return;
    divergentReturn = true;
    if (stack.size() == 1)
      returns.push_back(&statement);
  }

  void noteType(clang::QualType type) {
    if (type.isNull() || type->isDependentType())
      return;
    type = type.getCanonicalType().getUnqualifiedType();
    if (type->isSpecificBuiltinType(clang::BuiltinType::Double))
      model.info.usesDouble = true;
    else if (const auto *record = type->getAsCXXRecordDecl(); record && record->getIdentifier()) {
      llvm::StringRef name = record->getName();
      model.info.usesHalf |= name.starts_with("__half") || name.starts_with("__nv_bfloat16");
      model.info.usesCooperativeGroups |= name == "thread_block" || name == "grid_group" ||
                                          name == "thread_block_tile" || name == "coalesced_group";
    }
  }

  void handleDeclarations(const clang::DeclStmt &statement) {
    for (const clang::Decl *decl : statement.decls()) {
      const auto *variable = llvm::dyn_cast<clang::VarDecl>(decl);
      if (!variable)
        continue;
      noteType(variable->getType());
      if (variable->hasAttr<clang::CUDASharedAttr>())
        addShared(*variable);
    }
  }

  void addShared(const clang::VarDecl &variable) {
    for (const SharedVariable &known : model.shared)
      if (known.variable == &variable)
        return;
    SharedVariable shared;
    shared.variable = &variable;
    shared.dynamic = variable.getStorageClass() == clang::SC_Extern;
    if (!shared.dynamic)
      shared.bytes = bytesOfType(ast, variable.getType()).value_or(0);
    model.info.usesDynamicShared |= shared.dynamic;
    model.info.staticSharedBytes += shared.bytes;
    model.shared.push_back(shared);
  }

  void handleCall(const clang::CallExpr &call) {
    if (llvm::isa<clang::CUDAKernelCallExpr>(call)) {
      model.info.launchesKernels = true;
      return;
    }
    DeviceCall kind = classifyDeviceCall(call);
    switch (kind) {
    case DeviceCall::BlockBarrier:
    case DeviceCall::GridBarrier:
    case DeviceCall::WarpCollective:
      addSync(call, kind);
      return;
    case DeviceCall::Atomic:
      model.info.usesAtomics = true;
      return;
    case DeviceCall::Print:
      model.info.usesPrintf = true;
      return;
    case DeviceCall::Heap:
      model.info.usesDeviceHeap = true;
      return;
    case DeviceCall::Texture:
      model.info.usesTexture = true;
      return;
    default:
      break;
    }
    if (const clang::FunctionDecl *callee = calleeDefinition(call)) {
      if (callee->hasAttr<clang::CUDADeviceAttr>() && model.callees.insert(callee).second)
        model.info.callees.push_back(callee->getQualifiedNameAsString());
      if (callee->hasAttr<clang::CUDADeviceAttr>())
        function(*callee, false);
    } else if (isOpaqueCall(call)) {
      model.info.callsUnknown = true;
    }
  }

  void addSync(const clang::CallExpr &call, DeviceCall kind) {
    SyncPoint point;
    point.call = &call;
    point.kind = kind;
    point.control = control;
    point.uniform = uniform;
    point.afterDivergentReturn = divergentReturn;
    point.in = stack.back();
    SyncPlace place = !uniform           ? SyncPlace::DivergentControl
                      : stack.size() > 1 ? SyncPlace::Callee
                      : control.empty()  ? SyncPlace::TopLevel
                                         : SyncPlace::UniformControl;
    SyncPlace &worst =
        kind == DeviceCall::WarpCollective ? model.info.warpCollective : model.info.barrier;
    worst = worse(worst, place);
    if (kind != DeviceCall::WarpCollective) {
      model.info.barrierAfterDivergentReturn |= divergentReturn;
      model.earlyReturns.insert(model.earlyReturns.end(), returns.begin(), returns.end());
      returns.clear();
    }
    model.info.usesGridSync |= kind == DeviceCall::GridBarrier;
    model.syncPoints.push_back(std::move(point));
  }

  static SyncPlace worse(SyncPlace a, SyncPlace b) {
    auto rank = [](SyncPlace place) {
      switch (place) {
      case SyncPlace::None:
        return 0;
      case SyncPlace::TopLevel:
        return 1;
      case SyncPlace::UniformControl:
        return 2;
      case SyncPlace::Callee:
        return 3;
      case SyncPlace::DivergentControl:
        return 4;
      }
      return 4;
    };
    return rank(a) < rank(b) ? b : a;
  }

  clang::ASTContext &ast;
  KernelModel &model;
  const Uniformity *facts = nullptr;
  std::vector<const clang::FunctionDecl *> stack;
  std::vector<const clang::Stmt *> control;
  bool uniform = true;
  bool divergentReturn = false;
  std::vector<const clang::Stmt *> returns; ///< of the kernel, not yet followed by a barrier
};

void readSignature(clang::ASTContext &ast, const clang::FunctionDecl &kernel, KernelInfo &info) {
  info.name = kernel.getQualifiedNameAsString();
  info.isTemplate = kernel.isTemplated();
  info.parameterCount = kernel.getNumParams();
  if (const auto *bounds = kernel.getAttr<clang::CUDALaunchBoundsAttr>()) {
    const clang::Expr *threads = bounds->getMaxThreads();
    clang::Expr::EvalResult value;
    if (threads && !threads->isValueDependent() && threads->EvaluateAsInt(value, ast))
      info.maxThreadsPerBlock = static_cast<unsigned>(value.Val.getInt().getZExtValue());
  }
}

} // namespace

KernelModel buildKernelModel(clang::ASTContext &ast, const clang::FunctionDecl &kernel) {
  KernelModel model;
  model.kernel = &kernel;
  readSignature(ast, kernel, model.info);
  Builder(ast, model).function(kernel, /*isKernel=*/true);
  std::sort(model.info.callees.begin(), model.info.callees.end());
  return model;
}

} // namespace sampan
