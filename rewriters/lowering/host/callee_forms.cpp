// SPDX-License-Identifier: Apache-2.0
#include "rewriters/lowering/host/callee_forms.h"

#include "rewriters/kernel/device_calls.h"
#include "rewriters/lowering/host/collectives.h"
#include "rewriters/lowering/host/emit.h"
#include "rewriters/lowering/host/lock_steps.h"
#include "rewriters/lowering/host/variables.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/AST/Stmt.h"

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

bool isChangeable(clang::QualType type) {
  return type->isLValueReferenceType() && !type.getNonReferenceType().isConstQualified();
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

std::string typeText(clang::QualType type, const clang::ASTContext &ast) {
  clang::PrintingPolicy policy(ast.getLangOpts());
  policy.SuppressTagKeyword = true;
  type = type.getNonReferenceType().getUnqualifiedType();
  return type->isDependentType() ? type.getAsString(policy)
                                 : clang::TypeName::getFullyQualifiedName(type, ast, policy);
}

/// The head of the overload, up to its body.
std::string headOf(const KernelFacts &facts, const KernelText &source, Obstacle &obstacle) {
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
  head += "SPN_BLOCK_FUNCTION void " + function.getNameAsString() +
          "(const ::spn::detail::InBlock &spn_in";
  if (!function.getReturnType()->isVoidType())
    head += ", ::spn::detail::PerThread<" + typeText(function.getReturnType(), facts.ast) +
            "> &spn_result";
  for (const clang::ParmVarDecl *parameter : function.parameters()) {
    if (!facts.callees->isDivergent(*parameter)) {
      head += ", " + textOf(parameter->getSourceRange());
      continue;
    }
    std::optional<std::string> type = parameterType(facts, *parameter);
    if (!type || parameter->hasDefaultArg())
      obstacle = {"a device function with barriers or collectives and the parameter " +
                      parameter->getNameAsString() + ", which cannot be kept in an array",
                  parameter->getLocation()};
    head += ", ::spn::detail::PerThread<" + type.value_or("") + "> &";
    if (parameter->getIdentifier())
      head += "spn_s_" + parameter->getNameAsString();
  }
  return head + ") ";
}

} // namespace

std::optional<std::string> parameterType(const KernelFacts &facts,
                                         const clang::ParmVarDecl &parameter) {
  clang::QualType type = parameter.getType().getNonReferenceType();
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

CalleeForms::CalleeForms(const PassContext &context, EffectsAnalysis &effects,
                         const LockSteps &lockSteps,
                         const std::vector<const clang::FunctionDecl *> &kernels)
    : context(context), effects(effects), lockSteps(lockSteps) {
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
  const clang::FunctionDecl *definition = definitionOf(call);
  return definition && context.inProject(definition->getLocation()) && meets(*definition);
}

/// The one function that a call can mean, where the project defines it and threads meet in it.
const clang::FunctionDecl *CalleeForms::definitionOf(const clang::CallExpr &call) const {
  if (const clang::FunctionDecl *callee = call.getDirectCallee())
    return written(*callee);
  const auto *overloads =
      llvm::dyn_cast<clang::OverloadExpr>(call.getCallee()->IgnoreParenImpCasts());
  if (!overloads || overloads->getNumDecls() != 1)
    return nullptr;
  const clang::NamedDecl *target = (*overloads->decls_begin())->getUnderlyingDecl();
  if (const auto *made = llvm::dyn_cast<clang::FunctionTemplateDecl>(target))
    target = made->getTemplatedDecl();
  const auto *function = llvm::dyn_cast<clang::FunctionDecl>(target);
  return function ? written(*function) : nullptr;
}

/// Looks at the calls of one function; true when a parameter turned out to differ.
bool CalleeForms::markParameters(const clang::FunctionDecl &caller,
                                 llvm::SmallVectorImpl<const clang::FunctionDecl *> &found) {
  llvm::SmallVector<const clang::CallExpr *> calls;
  collectCalls(caller.getBody(), calls);
  std::optional<Uniformity> uniformity;
  bool changed = false;
  for (const clang::CallExpr *call : calls) {
    const clang::FunctionDecl *callee = definitionOf(*call);
    if (!callee || !context.inProject(callee->getLocation()) || !meets(*callee))
      continue;
    if (!llvm::is_contained(found, callee))
      found.push_back(callee);
    if (!uniformity)
      uniformity.emplace(caller, divergent, effects);
    for (unsigned i = 0; i < callee->getNumParams() && i < call->getNumArgs(); ++i) {
      const clang::ParmVarDecl *parameter = callee->getParamDecl(i);
      const clang::Expr *argument = call->getArg(i);
      if (llvm::isa<clang::CXXDefaultArgExpr>(argument))
        continue;
      bool differs = !uniformity->isUniform(*argument) ||
                     (isChangeable(parameter->getType()) && isThreadVariable(*argument));
      changed |= differs && divergent.insert(parameter).second;
    }
  }
  return changed;
}

void CalleeForms::findParameters(const std::vector<const clang::FunctionDecl *> &kernels) {
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
  if (!context.inProject(at))
    return object("a barrier or warp collective in the library's function");
  if (llvm::isa<clang::CXXMethodDecl>(definition))
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
  KernelFacts facts{context.ast, definition, effects, uniformity, uses, &lockSteps, this};
  Shape shape = shapeOf(facts);
  if (shape.obstacle) {
    form.obstacle = shape.obstacle;
    return;
  }
  KernelText source(context, *definition.getBody());
  KernelForm counts;
  Obstacle obstacle;
  std::string head = headOf(facts, source, obstacle);
  std::optional<std::string> body;
  if (obstacle.what.empty())
    body = writeCalleeBody(facts, shape, source, counts, obstacle);
  if (!body) {
    form.obstacle = obstacle;
    return;
  }
  for (const Vote &vote : shape.votes)
    if (vote.kind == Vote::Callee)
      form.uses.push_back(formOf(*vote.call));
  form.regions = counts.regions;
  form.arrays = arraysOf(shape, *this);
  form.text = "\n" + head + *body;
  form.obstacle.reset();
}

const CalleeForm *CalleeForms::formOf(const clang::CallExpr &call, Obstacle *why) {
  const clang::FunctionDecl *definition = definitionOf(call);
  if (!definition) {
    if (why)
      *why = {"a barrier or warp collective in the called function " + calleeName(call).str(),
              call.getBeginLoc()};
    return nullptr;
  }
  std::unique_ptr<CalleeForm> &entry = forms[definition];
  if (!entry) {
    entry = std::make_unique<CalleeForm>();
    CalleeForm &made = *entry; // `entry` moves when others are added
    made.definition = definition;
    make(made);
    return formOf(call, why);
  }
  if (entry->obstacle && why)
    *why = *entry->obstacle;
  return entry->obstacle ? nullptr : entry.get();
}

unsigned arraysOf(const Shape &shape, CalleeForms &callees) {
  constexpr unsigned kPerOperation = 2; // a result and an operand
  unsigned result = 0;
  for (const auto &[variable, storage] : shape.storage)
    result += storage == Storage::Carried || storage == Storage::Alias;
  for (const Vote &vote : shape.votes) {
    result += kPerOperation;
    if (vote.kind == Vote::Callee)
      if (const CalleeForm *form = callees.formOf(*vote.call))
        result += form->arrays;
  }
  return result;
}

namespace {

class CallWriter {
public:
  CallWriter(Writing &writing, const Vote &vote)
      : writing(writing), call(*vote.call), name("spn_vote" + std::to_string(vote.number)) {}

  std::string write() {
    const CalleeForm *form = writing.facts.callees->formOf(call);
    const clang::FunctionDecl &definition = *form->definition;
    std::string result = "{\n", before;
    std::string arguments =
        "{" + writing.mask() + ", " + writing.alive() + ", " + writing.strictness() + ", blockDim}";
    if (!definition.getReturnType()->isVoidType()) {
      before = valuesOf(writing, call, call.getType(), name);
      arguments += ", " + name;
    }
    for (unsigned i = 0; i < definition.getNumParams() && i < call.getNumArgs(); ++i) {
      const clang::Expr &argument = *call.getArg(i);
      if (llvm::isa<clang::CXXDefaultArgExpr>(argument))
        break;
      const clang::ParmVarDecl &parameter = *definition.getParamDecl(i);
      arguments +=
          ", " + (writing.facts.callees->isDivergent(parameter) ? perThread(argument, parameter, i)
                                                                : once(argument, parameter));
    }
    result += declarations;
    if (!pieces.empty())
      result += RegionWriter(writing).expressions(pieces);
    return before + result + writing.textOf(*call.getCallee()) + "(" + arguments + ");\n}\n";
  }

private:
  std::string perThread(const clang::Expr &argument, const clang::ParmVarDecl &parameter,
                        unsigned number) {
    if (isChangeable(parameter.getType())) {
      const auto *named = llvm::dyn_cast<clang::DeclRefExpr>(argument.IgnoreParens());
      const auto *variable = named ? llvm::dyn_cast<clang::VarDecl>(named->getDecl()) : nullptr;
      Storage storage = writing.shape.storageOf(variable);
      if (!variable || (storage != Storage::Carried && storage != Storage::Alias) ||
          llvm::isa<clang::ArrayType>(variable->getType()) ||
          (storage == Storage::Carried && variable->getType()->isRecordType()))
        writing.fail("a reference that is passed to a function with barriers or collectives",
                     argument.getBeginLoc());
      return variable ? "spn_s_" + variable->getNameAsString() : "";
    }
    const std::string array = name + "a" + std::to_string(number);
    const clang::FunctionDecl *callee = call.getDirectCallee();
    clang::QualType type = (callee ? callee->getParamDecl(number) : &parameter)->getType();
    declarations += valuesOf(writing, argument, type, array);
    pieces.push_back({&argument, array + "[spn_t] = (", ");\n"});
    return array;
  }

  std::string once(const clang::Expr &argument, const clang::ParmVarDecl &parameter) {
    if (!namesThread(writing, &argument))
      return writing.textOf(argument);
    if (isChangeable(parameter.getType()))
      writing.fail("a reference that is passed to a function with barriers or collectives",
                   argument.getBeginLoc());
    return "(" + RegionWriter(writing).typical(argument) + ")(" + writing.mask() + ".first())";
  }

  Writing &writing;
  const clang::CallExpr &call;
  const std::string name;
  std::string declarations;
  std::vector<RegionWriter::Work> pieces;
};

} // namespace

std::string writeCall(Writing &writing, const Vote &vote) {
  return CallWriter(writing, vote).write();
}

} // namespace sampan::host
