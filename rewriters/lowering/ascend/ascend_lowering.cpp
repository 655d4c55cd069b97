// SPDX-License-Identifier: Apache-2.0
// __global__ void k(const float *x) { body }
//   ->  __aicore__ inline void k_block(const float *x, const spn::VirtualBlock &vblock) { body }
//       __global__ __launch_bounds__(256) void k_simt(const float *x, dim3 grid) {
//         for (spn::VirtualBlock vblock(grid); vblock.valid(); vblock.next())
//           k_block(x, vblock);
//       }
//       void k(const float *x) { ... k_simt<<<...>>>(x, grid) ... }
//
// The body stays a function of its own, so `return` still ends one thread of one block. k keeps its
// signature and launches, so whatever names the kernel goes on working. Device functions get the
// virtual block and the shared arrays that they need as parameters.
#include "rewriters/lowering/ascend/ascend_lowering.h"
#include "rewriters/lowering/ascend/double_emulation.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/core/host_api.h"
#include "rewriters/lowering/ascend/block_size.h"
#include "rewriters/lowering/ascend/device_code.h"
#include "rewriters/lowering/ascend/function_text.h"
#include "rewriters/lowering/ascend/kernel_text.h"
#include "rewriters/lowering/ascend/program_text.h"
#include "rewriters/lowering/ascend/source_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

namespace sampan {
namespace {

using namespace ascend;

class AscendLowering final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Decl &decl) override {
    noteOwnName(decl);
    auto *function = llvm::dyn_cast<clang::FunctionDecl>(&decl);
    if (function && function->isMain() && function->doesThisDeclarationHaveABody())
      mainFunction = function;
    if (function && isDeviceFunction(*function)) {
      declarations.push_back(function);
      if (function->doesThisDeclarationHaveABody() && function->getBody())
        code.add(context, *function, /*isLambda=*/false);
    } else if (auto *variable = llvm::dyn_cast<clang::VarDecl>(&decl)) {
      variables.push_back(variable);
    }
  }

  void visit(clang::Stmt &stmt) override {
    blockSizes.visit(stmt);
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(&stmt); call && !context.inDeviceCode)
      rewriteHostCall(*call);
    auto *lambda = llvm::dyn_cast<clang::LambdaExpr>(&stmt);
    if (!lambda)
      return;
    clang::CXXMethodDecl *call = lambda->getCallOperator();
    // Clang makes lambdas of host code fit for both; who did not ask for that calls them there.
    const auto *device = call ? call->getAttr<clang::CUDADeviceAttr>() : nullptr;
    bool extended = device && !device->isImplicit();
    if (!extended && !context.inDeviceCode)
      return;
    lambdas.push_back(lambda);
    if (!context.inDeviceCode && call->getBody())
      code.add(context, *call, /*isLambda=*/true);
  }

  void finish() override {
    code.propagate(context);
    for (const DeviceFunction *function : code.all())
      report(*function);
    FunctionText functions(context, code);
    for (const clang::FunctionDecl *declaration : declarations)
      functions.rewriteDeclaration(*declaration);
    for (const clang::LambdaExpr *lambda : lambdas)
      functions.rewriteLambda(*lambda);
    for (DeviceFunction *function : code.all())
      functions.rewriteBody(*function);
    KernelText kernels(context, code, blockSizes);
    for (DeviceFunction *function : code.all())
      if (function->isKernel)
        kernels.write(*function);
    rewriteProgramText(context, variables, ownNames, functions.removedText());
    if (mainFunction && callsAcl(context.rules))
      initialiseAcl(*mainFunction);
  }

private:
  static bool isDeviceFunction(const clang::FunctionDecl &function) {
    return function.hasAttr<clang::CUDADeviceAttr>() || function.hasAttr<clang::CUDAGlobalAttr>();
  }

  /// Where the runtime of ours is not there to do it.
  void initialiseAcl(const clang::FunctionDecl &function) {
    std::optional<TokenPlace> open = tokenPlace(context, function.getBody()->getBeginLoc());
    if (!open)
      return;
    bool knowsCuda = context.options.cudaSource ||
                     llvm::any_of(context.preprocessor.includes, [&](const auto &include) {
                       const Rule *rule = context.rules.find(include.spelled);
                       return rule && rule->kind == RuleKind::Header &&
                              context.inProject(include.filename.getBegin());
                     });
    if (!knowsCuda) {
      if (std::optional<Span> name = context.tokenSpan(function.getLocation()))
        context.report(makeFinding(
            diag::NotRewritten{.what = "main()",
                               .target = "AscendCL",
                               .reason =
                                   "its file does not include CUDA's headers, so that nothing "
                                   "calls aclInit there; see sampan/ascend/acl_device.h"},
            *name));
      return;
    }
    const RawToken &brace = context.tokens(open->file)[open->index];
    std::string indent = indentationAt(context, open->file, brace.begin) + "  ";
    context.edit("ascend-c", {{insertionAt(context, open->file, brace.end),
                               "\n" + indent + "spn::acl::Environment environment;"}});
  }

  /// A name of the API that the program declares means what the program says.
  void noteOwnName(const clang::Decl &decl) {
    const auto *named = llvm::dyn_cast<clang::NamedDecl>(&decl);
    if (named && named->getIdentifier() && context.inProject(named->getLocation()) &&
        context.rules.find(named->getName()))
      ownNames.insert(named->getName().str());
  }

  /// nvcc gives host code min, max and functions that the C library lacks.
  void rewriteHostCall(const clang::CallExpr &call) {
    const auto *callee =
        llvm::dyn_cast<clang::DeclRefExpr>(call.getCallee()->IgnoreParenImpCasts());
    const auto *function =
        callee ? llvm::dyn_cast<clang::FunctionDecl>(callee->getDecl()) : nullptr;
    if (!function || !function->getIdentifier() || callee->hasQualifier() ||
        !context.isShimDecl(*function))
      return;
    llvm::StringRef name = function->getName();
    std::optional<Span> at = context.tokenSpan(callee->getLocation());
    if (at && (name == "min" || name == "max"))
      context.edit("ascend-c", {{*at, "spn::" + name.str()}});
    else if (at && (name == "rsqrtf" || name == "rsqrt") && !callsAcl(context.rules))
      context.edit("ascend-c", {{*at, "spn::host::" + name.str()}});
  }

  void report(const DeviceFunction &function) {
    if (!function.isReached)
      return;
    for (const Obstacle &obstacle : function.obstacles)
      context.report(obstacle.finding);
    if (function.isLowered())
      for (const Finding &remark : function.remarks)
        context.report(remark);
    std::optional<Span> name = context.tokenSpan(function.definition->getLocation());
    if (!function.isKernel || !name)
      return;
    bool lowered = function.isLowered();
    context.use({"ascend-kernel", UseKind::Construct,
                 lowered ? Outcome::Translated : Outcome::Unsupported, *name, true});
    if (lowered && !emulatesDouble(context) &&
        !KernelText(context, code, blockSizes).doubleParameters(*function.definition).empty())
      context.report(makeFinding(
          diag::KernelNotLowered{.kernel = function.definition->getNameAsString() + "<double>",
                                 .target = std::string(ascendTarget().name),
                                 .reason = "double precision"},
          *name));
    if (!lowered)
      context.report(
          makeFinding(diag::KernelNotLowered{.kernel = function.definition->getNameAsString(),
                                             .target = std::string(ascendTarget().name),
                                             .reason = function.obstacles.front().reason},
                      *name));
  }

  const clang::FunctionDecl *mainFunction = nullptr;
  DeviceCode code;
  BlockSizes blockSizes{context};
  std::vector<const clang::FunctionDecl *> declarations;
  std::vector<const clang::VarDecl *> variables;
  std::vector<const clang::LambdaExpr *> lambdas;
  std::set<std::string> ownNames;
};

} // namespace

std::unique_ptr<Pass> createAscendLowering(PassContext &context) {
  return makePass<AscendLowering>(context);
}

} // namespace sampan
