// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/ascend/device_code.h"

#include "rewriters/core/diagnostics.h"
#include "rewriters/kernel/uniformity.h"
#include "rewriters/lowering/ascend/instance_calls.h"
#include "rewriters/lowering/ascend/opaque_shared.h"
#include "rewriters/lowering/ascend/predication.h"
#include "rewriters/lowering/ascend/source_text.h"
#include "rewriters/lowering/ascend/warp_arrival.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"

#include <algorithm>
#include <functional>
#include <set>

namespace sampan::ascend {
namespace {

std::string callableName(const clang::FunctionDecl &function) {
  return function.getIdentifier() ? function.getName().str() : function.getNameAsString();
}

Span placeOf(PassContext &context, const clang::FunctionDecl &function) {
  return context.tokenSpan(function.getLocation()).value_or(Span{});
}

/// Functions whose parameter list is fixed by something other than their calls.
bool mayGetParameters(const clang::FunctionDecl &function) {
  const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
  bool isOperator =
      function.isOverloadedOperator() && function.getOverloadedOperator() != clang::OO_Call;
  return !isOperator && !llvm::isa<clang::CXXConstructorDecl>(function) &&
         !llvm::isa<clang::CXXConversionDecl>(function) &&
         !llvm::isa<clang::CXXDestructorDecl>(function) && !(method && method->isVirtual()) &&
         !function.isVariadic();
}

/// A template that the unit has no instance of: nothing launches it, whatever it says.
bool isNeverMade(const clang::FunctionDecl &kernel) {
  return kernel.getDescribedFunctionTemplate() && instancesOf(kernel).empty();
}

Obstacle notRewritten(const std::string &what, const std::string &reason, const Span &at) {
  std::string target(ascendTarget().name);
  return {what + ": " + reason,
          makeFinding(diag::NotRewritten{.what = what, .target = target, .reason = reason}, at)};
}

/// Forms of kernels that entry and launch function cannot be written for.
void checkKernelForm(PassContext &context, DeviceFunction &function) {
  const clang::FunctionDecl &kernel = *function.definition;
  std::string what = "the kernel " + kernel.getNameAsString();
  if (llvm::isa<clang::CXXMethodDecl>(kernel))
    function.obstacles.push_back(
        notRewritten(what, "it is a member of a class", placeOf(context, kernel)));
}

/// The class stands for its operators.
std::string wordFor(const clang::FunctionDecl &function) {
  const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
  return method && !function.getIdentifier() ? method->getParent()->getNameAsString()
                                             : callableName(function);
}

/// A name for the shared variable of another function, unlike those that are there.
std::string foreignName(const DeviceFunction &into, const SharedParameter &from,
                        const clang::FunctionDecl &callee) {
  const auto *parent =
      llvm::dyn_cast_or_null<clang::FunctionDecl>(from.variable->getParentFunctionOrMethod());
  const clang::FunctionDecl &owner = parent ? *parent : callee;
  auto taken = [&](const std::string &name) {
    return std::any_of(into.shared.begin(), into.shared.end(),
                       [&](const SharedParameter &other) { return other.name == name; });
  };
  std::string name = from.name;
  if (taken(name) || into.isKernel)
    name = wordFor(owner) + "_" + from.variable->getName().str();
  std::string base = name;
  for (int n = 2; taken(name); ++n)
    name = base + std::to_string(n);
  return name;
}

bool adoptShared(DeviceFunction &into, const DeviceFunction &callee) {
  bool changed = false;
  for (const SharedParameter &parameter : callee.shared) {
    bool known =
        std::any_of(into.shared.begin(), into.shared.end(), [&](const SharedParameter &other) {
          return other.variable->getCanonicalDecl() == parameter.variable->getCanonicalDecl();
        });
    if (known)
      continue;
    into.shared.push_back(
        {parameter.variable, foreignName(into, parameter, *callee.definition), parameter.asArray});
    changed = true;
  }
  return changed;
}

/// Whether a conditional in the text of the function tells host and device apart.
bool asksForDevice(PassContext &context, const clang::FunctionDecl &function) {
  std::optional<TokenPlace> open = tokenPlace(context, function.getBody()->getBeginLoc()),
                            close = tokenPlace(context, function.getBody()->getEndLoc());
  if (!open || !close || open->file != close->file)
    return false;
  const std::vector<RawToken> &tokens = context.tokens(open->file);
  for (std::size_t i = open->index; i < close->index; ++i)
    if (tokens[i].inDirective && tokens[i].text(context.buffer(open->file)) == "__CUDA_ARCH__")
      return true;
  return false;
}

} // namespace

const Target &ascendTarget() { return target(TargetId::Ascend950); }

Obstacle missingFeature(const std::string &feature, const Span &at) {
  return {feature, makeFinding(diag::FeatureUnsupported{.feature = feature,
                                                        .target = std::string(ascendTarget().name)},
                               at)};
}

bool takesContextFirst(const clang::FunctionDecl &definition) {
  return !definition.hasAttr<clang::CUDAGlobalAttr>() &&
         llvm::any_of(definition.parameters(), [](const clang::ParmVarDecl *parameter) {
           return parameter->hasDefaultArg();
         });
}

const clang::FunctionDecl *writtenDefinition(const clang::FunctionDecl &function) {
  const clang::FunctionDecl *written = &function;
  if (const clang::FunctionDecl *pattern = function.getTemplateInstantiationPattern())
    written = pattern;
  const clang::FunctionDecl *definition = nullptr;
  return written->hasBody(definition) ? definition : nullptr;
}

void DeviceCode::add(PassContext &context, const clang::FunctionDecl &definition, bool isLambda) {
  auto [entry, isNew] = functions.try_emplace(&definition);
  if (!isNew)
    return;
  entry->second = std::make_unique<DeviceFunction>();
  DeviceFunction &function = *entry->second;
  function.definition = &definition;
  function.isKernel = definition.hasAttr<clang::CUDAGlobalAttr>();
  function.isLambda = isLambda;
  scanDeviceFunction(context, function);
  function.hostTextDiffers =
      definition.hasAttr<clang::CUDAHostAttr>() && asksForDevice(context, definition);
  if (function.isKernel)
    checkKernelForm(context, function);
  for (const clang::VarDecl *variable : function.ownShared)
    if (hasLibraryType(*variable))
      function.obstacles.push_back(
          notRewritten("the shared variable " + variable->getName().str(),
                       "its type belongs to a library that has no counterpart there",
                       context.tokenSpan(variable->getLocation()).value_or(Span{})));
}

DeviceFunction *DeviceCode::find(const clang::FunctionDecl *function) {
  auto entry = functions.find(function);
  return entry == functions.end() ? nullptr : entry->second.get();
}

std::vector<DeviceFunction *> DeviceCode::all() {
  std::vector<DeviceFunction *> result;
  for (auto &[definition, function] : functions)
    result.push_back(function.get());
  return result;
}

void DeviceCode::propagate(PassContext &context) {
  for (DeviceFunction *function : all()) {
    function->references = function->ownReferences;
    function->needsBlock = function->usesBlock || !function->blockUses.empty();
    for (const clang::VarDecl *variable : function->ownShared)
      function->shared.push_back({variable,
                                  variable->getName().str() + (isOpaque(*variable) ? "_bytes" : ""),
                                  llvm::is_contained(function->wholeArrays, variable)});
  }
  spreadNeeds(context);
  checkMaskParameters();
  for (DeviceFunction *function : all())
    checkArrivals(*this, *function);
  for (DeviceFunction *function : all())
    predicateReturns(context, *this, *function);
  spreadObstacles(context);
  for (DeviceFunction *function : all())
    if ((function->isKernel && (function->isLowered() || !isNeverMade(*function->definition))) ||
        function->isLambda)
      markReached(*function);
}

/// Each call has to pass a proven mask, or a parameter of its own that must be proven in turn.
void DeviceCode::checkMaskParameters() {
  auto demand = [](DeviceFunction &function, unsigned index, const MaskParameter &wanted) {
    for (const MaskParameter &known : function.maskParameters)
      if (known.index == index)
        return false;
    function.maskParameters.push_back({index, wanted.obstacle, wanted.origin, wanted.control});
    return true;
  };
  auto needsMask = [&](const MaskParameter &parameter) {
    return !parameter.origin || !wholeWarpArrives(*this, *parameter.origin, parameter.control);
  };
  std::set<std::pair<const DeviceFunction *, const DeviceFunction *>> failed;
  for (bool changed = true; changed;) {
    changed = false;
    for (DeviceFunction *function : all())
      for (const ProgramCall &call : function->calls)
        for (const clang::FunctionDecl *target : call.targets) {
          DeviceFunction *callee = find(target);
          if (!callee)
            continue;
          std::vector<MaskParameter> wanted = callee->maskParameters; // a recursion adds to it
          for (const MaskParameter &parameter : wanted) {
            PassedMask passed =
                parameter.index < call.masks.size() ? call.masks[parameter.index] : PassedMask{};
            if (passed.forwarded)
              changed |= demand(*function, passed.forwarded->getFunctionScopeIndex(), parameter);
            else if (passed.value == WarpMask::Unproven || passed.value == WarpMask::Part)
              if (failed.emplace(function, callee).second && needsMask(parameter))
                function->obstacles.push_back(parameter.obstacle); // others may call it well
          }
        }
  }
  for (DeviceFunction *function : all())
    if (function->isKernel || function->isLambda)
      for (const MaskParameter &parameter : function->maskParameters)
        if (needsMask(parameter))
          function->obstacles.push_back(parameter.obstacle);
}

/// Functions that one call may mean are given the same; who does not need the block ignores it.
bool DeviceCode::shareBlock(const ProgramCall &call) {
  bool needed = false, changed = false;
  for (const clang::FunctionDecl *target : call.targets)
    if (const DeviceFunction *callee = find(target))
      needed |= callee->needsBlock;
  for (const clang::FunctionDecl *target : call.targets)
    if (DeviceFunction *callee = find(target); callee && needed && !callee->needsBlock)
      callee->needsBlock = changed = true;
  return changed;
}

void DeviceCode::spreadNeeds(PassContext &context) {
  for (bool changed = true; changed;) {
    changed = false;
    for (DeviceFunction *function : all())
      for (const ProgramCall &call : function->calls) {
        changed |= shareBlock(call);
        for (const clang::FunctionDecl *target : call.targets) {
          const DeviceFunction *callee = find(target);
          if (!callee || callee == function)
            continue;
          changed |= callee->needsBlock && !function->needsBlock;
          function->needsBlock |= callee->needsBlock;
          changed |= callee->needsVote && !function->needsVote;
          function->needsVote |= callee->needsVote;
          changed |= adoptShared(*function, *callee);
          for (const clang::VarDecl *reference : callee->references)
            if (!llvm::is_contained(function->references, reference)) {
              function->references.push_back(reference);
              changed = true;
            }
          changed |= callee->waitsForBlocks && !function->waitsForBlocks;
          function->waitsForBlocks |= callee->waitsForBlocks;
          changed |= callee->meetsBlocks && !function->meetsBlocks;
          function->meetsBlocks |= callee->meetsBlocks;
          changed |= callee->synchronises && !function->synchronises;
          function->synchronises |= callee->synchronises;
        }
      }
  }
  // An operator that no call of the program is known of may be called by a library.
  std::set<const DeviceFunction *> called;
  for (DeviceFunction *function : all())
    for (const ProgramCall &call : function->calls)
      for (const clang::FunctionDecl *target : call.targets)
        called.insert(find(target));
  for (DeviceFunction *function : all())
    if (!function->isKernel && function->needsContext() &&
        (function->isLambda || !mayGetParameters(*function->definition) ||
         (function->definition->isOverloadedOperator() && !called.contains(function))))
      function->obstacles.push_back(notRewritten(
          callableName(*function->definition),
          "it works on the block or on shared memory, and its parameters cannot be extended",
          placeOf(context, *function->definition)));
}

void DeviceCode::spreadObstacles(PassContext &context) {
  // Of several functions that a call may mean, each must get the same additional arguments.
  for (DeviceFunction *function : all())
    for (const ProgramCall &call : function->calls) {
      const DeviceFunction *first = nullptr;
      for (const clang::FunctionDecl *target : call.targets) {
        const DeviceFunction *callee = find(target);
        if (!callee)
          continue;
        bool differs =
            first &&
            (takesContextFirst(*first->definition) != takesContextFirst(*callee->definition) ||
             first->needsBlock != callee->needsBlock || first->needsVote != callee->needsVote ||
             first->shared.size() != callee->shared.size() ||
             first->references != callee->references);
        if (differs || (callee->needsContext() && !call.isExplicit)) {
          function->obstacles.push_back(notRewritten(
              "the call of " + callableName(*callee->definition),
              differs ? "the functions that it may mean need different arguments"
                      : "no arguments can be added to it",
              context.tokenSpan(call.closing).value_or(placeOf(context, *function->definition))));
          break;
        }
        first = callee;
      }
    }
  for (bool changed = true; changed;) {
    changed = false;
    for (DeviceFunction *function : all()) {
      if (!function->isLowered())
        continue;
      for (const ProgramCall &call : function->calls)
        for (const clang::FunctionDecl *target : call.targets) {
          const DeviceFunction *callee = find(target);
          if (!callee || callee->isLowered() || !function->isLowered())
            continue;
          // Told once, where it is; here it is only the reason.
          Obstacle inherited = callee->obstacles.front();
          if (inherited.reason.find(" in ") == std::string::npos)
            inherited.reason += " in " + callableName(*callee->definition);
          function->obstacles.push_back(std::move(inherited));
          changed = true;
        }
    }
  }
}

bool DeviceCode::isCalledUniformly(const DeviceFunction &function) {
  return isCalledUniformly(function, 0);
}

bool DeviceCode::isCalledUniformly(const DeviceFunction &function, unsigned depth) {
  constexpr unsigned deepest = 6; // also ends recursions
  if (function.isKernel)
    return true;
  if (function.isLambda || depth == deepest)
    return false;
  bool called = false;
  for (const DeviceFunction *caller : all())
    for (const ProgramCall &call : caller->calls) {
      if (llvm::none_of(call.targets, [&](const clang::FunctionDecl *target) {
            return find(target) == &function;
          }))
        continue;
      called = true;
      if (!call.expression)
        return false;
      Uniformity uniformity(*caller->definition, !isCalledUniformly(*caller, depth + 1));
      for (const clang::Expr *argument : call.expression->arguments())
        if (!uniformity.isUniform(*argument))
          return false;
    }
  return called;
}

void DeviceCode::markReached(DeviceFunction &function) {
  if (function.isReached)
    return;
  function.isReached = true;
  for (const ProgramCall &call : function.calls)
    for (const clang::FunctionDecl *target : call.targets)
      if (DeviceFunction *callee = find(target))
        markReached(*callee);
}

} // namespace sampan::ascend
