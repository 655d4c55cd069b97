// SPDX-License-Identifier: Apache-2.0
// Gives each kernel a second closure that runs all threads of a block as loops, where that can be
// proved to do the same, and says of the others what stood in the way.
#include "rewriters/core/diagnostics.h"
#include "rewriters/lowering/host/callee_forms.h"
#include "rewriters/lowering/host/device_inlining.h"
#include "rewriters/lowering/host/emit.h"
#include "rewriters/lowering/host/local_names.h"
#include "rewriters/lowering/host/lock_steps.h"
#include "rewriters/lowering/host/waits.h"
#include "rewriters/passes/passes.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"

#include <set>

namespace sampan {
namespace {

/// Whether the parser understood all of it. What it did not may lack even types.
bool isWhole(const clang::Stmt *statement) {
  if (!statement)
    return true;
  if (const auto *expression = llvm::dyn_cast<clang::Expr>(statement))
    if (expression->containsErrors() ||
        (expression->getType().isNull() && !llvm::isa<clang::ParenListExpr>(expression)))
      return false;
  if (const auto *declarations = llvm::dyn_cast<clang::DeclStmt>(statement))
    for (const clang::Decl *decl : declarations->decls())
      if (decl->isInvalidDecl())
        return false;
  return llvm::all_of(statement->children(), isWhole);
}

class HostLoops final : public Pass {
public:
  using Pass::Pass;

  void visit(clang::Decl &decl) override {
    auto *function = llvm::dyn_cast<clang::FunctionDecl>(&decl);
    if (function && function->doesThisDeclarationHaveABody())
      around = function;
    if (!function || !function->doesThisDeclarationHaveABody() || !function->getBody())
      return;
    if (function->hasAttr<clang::CUDAGlobalAttr>())
      kernels.push_back(function);
    if (function->hasAttr<clang::CUDAGlobalAttr>() || function->hasAttr<clang::CUDADeviceAttr>())
      functions.push_back(function);
  }

  void visit(clang::Stmt &stmt) override {
    if (const auto *launch = llvm::dyn_cast<clang::CUDAKernelCallExpr>(&stmt))
      shapes.add(*launch, around);
  }

  /// All other passes have said by now what they change.
  void finish() override {
    if (context.translating() || !isDecisiveView())
      return;
    for (clang::FunctionDecl *function : functions)
      if (isWhole(function->getBody()))
        names.settle(*function);
    host::LockSteps lockSteps(context);
    host::CalleeForms callees(context, effects, lockSteps, names, kernels);
    for (const clang::FunctionDecl *kernel : kernels)
      lower(*kernel, lockSteps, callees);
    if (context.options.blockForms)
      inlineDeviceFunctions();
  }

private:
  static constexpr const char *kPass = "host-loops";

  void inlineDeviceFunctions() {
    host::DeviceInlining inlining(context);
    for (const clang::FunctionDecl *kernel : kernels)
      inlining.add(*kernel);
    for (const Edit &edit : inlining.edits())
      context.edit(kPass, {edit});
  }

  /// Where files ask for __CUDA_ARCH__, kernels are what the second view sees.
  bool isDecisiveView() const {
    for (const std::string &argument : context.options.arguments)
      if (argument.starts_with("-D__CUDA_ARCH__="))
        return true;
    for (clang::FileID file : context.projectFiles())
      if (context.buffer(file).contains("__CUDA_ARCH__"))
        return false;
    return true;
  }

  /// Where the block form goes: before the closing brace, and before the SPN_KERNEL_END of a kernel
  /// that was translated already.
  std::optional<Span> bodyEnd(const clang::FunctionDecl &kernel) const {
    const clang::SourceLocation brace = kernel.getBody()->getEndLoc();
    std::optional<Span> end = context.tokenSpan(brace);
    if (!end)
      return std::nullopt;
    const clang::FileID file = context.sources.getFileID(context.spelling(brace));
    const std::size_t at = context.tokenAt(file, end->begin);
    if (at > 0) {
      const RawToken &last = context.tokens(file)[at - 1];
      if (last.text(context.buffer(file)) == "SPN_KERNEL_END")
        end = context.spanOf(file, last.begin, last.end);
    }
    if (end)
      end->end = end->begin;
    return end;
  }

  void lower(const clang::FunctionDecl &kernel, const host::LockSteps &lockSteps,
             host::CalleeForms &callees) {
    std::optional<Span> at = context.tokenSpan(kernel.getLocation());
    std::optional<Span> close = bodyEnd(kernel);
    if (!at)
      return;
    KernelForm form;
    form.kernel = kernel.getQualifiedNameAsString();
    form.at = *at;
    if (!isWhole(kernel.getBody())) {
      keepOnFibres(std::move(form), {"code that does not parse", kernel.getLocation()});
      return;
    }
    Uniformity uniformity(kernel, /*parametersDiverge=*/false, &effects);
    host::LocalUses uses(kernel);
    host::Waits waits(context, kernel, effects, uniformity);
    host::KernelFacts facts{context.ast, kernel,     effects, uniformity,
                            uses,        &lockSteps, &waits,  &callees};
    host::Shape shape = host::shapeOf(facts);
    Effects does = kernelEffects(kernel);
    form.meets = does.syncs() || facts.steps();
    std::optional<std::string> text;
    host::Obstacle obstacle = obstacleOf(facts, shape, callees, close.has_value());
    if (obstacle.what.empty()) {
      host::KernelText source(context, *kernel.getBody(), names.editsOf(kernel));
      text = host::writeBlockForm(facts, shape, source, shapes.of(kernel), form, obstacle);
    }
    if (text) {
      form.form = does.warpSync || facts.steps() ? HostForm::LaneChunked
                  : shape.hasBarriers            ? HostForm::Fission
                                                 : HostForm::Loop;
      // Between the braces of `{}` the kernel body's own edits are at the same place, and an empty
      // kernel gains nothing.
      if (!kernel.getBody()->children().empty())
        context.edit(kPass, {{*close, host::formMark(context, kernel) + *text + kFormEnd}});
      for (const host::Vote &vote : shape.votes)
        if (vote.kind == host::Vote::Callee)
          for (const host::CalleeForm *used : callees.formsOf(*vote.call))
            add(*used);
      context.addKernelForm(std::move(form));
    } else if (isUnused(kernel)) {
      form.form = HostForm::Unused;
      form.obstacle = "a template that nothing in this unit instantiates";
      form.obstacleAt = form.at;
      context.addKernelForm(std::move(form));
    } else {
      keepOnFibres(std::move(form), obstacle);
    }
  }

  /// No code comes of it, and what it calls depends on types that nobody has chosen.
  static bool isUnused(const clang::FunctionDecl &kernel) {
    const clang::FunctionTemplateDecl *made = kernel.getDescribedFunctionTemplate();
    return made && llvm::none_of(made->specializations(), [](const clang::FunctionDecl *instance) {
             return instance->hasBody();
           });
  }

  /// What keeps the kernel from getting any block form.
  host::Obstacle obstacleOf(const host::KernelFacts &facts, const host::Shape &shape,
                            host::CalleeForms &callees, bool hasEnd) const {
    const clang::FunctionDecl &kernel = facts.kernel;
    if (!context.options.blockForms || host::isRefused(context, kernel))
      return {"a block form that the host compiler refuses", kernel.getLocation()};
    if (shape.obstacle)
      return *shape.obstacle;
    if (host::arraysOf(shape, callees) > host::kMostArrays)
      return {"more barriers and collectives than a block's stack holds values for",
              kernel.getLocation()};
    for (const clang::ParmVarDecl *parameter : kernel.parameters())
      if (const host::LocalVariable *local = facts.uses.find(parameter);
          parameter->isParameterPack() && local && (local->isWritten() || local->escapes()))
        return {"a parameter pack that threads may change", parameter->getLocation()};
    if (!hasEnd || kernel.getBody()->getBeginLoc().isMacroID())
      return {"a kernel that a macro makes", kernel.getLocation()};
    return {};
  }

  void keepOnFibres(KernelForm form, const host::Obstacle &obstacle) {
    form.obstacle = obstacle.what;
    form.obstacleAt = context.tokenSpan(obstacle.at).value_or(form.at);
    context.report(makeFinding(
        diag::KernelRunsOnFibres{.kernel = form.kernel, .reason = form.obstacle}, form.obstacleAt));
    context.addKernelForm(std::move(form));
  }

  /// Puts the overload of a device function, and those that it calls, behind the definitions.
  void add(const host::CalleeForm &form) {
    std::optional<Span> close = context.tokenSpan(form.definition->getBody()->getEndLoc());
    if (!close || !added.insert(form.definition).second)
      return;
    close->begin = close->end;
    close->column += 1;
    context.edit(kPass, {{*close, form.text}});
    for (const host::CalleeForm *used : form.uses)
      add(*used);
  }

  Effects kernelEffects(const clang::FunctionDecl &kernel) {
    if (const clang::FunctionTemplateDecl *made = kernel.getDescribedFunctionTemplate())
      return effects.of(*made->getTemplatedDecl());
    return effects.of(kernel);
  }

  std::vector<const clang::FunctionDecl *> kernels;
  std::vector<clang::FunctionDecl *> functions; ///< all of the device
  const clang::FunctionDecl *around = nullptr;
  host::BlockShapes shapes{context.ast};
  host::LocalNames names{context};
  llvm::DenseSet<const clang::FunctionDecl *> added; ///< whose overloads are written
  EffectsAnalysis effects;
};

} // namespace

std::unique_ptr<Pass> createHostLoopsPass(PassContext &context) {
  return makePass<HostLoops>(context);
}

} // namespace sampan
