// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/callee_forms.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/host/collectives.h"
#include "rewriters/lowering/host/emit.h"
#include "rewriters/lowering/host/lock_steps.h"
#include "rewriters/lowering/host/variables.h"
#include "rewriters/lowering/host/waits.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/StringExtras.h"

namespace sampan::host {
namespace {

const clang::FunctionDecl *written(const clang::FunctionDecl &function) {
  const clang::FunctionDecl *from = &function;
  if (const clang::FunctionDecl *pattern = function.getTemplateInstantiationPattern())
    from = pattern;
  const clang::FunctionDecl *definition = nullptr;
  return from->hasBody(definition) ? definition : nullptr;
}

/// A variable of the thread that runs the call.
bool isThreadVariable(const clang::Expr &expression) {
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(expression.IgnoreParenImpCasts());
  const auto *variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  return variable && variable->isLocalVarDeclOrParm() && !variable->isStaticLocal() &&
         !variable->hasAttr<clang::CUDASharedAttr>() && !variable->getType()->isReferenceType();
}

void collectCalls(const clang::Stmt *statement,
                  llvm::SmallVectorImpl<const clang::CallExpr *> &calls) {
  if (!statement)
    return;
  if (const auto *call = llvm::dyn_cast<clang::CallExpr>(statement))
    calls.push_back(call);
  for (const clang::Stmt *child : statement->children())
    collectCalls(child, calls);
}

/// Of a template: what is made of it.
std::size_t instancesOf(const clang::FunctionDecl &function) {
  const clang::FunctionTemplateDecl *made = function.getDescribedFunctionTemplate();
  return made ? std::max<std::size_t>(1, llvm::range_size(made->specializations())) : 1;
}

std::string typeText(clang::QualType type, const clang::ASTContext &ast, bool qualified = false) {
  clang::PrintingPolicy policy(ast.getLangOpts());
  policy.SuppressTagKeyword = true;
  type = type.getNonReferenceType();
  if (!qualified)
    type = type.getUnqualifiedType();
  return type->isDependentType() ? type.getAsString(policy)
                                 : clang::TypeName::getFullyQualifiedName(type, ast, policy);
}

/// The head of the overload, up to its body.
std::string headOf(const KernelFacts &facts, const KernelText &source, bool isApart,
                   Obstacle &obstacle) {
  const clang::FunctionDecl &function = facts.kernel;
  std::string head;
  auto textOf = [&](clang::SourceRange range) {
    std::optional<TextRange> at = source.rangeOf(range);
    std::optional<std::string> text = at ? source.text(*at) : std::nullopt;
    if (!text)
      obstacle = {"a device function whose head a macro makes", function.getLocation()};
    return text.value_or("");
  };
  if (const clang::FunctionTemplateDecl *made = function.getDescribedFunctionTemplate())
    head += textOf(made->getTemplateParameters()->getSourceRange()) + "\n";
  const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(&function);
  head += std::string(method && method->isStatic() ? "static " : "") +
          (isApart ? "SPN_BLOCK_FUNCTION_APART void " : "SPN_BLOCK_FUNCTION void ") +
          function.getNameAsString() + "(const ::spn::detail::InBlock &spn_in";
  if (!function.getReturnType()->isVoidType())
    head += ", ::spn::detail::PerThread<" + typeText(function.getReturnType(), facts.ast) +
            "> &spn_result";
  for (const clang::ParmVarDecl *parameter : function.parameters()) {
    if (!facts.callees->isDivergent(*parameter)) {
      head += ", " + textOf(parameter->getSourceRange());
      continue;
    }
    std::optional<std::string> type = parameterType(facts, *parameter);
    if (!type || (parameter->hasDefaultArg() && !parameterDefault(facts, *parameter)))
      obstacle = {"a device function with barriers or collectives and the parameter " +
                      parameter->getNameAsString() + ", which cannot be kept in an array",
                  parameter->getLocation()};
    head += ", ::spn::detail::PerThread<" + type.value_or("") + "> &";
    if (parameter->getIdentifier())
      head += "spn_s_" + parameter->getNameAsString();
  }
  return head + (method && method->isConst() ? ") const " : ") ");
}

} // namespace

std::optional<std::string> parameterDefault(const KernelFacts &facts,
                                            const clang::ParmVarDecl &parameter) {
  if (!parameter.hasDefaultArg() || parameter.hasUninstantiatedDefaultArg() ||
      parameter.hasUnparsedDefaultArg() || !parameter.getType()->isIntegerType())
    return std::nullopt;
  const clang::Expr *value = parameter.getDefaultArg();
  clang::Expr::EvalResult result;
  if (value->isValueDependent() || !value->EvaluateAsInt(result, facts.ast))
    return std::nullopt;
  return llvm::toString(result.Val.getInt(), 10);
}

std::optional<std::string> parameterType(const KernelFacts &facts,
                                         const clang::ParmVarDecl &parameter) {
  clang::QualType type = parameter.getType().getNonReferenceType();
  if (facts.callees->isPointed(parameter)) {
    if (type.isVolatileQualified() || type->isUndeducedType())
      return std::nullopt;
    return "::spn::detail::Place<" + typeText(type, facts.ast, true) + ">";
  }
  for (clang::QualType made : facts.effects.typesOf(parameter)) {
    made = made.getNonReferenceType();
    if (made->isArrayType() ||
        (!made->isDependentType() && !made.isTriviallyCopyableType(facts.ast)))
      return std::nullopt;
  }
  if (type.isVolatileQualified() || type->isUndeducedType() || type->isArrayType())
    return std::nullopt;
  return typeText(type, facts.ast);
}

bool isChangeable(clang::QualType type) {
  return type->isLValueReferenceType() && !type.getNonReferenceType().isConstQualified();
}

bool isRefused(const PassContext &context, const clang::FunctionDecl &definition) {
  std::optional<Span> at = context.tokenSpan(definition.getLocation());
  return at && llvm::any_of(context.options.refusedForms, [&](const Span &refused) {
           return refused.file == at->file && refused.line == at->line;
         });
}

std::string formMark(const PassContext &context, const clang::FunctionDecl &definition) {
  std::optional<Span> at = context.tokenSpan(definition.getLocation());
  return at ? kFormStart + std::to_string(at->line) + "\n" : "\n";
}

CalleeForms::CalleeForms(const PassContext &context, EffectsAnalysis &effects,
                         const LockSteps &lockSteps, const LocalNames &names,
                         const std::vector<const clang::FunctionDecl *> &kernels)
    : context(context), effects(effects), lockSteps(lockSteps), names(names) {
  findParameters(kernels);
}

bool CalleeForms::meets(const clang::FunctionDecl &definition) {
  Effects does = effects.of(definition);
  if (const clang::FunctionTemplateDecl *made = definition.getDescribedFunctionTemplate())
    does = effects.of(*made->getTemplatedDecl());
  if (does.blockSync || does.warpSync)
    return true;
  for (const clang::FunctionDecl *function : effects.reached(definition))
    if (const clang::FunctionDecl *found = written(*function); found && lockSteps.isIn(*found))
      return true;
  return false;
}

bool CalleeForms::hasLockSteps(const clang::CallExpr &call) {
  return llvm::any_of(definitionsOf(call), [&](const clang::FunctionDecl *definition) {
    return context.inProject(definition->getLocation()) && meets(*definition);
  });
}

/// The functions that a call can mean; empty where that is not known.
CalleeForms::Functions CalleeForms::definitionsOf(const clang::CallExpr &call) const {
  Functions result;
  for (const clang::FunctionDecl *callee : effects.calledBy(call)) {
    const clang::FunctionDecl *definition = written(*callee);
    if (!definition)
      return {};
    if (!llvm::is_contained(result, definition))
      result.push_back(definition);
  }
  const auto *overloads =
      llvm::dyn_cast<clang::OverloadExpr>(call.getCallee()->IgnoreParenImpCasts());
  if (!result.empty() || !overloads || overloads->getNumDecls() != 1)
    return result;
  const clang::NamedDecl *target = (*overloads->decls_begin())->getUnderlyingDecl();
  if (const auto *made = llvm::dyn_cast<clang::FunctionTemplateDecl>(target))
    target = made->getTemplatedDecl();
  const auto *function = llvm::dyn_cast<clang::FunctionDecl>(target);
  const clang::FunctionDecl *definition = function ? written(*function) : nullptr;
  return definition ? Functions{definition} : Functions{};
}

/// A part of a variable, or a whole array: handed over by where it lies.
bool CalleeForms::isGivenPlaces(const clang::ParmVarDecl &parameter,
                                const clang::Expr &argument) const {
  const clang::QualType type = parameter.getType();
  if (!type->isLValueReferenceType())
    return false;
  if (type.getNonReferenceType()->isArrayType())
    return true;
  const auto *name = llvm::dyn_cast<clang::DeclRefExpr>(argument.IgnoreParenImpCasts());
  const auto *variable = name ? llvm::dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  return isChangeable(type) && (!variable || pointed.contains(variable));
}

/// What a call passes for one parameter; true when that says something new.
bool CalleeForms::markArgument(const Uniformity &uniformity, const Functions &callees,
                               const clang::CallExpr &call, unsigned number) {
  const clang::Expr &argument = *call.getArg(number);
  if (llvm::isa<clang::CXXDefaultArgExpr>(argument))
    return false;
  bool differs = !uniformity.isUniform(argument) || takesLocalAddress(&argument), places = false,
       changed = false;
  for (const clang::FunctionDecl *callee : callees) {
    if (number >= callee->getNumParams())
      continue;
    const clang::ParmVarDecl &parameter = *callee->getParamDecl(number);
    const bool array = parameter.getType().getNonReferenceType()->isArrayType();
    differs |= divergent.contains(&parameter) ||
               ((isChangeable(parameter.getType()) || array) && isThreadVariable(argument));
    places |= pointed.contains(&parameter) || isGivenPlaces(parameter, argument);
  }
  // Overloads take the same, so that the call's text fits whichever is chosen.
  for (const clang::FunctionDecl *callee : callees) {
    if (number >= callee->getNumParams())
      continue;
    const clang::ParmVarDecl *parameter = callee->getParamDecl(number);
    changed |= differs && divergent.insert(parameter).second;
    changed |= differs && places && pointed.insert(parameter).second;
  }
  return changed;
}

/// Looks at the calls of one function; true when a parameter turned out to differ.
bool CalleeForms::markParameters(const clang::FunctionDecl &caller,
                                 llvm::SmallVectorImpl<const clang::FunctionDecl *> &found) {
  llvm::SmallVector<const clang::CallExpr *> calls;
  collectCalls(caller.getBody(), calls);
  std::optional<Uniformity> uniformity;
  bool changed = false;
  for (const clang::CallExpr *call : calls) {
    const Functions callees = definitionsOf(*call);
    // Where one of several has a form, all need one.
    if (llvm::none_of(callees, [&](const clang::FunctionDecl *callee) {
          return context.inProject(callee->getLocation()) && meets(*callee);
        }))
      continue;
    for (const clang::FunctionDecl *callee : callees) {
      callSites[callee][&caller].insert(call);
      if (!llvm::is_contained(found, callee))
        found.push_back(callee);
    }
    if (!uniformity)
      uniformity.emplace(caller, divergent, effects);
    for (unsigned i = 0; i < call->getNumArgs(); ++i)
      changed |= markArgument(*uniformity, callees, *call, i);
  }
  return changed;
}

bool CalleeForms::takesPlace(const clang::CallExpr &call,
                             const clang::DeclRefExpr &argument) const {
  for (const clang::FunctionDecl *callee : definitionsOf(call))
    for (unsigned i = 0; i < call.getNumArgs() && i < callee->getNumParams(); ++i)
      if (call.getArg(i)->IgnoreParenImpCasts() == &argument)
        return pointed.contains(callee->getParamDecl(i)) ||
               (argument.getType()->isRecordType() && divergent.contains(callee->getParamDecl(i)));
  return false;
}

std::unique_ptr<KernelText> CalleeForms::textOf(const clang::FunctionDecl &definition) const {
  if (!context.inProject(definition.getLocation()) ||
      definition.getBody()->getBeginLoc().isMacroID())
    return nullptr;
  return std::make_unique<KernelText>(context, *definition.getBody(), names.editsOf(definition));
}

void CalleeForms::findParameters(const std::vector<const clang::FunctionDecl *> &kernels) {
  for (const clang::FunctionDecl *kernel : kernels)
    (void)effects.of(*kernel); // what dependent calls call is known from then on
  for (bool changed = true; changed;) {
    changed = false;
    llvm::SmallVector<const clang::FunctionDecl *> work(kernels.begin(), kernels.end());
    for (std::size_t i = 0; i < work.size(); ++i) {
      const clang::FunctionDecl *next = work[i];
      changed |= markParameters(*next, work);
    }
  }
}

std::optional<Obstacle> CalleeForms::obstacleOf(const clang::FunctionDecl &definition) {
  const std::string name = definition.getNameAsString();
  clang::SourceLocation at = definition.getLocation();
  auto object = [&](const char *what) { return Obstacle{what + (" " + name), at}; };
  if (isRefused(context, definition))
    return object("a block form that the host compiler refuses, of");
  if (!context.inProject(at))
    return object("a barrier or warp collective in the library's function");
  // Of another kind than one that is called by its name, or written outside of its class.
  const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(&definition);
  if (method && (method->isVirtual() || !method->getIdentifier() || method->isOutOfLine() ||
                 method->getRefQualifier() != clang::RQ_None || method->isVolatile() ||
                 method->getParent()->isLambda()))
    return object("a barrier or warp collective in the member function");
  if (definition.isVariadic() ||
      definition.getTemplateSpecializationKind() == clang::TSK_ExplicitSpecialization ||
      definition.getQualifier() || definition.getReturnType()->isReferenceType() ||
      definition.getReturnType()->isUndeducedType())
    return object("a barrier or warp collective in a function of this kind,");
  if (definition.getBody()->getBeginLoc().isMacroID() ||
      !llvm::isa<clang::CompoundStmt>(definition.getBody()))
    return object("a barrier or warp collective in a function that a macro makes,");
  return std::nullopt;
}

/// How many copies of each instance inlining makes.
unsigned CalleeForms::copiesOf(const clang::FunctionDecl &definition) const {
  std::size_t copies = 0;
  if (auto found = callSites.find(&definition); found != callSites.end())
    for (const auto &[caller, calls] : found->second)
      copies += calls.size() * instancesOf(*caller);
  return static_cast<unsigned>(std::max<std::size_t>(1, copies / instancesOf(definition)));
}

/// Of the functions that it has inlined into it.
unsigned CalleeForms::inlinedRegionsOf(const Shape &shape) {
  unsigned result = 0;
  for (const Vote &vote : shape.votes) {
    unsigned most = 0;
    if (vote.kind == Vote::Callee)
      for (const CalleeForm *form : formsOf(*vote.call))
        most = std::max(most, form->isApart ? 0 : form->regions);
    result += most;
  }
  return result;
}

void CalleeForms::make(CalleeForm &form) {
  const clang::FunctionDecl &definition = *form.definition;
  form.obstacle = Obstacle{"recursion around a barrier or warp collective",
                           definition.getLocation()}; // holds while it is being made
  if (std::optional<Obstacle> obstacle = obstacleOf(definition)) {
    form.obstacle = obstacle;
    return;
  }
  Uniformity uniformity(definition, divergent, effects);
  LocalUses uses(definition);
  Waits waits(context, definition, effects, uniformity);
  KernelFacts facts{context.ast, definition, effects, uniformity, uses, &lockSteps, &waits, this};
  Shape shape = shapeOf(facts);
  if (shape.obstacle) {
    form.obstacle = shape.obstacle;
    return;
  }
  KernelText source(context, *definition.getBody(), names.editsOf(definition));
  KernelForm counts;
  Obstacle obstacle;
  const unsigned levels = effects.deepest(definition);
  form.arrays = arraysOf(shape, *this, levels);
  const std::optional<std::string> body = writeCalleeBody(facts, shape, source, counts, obstacle);
  form.regions = counts.regions + inlinedRegionsOf(shape);
  const unsigned copies = copiesOf(definition);
  form.isApart = form.arrays > kMostInlinedArrays || levels > 1 ||
                 (copies > 1 && form.regions * copies > kMostInlinedLoops);
  const std::string head = headOf(facts, source, form.isApart, obstacle);
  if (!body || !obstacle.what.empty()) {
    form.obstacle = obstacle;
    return;
  }
  for (const Vote &vote : shape.votes)
    if (vote.kind == Vote::Callee)
      for (const CalleeForm *used : formsOf(*vote.call))
        form.uses.push_back(used);
  form.text = formMark(context, definition) + head + *body + kFormEnd;
  form.obstacle.reset();
}

std::vector<const CalleeForm *> CalleeForms::formsOf(const clang::CallExpr &call, Obstacle *why) {
  const Functions definitions = definitionsOf(call);
  std::vector<const CalleeForm *> result;
  for (const clang::FunctionDecl *definition : definitions) {
    const CalleeForm *form = formOf(*definition, why);
    if (!form)
      return {};
    result.push_back(form);
    // Whether there is a result is part of the call's text.
    if (definition->getReturnType()->isVoidType() !=
        definitions.front()->getReturnType()->isVoidType())
      result.clear();
    if (result.empty())
      break;
  }
  if (result.empty() && why)
    *why = {"a barrier or warp collective in the called function " + calleeName(call).str(),
            call.getBeginLoc()};
  return result;
}

const CalleeForm *CalleeForms::formOf(const clang::FunctionDecl &definition, Obstacle *why) {
  std::unique_ptr<CalleeForm> &entry = forms[&definition];
  if (!entry) {
    entry = std::make_unique<CalleeForm>();
    CalleeForm &made = *entry; // `entry` moves when others are added
    made.definition = &definition;
    make(made);
    made.isMade = true;
    if (made.obstacle)
      refuseUsersOfRefused();
    return formOf(definition, why);
  }
  // Instantiations that call others, in a chain that ends, are no more than functions that call
  // each other. Whether the form comes about is seen later.
  if (!entry->isMade && effects.deepest(definition) &&
      effects.instancesOf(definition) <= kMostLevelInstances)
    return entry.get();
  if (entry->obstacle && why)
    *why = *entry->obstacle;
  return entry->obstacle ? nullptr : entry.get();
}

/// Forms that relied on one that was being made, and has failed since.
void CalleeForms::refuseUsersOfRefused() {
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto &[definition, form] : forms)
      for (const CalleeForm *used : form->uses)
        if (form->isMade && !form->obstacle && used->isMade && used->obstacle) {
          form->obstacle = used->obstacle;
          changed = true;
        }
  }
}

unsigned arraysOf(const Shape &shape, CalleeForms &callees, unsigned levels) {
  constexpr unsigned kPerOperation = 2; // a result and an operand
  unsigned result = 0, apart = 0;
  for (const auto &[variable, storage] : shape.storage)
    result += storage == Storage::Carried || storage == Storage::Alias;
  for (const Vote &vote : shape.votes) {
    result += kPerOperation;
    if (vote.kind == Vote::Callee) {
      unsigned most = 0;
      for (const CalleeForm *form : callees.formsOf(*vote.call)) {
        unsigned &where = form->isApart ? apart : most;
        where = std::max(where, form->arrays);
      }
      result += most;
    }
  }
  return result * std::max(1u, levels) + apart;
}

} // namespace sampan::host
