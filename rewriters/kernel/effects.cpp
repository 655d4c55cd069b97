// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/effects.h"

#include "rewriters/kernel/device_calls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/DynamicRecursiveASTVisitor.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringSwitch.h"

namespace sampan {

void Effects::add(const Effects &other) {
  blockSync |= other.blockSync;
  warpSync |= other.warpSync;
  otherSync |= other.otherSync;
  waits |= other.waits;
  threadIndex |= other.threadIndex;
  opaque |= other.opaque;
  addressSpace |= other.addressSpace;
  sharedBits |= other.sharedBits;
  atomics |= other.atomics;
  print |= other.print;
  if (culprit.empty())
    culprit = other.culprit;
}

namespace {

enum class Known {
  No,
  BlockSync,
  WarpSync,
  OtherSync,
  Waits,
  ThreadIndex,
  AddressSpace,
  SharedBits
};

/// The functions of the runtime on which all of the kernel language is built; they have no bodies.
Known knownRuntime(llvm::StringRef name) {
  return llvm::StringSwitch<Known>(name)
      .Cases({"blockBarrier", "blockBarrierVote"}, Known::BlockSync)
      .Cases({"meetWarp", "convergedLanes"}, Known::WarpSync)
      .Cases({"namedBarrier", "namedBarrierArrive", "blockBarrierArrive"}, Known::OtherSync)
      .Cases({"blockBarrierWait", "gridBarrier", "meetGroup"}, Known::OtherSync)
      .Cases({"spinHint", "sleepFor"}, Known::Waits)
      .Cases({"trapThread", "assertFailed", "__assert_fail"}, Known::ThreadIndex)
      .Cases({"addressIsShared", "addressIsLocal"}, Known::AddressSpace)
      .Cases({"noteShared", "sharedFromLow"}, Known::SharedBits)
      .Default(Known::No);
}

bool isInRuntime(const clang::FunctionDecl &function) {
  for (const clang::DeclContext *context = function.getDeclContext(); context;
       context = context->getParent())
    if (const auto *space = llvm::dyn_cast<clang::NamespaceDecl>(context))
      if (space->getIdentifier() && space->getName() == "spn")
        return true;
  return false;
}

void apply(Known known, llvm::StringRef name, Effects &to) {
  switch (known) {
  case Known::BlockSync:
    to.blockSync = true;
    return;
  case Known::WarpSync:
    to.warpSync = true;
    return;
  case Known::ThreadIndex:
    to.threadIndex = true;
    return;
  case Known::SharedBits:
    to.sharedBits = true;
    return;
  case Known::OtherSync:
    to.otherSync = true;
    break;
  case Known::Waits:
    to.waits = true;
    break;
  case Known::AddressSpace:
    to.addressSpace = true;
    break;
  default:
    return;
  }
  if (to.culprit.empty())
    to.culprit = name.str();
}

/// cooperative_groups::reduce() of a group within a warp, or a scan. Its code also has the way of
/// larger ones.
bool reducesLanes(const clang::CallExpr &call) {
  const clang::FunctionDecl *callee = call.getDirectCallee();
  if (!callee || !callee->getIdentifier())
    return false;
  const bool scans = callee->getName() == "inclusive_scan" || callee->getName() == "exclusive_scan";
  if ((!scans && callee->getName() != "reduce") ||
      (call.getNumArgs() != 3 && !(scans && call.getNumArgs() == 2)))
    return false;
  const auto *space = llvm::dyn_cast<clang::NamespaceDecl>(
      callee->getDeclContext()->getEnclosingNamespaceContext());
  const clang::CXXRecordDecl *group =
      call.getArg(0)->getType().getNonReferenceType()->getAsCXXRecordDecl();
  if (!space || !space->getIdentifier() || space->getName() != "cooperative_groups" || !group ||
      !group->getIdentifier())
    return false;
  if (group->getName() == "coalesced_group")
    return true;
  const auto *tile = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(group);
  return tile && tile->getName() == "thread_block_tile" &&
         tile->getTemplateArgs()[0].getKind() == clang::TemplateArgument::Integral &&
         tile->getTemplateArgs()[0].getAsIntegral().getZExtValue() <= 32;
}

/// Instructions that meet other threads, or ask who is running. Of the asynchronous copies, those
/// of one thread are done at once, so that nobody is waited for.
bool assemblyMeets(llvm::StringRef text) {
  for (const char *word : {"bar.", "barrier", "shfl", "vote", "match", "redux", "activemask",
                           "elect", "cp.async.bulk", "cp.reduce.async", "nanosleep"})
    if (text.contains(word))
      return true;
  return false;
}
bool assemblyKeepsSharedBits(llvm::StringRef text) {
  return text.contains("shared") || text.contains("matrix");
}
bool assemblyAsksWho(llvm::StringRef text) {
  return text.contains("%tid") || text.contains("%laneid") || text.contains("%lanemask") ||
         text.contains("%warpid");
}

} // namespace

/// Collects what one body does and whom it calls.
class EffectsScan final : public clang::DynamicRecursiveASTVisitor {
public:
  EffectsScan(EffectsAnalysis &analysis, bool isCallee) : analysis(analysis), isCallee(isCallee) {
    ShouldVisitImplicitCode = true;
    ShouldVisitLambdaBody = true;
  }

  Effects effects;
  llvm::DenseSet<const clang::FunctionDecl *> calls;

  bool VisitCallExpr(clang::CallExpr *call) override {
    effects.add(analysis.ofCall(*call));
    if (const clang::FunctionDecl *callee = call->getDirectCallee()) {
      noteCallee(*callee);
      analysis.resolved[call->getEndLoc()].push_back(call);
    }
    return true;
  }
  bool VisitCXXConstructExpr(clang::CXXConstructExpr *construct) override {
    call(*construct->getConstructor());
    return true;
  }
  bool VisitVarDecl(clang::VarDecl *variable) override {
    if (variable->getType()->isDependentType())
      return true;
    analysis.types[variable->getLocation()].push_back(variable->getType());
    if (const clang::CXXRecordDecl *record = variable->getType()->getAsCXXRecordDecl();
        record && record->hasDefinition() && !record->hasTrivialDestructor())
      if (const clang::CXXDestructorDecl *destructor = record->getDestructor())
        call(*destructor);
    return true;
  }
  bool VisitDeclRefExpr(clang::DeclRefExpr *reference) override {
    const clang::IdentifierInfo *name = reference->getDecl()->getIdentifier();
    if (isCallee && name && (name->getName() == "threadIdx" || name->getName() == "threadState"))
      effects.threadIndex = true;
    return true;
  }
  bool VisitGCCAsmStmt(clang::GCCAsmStmt *assembly) override {
    std::string text = assembly->getAsmString();
    if (assemblyAsksWho(text))
      effects.threadIndex = true;
    effects.sharedBits |= assemblyKeepsSharedBits(text);
    if (assemblyMeets(text)) {
      effects.otherSync = true;
      if (effects.culprit.empty())
        effects.culprit = "asm";
    }
    return true;
  }

private:
  void call(const clang::FunctionDecl &function) {
    noteCallee(function);
    if (function.isTrivial() || function.isImplicit() || function.isDefaulted())
      return;
    effects.add(analysis.of(function));
  }
  void noteCallee(const clang::FunctionDecl &function) {
    const clang::FunctionDecl *definition = nullptr;
    if (function.hasBody(definition))
      calls.insert(definition);
    else if (const clang::FunctionDecl *pattern = function.getTemplateInstantiationPattern())
      calls.insert(pattern);
  }

  EffectsAnalysis &analysis;
  bool isCallee;
};

Effects EffectsAnalysis::ofDefinition(const clang::FunctionDecl &definition) {
  auto [entry, isNew] = known.try_emplace(&definition);
  if (!isNew)
    return entry->second; // also where a recursion closes: the rest is still being collected
  EffectsScan scan(*this, !definition.hasAttr<clang::CUDAGlobalAttr>());
  // Those of a kernel come as bytes, whatever their class says of copies.
  if (!definition.hasAttr<clang::CUDAGlobalAttr>())
    for (const clang::ParmVarDecl *parameter : definition.parameters())
      if (!parameter->getType()->isDependentType())
        types[parameter->getLocation()].push_back(parameter->getType());
  scan.TraverseStmt(definition.getBody());
  if (const auto *constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(&definition))
    for (const clang::CXXCtorInitializer *initializer : constructor->inits())
      scan.TraverseStmt(initializer->getInit());
  callees[&definition] = std::move(scan.calls);
  return known[&definition] = std::move(scan.effects);
}

Effects EffectsAnalysis::of(const clang::FunctionDecl &function) {
  if (const clang::FunctionTemplateDecl *made = function.getDescribedFunctionTemplate()) {
    // Dependent calls can be told in the instantiations only.
    auto [entry, isNew] = known.try_emplace(&function);
    if (!isNew)
      return entry->second;
    Effects all;
    bool any = false;
    for (const clang::FunctionDecl *instance : made->specializations()) {
      const clang::FunctionDecl *definition = nullptr;
      if (!instance->hasBody(definition))
        continue;
      any = true;
      all.add(of(*definition));
      callees[&function].insert(definition);
    }
    const clang::FunctionDecl *pattern = nullptr;
    if (!any && function.hasBody(pattern)) {
      known.erase(&function); // the pattern may be the function itself
      all.add(ofDefinition(*pattern));
    }
    return known[&function] = std::move(all);
  }
  const clang::FunctionDecl *definition = nullptr;
  if (function.hasBody(definition))
    return ofDefinition(*definition);
  if (const clang::FunctionDecl *pattern = function.getTemplateInstantiationPattern();
      pattern && pattern->hasBody(definition))
    return ofDefinition(*definition);
  return {};
}

Effects EffectsAnalysis::ofCall(const clang::CallExpr &call) {
  Effects effects;
  llvm::StringRef name = calleeName(call);
  auto opaque = [&](llvm::StringRef what) {
    effects.opaque = true;
    effects.culprit = what.str();
    return effects;
  };
  const clang::FunctionDecl *callee = call.getDirectCallee();
  if (name.starts_with("__syncthreads")) {
    effects.blockSync = true;
    return effects;
  }
  if (reducesLanes(call)) {
    effects.warpSync = true;
    return effects;
  }
  // A fence says that threads talk to each other through memory.
  if (classifyDeviceCall(call) == DeviceCall::Atomic ||
      classifyDeviceCall(call) == DeviceCall::Fence)
    effects.atomics = true;
  if (classifyDeviceCall(call) == DeviceCall::Print)
    effects.print = true;
  if (!callee) {
    Effects unresolved = ofUnresolvedCall(call);
    unresolved.add(effects);
    return unresolved;
  }
  if (const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(callee)) {
    const auto *member = llvm::dyn_cast<clang::MemberExpr>(call.getCallee()->IgnoreParens());
    if (method->isVirtual() && !(member && member->hasQualifier()))
      return opaque(name.empty() ? "a virtual call" : name);
  }
  if (Known runtime = knownRuntime(name);
      runtime != Known::No && (isInRuntime(*callee) || name == "__assert_fail")) {
    apply(runtime, name, effects);
    return effects;
  }
  const clang::FunctionDecl *definition = nullptr;
  if (callee->hasBody(definition) || callee->getTemplateInstantiationPattern()) {
    effects.add(of(*callee));
    return effects;
  }
  // Without a body: the C library's functions, builtins and our runtime's do not wait.
  const clang::SourceManager &sources = callee->getASTContext().getSourceManager();
  if (!callee->getBuiltinID() && !callee->isImplicit() && !callee->isDefaulted() &&
      !sources.isInSystemHeader(sources.getExpansionLoc(callee->getLocation())))
    return opaque(name.empty() ? "a function without a visible body" : name);
  return effects;
}

Effects EffectsAnalysis::ofUnresolvedCall(const clang::CallExpr &call) {
  Effects effects;
  if (classifyDeviceCall(call) == DeviceCall::WarpCollective) {
    effects.warpSync = true;
    return effects;
  }
  if (llvm::isa<clang::CXXPseudoDestructorExpr>(call.getCallee()->IgnoreParens()))
    return effects;
  if (auto found = resolved.find(call.getEndLoc()); found != resolved.end()) {
    llvm::SmallVector<const clang::CallExpr *, 1> instances = found->second;
    for (const clang::CallExpr *instance : instances)
      effects.add(ofCall(*instance));
    return effects;
  }
  // A template that was never instantiated: its overloads are all there is to go by.
  const auto *overloads =
      llvm::dyn_cast<clang::OverloadExpr>(call.getCallee()->IgnoreParenImpCasts());
  if (!overloads || overloads->getNumDecls() == 0) {
    effects.opaque = true;
    llvm::StringRef name = calleeName(call);
    effects.culprit = name.empty() ? "a call through a pointer" : name.str();
    return effects;
  }
  for (const clang::NamedDecl *decl : overloads->decls()) {
    const clang::NamedDecl *target = decl->getUnderlyingDecl();
    if (const auto *made = llvm::dyn_cast<clang::FunctionTemplateDecl>(target))
      target = made->getTemplatedDecl();
    if (const auto *function = llvm::dyn_cast<clang::FunctionDecl>(target))
      effects.add(of(*function));
  }
  return effects;
}

Effects EffectsAnalysis::ofStatement(const clang::Stmt &statement) {
  EffectsScan scan(*this, /*isCallee=*/false);
  scan.TraverseStmt(const_cast<clang::Stmt *>(&statement));
  return std::move(scan.effects);
}

llvm::SmallVector<const clang::FunctionDecl *, 1>
EffectsAnalysis::calledBy(const clang::CallExpr &call) const {
  if (const clang::FunctionDecl *callee = call.getDirectCallee())
    return {callee};
  llvm::SmallVector<const clang::FunctionDecl *, 1> result;
  if (auto found = resolved.find(call.getEndLoc()); found != resolved.end())
    for (const clang::CallExpr *instance : found->second)
      if (const clang::FunctionDecl *callee = instance->getDirectCallee();
          callee && calleeName(*instance) == calleeName(call) &&
          !llvm::is_contained(result, callee))
        result.push_back(callee);
  return result;
}

llvm::SmallVector<clang::QualType, 1>
EffectsAnalysis::typesOf(const clang::VarDecl &variable) const {
  if (!variable.getType()->isDependentType() && !variable.getType()->isUndeducedType())
    return {variable.getType()};
  auto found = types.find(variable.getLocation());
  return found == types.end() ? llvm::SmallVector<clang::QualType, 1>() : found->second;
}

struct EffectsAnalysis::Descent {
  const clang::FunctionDecl *written = nullptr; ///< whose instantiations count
  llvm::DenseMap<const clang::FunctionDecl *, unsigned> below;
  llvm::DenseSet<const clang::FunctionDecl *> open;
  bool endless = false;
};

/// The longest chain of instantiations on the ways that start at `from`.
unsigned EffectsAnalysis::descend(const clang::FunctionDecl &from, Descent &descent) const {
  if (auto found = descent.below.find(&from); found != descent.below.end())
    return found->second;
  if (!descent.open.insert(&from).second) {
    descent.endless = true;
    return 0;
  }
  unsigned most = 0;
  if (auto found = callees.find(&from); found != callees.end())
    for (const clang::FunctionDecl *callee : found->second)
      most = std::max(most, descend(*callee, descent));
  const clang::FunctionDecl *pattern = from.getTemplateInstantiationPattern();
  // A template leads to its instantiations, and is none.
  if (!from.getDescribedFunctionTemplate())
    most += (pattern ? pattern : &from) == descent.written;
  descent.open.erase(&from);
  return descent.below[&from] = most;
}

unsigned EffectsAnalysis::instancesOf(const clang::FunctionDecl &definition) const {
  return static_cast<unsigned>(llvm::count_if(callees, [&](const auto &entry) {
    const clang::FunctionDecl *pattern = entry.first->getTemplateInstantiationPattern();
    return (pattern ? pattern : entry.first) == &definition;
  }));
}

unsigned EffectsAnalysis::deepest(const clang::FunctionDecl &definition) {
  (void)of(definition);
  Descent descent;
  descent.written = &definition;
  unsigned most = 0;
  for (const auto &[function, called] : callees) {
    const clang::FunctionDecl *pattern = function->getTemplateInstantiationPattern();
    if ((pattern ? pattern : function) == &definition)
      most = std::max(most, descend(*function, descent));
  }
  return descent.endless ? 0 : most;
}

llvm::DenseSet<const clang::FunctionDecl *>
EffectsAnalysis::reached(const clang::FunctionDecl &function) {
  (void)of(function);
  llvm::DenseSet<const clang::FunctionDecl *> seen;
  llvm::SmallVector<const clang::FunctionDecl *> work = {&function};
  while (!work.empty()) {
    const clang::FunctionDecl *next = work.pop_back_val();
    if (!seen.insert(next).second)
      continue;
    auto found = callees.find(next);
    if (found != callees.end())
      work.append(found->second.begin(), found->second.end());
  }
  return seen;
}

} // namespace sampan
