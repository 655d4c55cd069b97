// SPDX-License-Identifier: Apache-2.0
// Device functions in which threads meet: each gets an overload that runs for all threads of a
// block at once. It takes the set of threads that call it, an array for what they get, and for each
// parameter an array, or one value where all callers pass the same for all threads.
//
//   __device__ float sum(float v, int width)
//   ->  void sum(const InBlock &, PerThread<float> &result, PerThread<float> &v, int width)
#pragma once

#include "rewriters/ast/pass_context.h"
#include "rewriters/core/form_marks.h"
#include "rewriters/core/kernel_form.h"
#include "rewriters/kernel/effects.h"
#include "rewriters/lowering/host/local_names.h"
#include "rewriters/lowering/host/shape.h"

#include "llvm/ADT/MapVector.h"

#include <memory>

namespace sampan::host {

struct Writing;

struct CalleeForm {
  const clang::FunctionDecl *definition = nullptr;
  std::string text; ///< to stand behind the definition; empty where there is no form
  std::optional<Obstacle> obstacle;
  std::vector<const CalleeForm *> uses; ///< other forms that the text calls
  unsigned regions = 0;                 ///< with those of the functions that are inlined into it
  unsigned arrays = 0;  ///< at most, for values of threads, with those of the forms it calls
  bool isApart = false; ///< not inlined: its arrays are there only while it runs
  bool isMade = false;  ///< all of the above is known
};

class CalleeForms {
public:
  CalleeForms(const PassContext &context, EffectsAnalysis &effects, const LockSteps &lockSteps,
              const LocalNames &names, const std::vector<const clang::FunctionDecl *> &kernels);

  /// Of the functions that `call` calls: one, or overloads that the instantiations choose from.
  /// Empty when one of them has no form, with the reason in `why`.
  std::vector<const CalleeForm *> formsOf(const clang::CallExpr &call, Obstacle *why = nullptr);
  /// Lanes rely on running in lock-step in the function that is called.
  bool hasLockSteps(const clang::CallExpr &call);
  bool isDivergent(const clang::VarDecl &parameter) const { return divergent.contains(&parameter); }
  /// A reference for which callers pass where each thread's value lies.
  bool isPointed(const clang::VarDecl &parameter) const { return pointed.contains(&parameter); }
  /// The text of a device function of the project, to be written where it is called; null for
  /// others.
  std::unique_ptr<KernelText> textOf(const clang::FunctionDecl &definition) const;
  /// Whether the call takes where the variable that it is given lies.
  bool takesPlace(const clang::CallExpr &call, const clang::DeclRefExpr &argument) const;

private:
  using Functions = llvm::SmallVector<const clang::FunctionDecl *, 1>;
  Functions definitionsOf(const clang::CallExpr &call) const;
  bool meets(const clang::FunctionDecl &definition);
  void findParameters(const std::vector<const clang::FunctionDecl *> &kernels);
  bool markParameters(const clang::FunctionDecl &caller,
                      llvm::SmallVectorImpl<const clang::FunctionDecl *> &found);
  bool markArgument(const Uniformity &uniformity, const Functions &callees,
                    const clang::CallExpr &call, unsigned number);
  bool isGivenPlaces(const clang::ParmVarDecl &parameter, const clang::Expr &argument) const;
  const CalleeForm *formOf(const clang::FunctionDecl &definition, Obstacle *why);
  void make(CalleeForm &form);
  void refuseUsersOfRefused();
  unsigned copiesOf(const clang::FunctionDecl &definition) const;
  unsigned inlinedRegionsOf(const Shape &shape);
  std::optional<Obstacle> obstacleOf(const clang::FunctionDecl &definition);

  const PassContext &context;
  EffectsAnalysis &effects;
  const LockSteps &lockSteps;
  const LocalNames &names;
  llvm::DenseSet<const clang::VarDecl *> divergent, pointed;
  using Calls = llvm::DenseSet<const clang::CallExpr *>;
  /// By the function that is called, and who calls it.
  llvm::DenseMap<const clang::FunctionDecl *, llvm::DenseMap<const clang::FunctionDecl *, Calls>>
      callSites;
  llvm::MapVector<const clang::FunctionDecl *, std::unique_ptr<CalleeForm>> forms;
};

/// How many arrays the operations of a function need at most, where a compiler lets none share its
/// place with another: a block's stack is finite.
/// Each of a recursion's levels has its own; of what is called apart, only one runs at a time.
unsigned arraysOf(const Shape &shape, CalleeForms &callees, unsigned levels = 1);
constexpr unsigned kMostArrays = 400;
/// Of a function that is inlined.
constexpr unsigned kMostInlinedArrays = 48;
/// Of a function that calls itself by way of other instantiations: the host's compiler takes
/// minutes for many levels with all that they call.
constexpr unsigned kMostLevelInstances = 4;
/// Of all copies of a function together that inlining makes: each takes the host's compiler time.
constexpr unsigned kMostInlinedLoops = 40;

/// Calls the form of a function for all that are here; declares and fills its arrays.
std::string writeCall(Writing &writing, const Vote &vote);

/// Whether a host compiler did not take the form of the function.
bool isRefused(const PassContext &context, const clang::FunctionDecl &definition);
/// What stands before the text of the function's form.
std::string formMark(const PassContext &context, const clang::FunctionDecl &definition);

/// A reference through which the function may change what the caller has.
bool isChangeable(clang::QualType type);

/// The number that a parameter is by default, as text.
std::optional<std::string> parameterDefault(const KernelFacts &facts,
                                            const clang::ParmVarDecl &parameter);
/// The type of values that are passed for a parameter, as an array holds them.
std::optional<std::string> parameterType(const KernelFacts &facts,
                                         const clang::ParmVarDecl &parameter);

} // namespace sampan::host
