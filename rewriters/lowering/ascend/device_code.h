// SPDX-License-Identifier: Apache-2.0
// Every function of a unit that runs on the device, with what it needs from its callers and what
// stands in the way of Ascend C code for it. Both spread along calls: a function whose callee reads
// blockIdx must be given the virtual block, and a kernel is only as good as all that it calls.
#pragma once

#include "rewriters/ast/pass_context.h"
#include "rewriters/kernel/warp_mask.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

#include <string>
#include <vector>

namespace clang {
class CallExpr;
class Expr;
class FunctionDecl;
class Stmt;
class VarDecl;
} // namespace clang

namespace sampan::ascend {

/// Something that has no Ascend C form. `finding` says it to the user, `reason` is its short form
/// for the kernel that fails over it.
struct Obstacle {
  std::string reason;
  Finding finding;
};

/// What a call passes for one parameter, as the mask of a warp operation.
struct PassedMask {
  WarpMask value = WarpMask::Unproven;
  const clang::ParmVarDecl *forwarded = nullptr; ///< it is as good as this parameter of the caller
};

struct DeviceFunction;

/// A parameter that names the lanes of a warp operation: the callers have to pass the right ones.
struct MaskParameter {
  unsigned index = 0;
  Obstacle obstacle; ///< when one of them does not
  /// Where the operation stands, if it needs no mask when all lanes of the warp come to it.
  DeviceFunction *origin = nullptr;
  std::vector<const clang::Stmt *> control{};
};

/// An operation that needs no mask where all lanes of the warp come to it.
struct UnprovenMask {
  std::vector<const clang::Stmt *> control; ///< around it, outermost first
  Obstacle obstacle;                        ///< where they do not
};

/// A call of a function of the program, with all functions that it may mean.
struct ProgramCall {
  const clang::CallExpr *expression = nullptr; ///< null for an implicit call
  clang::SourceLocation closing;               ///< the parenthesis after the arguments
  bool hasArguments = false;
  std::vector<const clang::FunctionDecl *> targets; ///< definitions
  bool isExplicit = true; ///< arguments can be added; false for operators and constructors
  std::vector<PassedMask> masks;
  std::vector<const clang::Stmt *> control; ///< the statements around it, outermost first
};

/// A shared variable that a function works on: its own, or one of a callee's.
struct SharedParameter {
  const clang::VarDecl *variable = nullptr;
  std::string name;     ///< of the parameter that the variable comes in as
  bool asArray = false; ///< by reference, since it is used as a whole

  friend bool operator==(const SharedParameter &, const SharedParameter &) = default;
};

struct DeviceFunction {
  const clang::FunctionDecl *definition = nullptr;
  bool isKernel = false;
  bool isLambda = false;
  bool isReached = false;       ///< from a kernel or a device lambda
  bool hostTextDiffers = false; ///< for both, with a text for each
  std::vector<Obstacle> obstacles;
  std::vector<Finding> remarks; ///< reported when the function is lowered
  std::vector<MaskParameter> maskParameters;
  std::vector<UnprovenMask> unprovenMasks;
  std::vector<ProgramCall> calls;
  std::vector<Edit> edits; ///< of its body; only made when it is lowered
  std::vector<const clang::VarDecl *> ownShared;
  std::vector<const clang::VarDecl *> wholeArrays; ///< of these, arrays not used by their elements
  std::vector<const clang::VarDecl *> ownReferences; ///< to textures and surfaces
  std::vector<const clang::Expr *> blockUses;        ///< blockIdx, gridDim
  std::vector<const clang::Expr *> sharedUses;       ///< of own shared variables
  bool synchronises = false;                         ///< has block barriers
  bool meetsBlocks = false;                          ///< has barriers of the grid
  bool waitsForBlocks = false;                       ///< any of the grid, so that all must run
  bool usesBlock = false;                            ///< by a call that is given the block
  // After propagation:
  bool needsBlock = false;
  bool needsVote = false; ///< barriers that count; set by its own calls before
  std::vector<SharedParameter> shared;
  std::vector<const clang::VarDecl *>
      references; ///< to textures and surfaces: what they are bound to

  bool isLowered() const { return obstacles.empty(); }
  /// Of two texts, only the host's is ever asked for.
  bool isForHostAlone() const { return hostTextDiffers && !isReached; }
  bool needsContext() const {
    return needsBlock || needsVote || !shared.empty() || !references.empty();
  }
};

class DeviceCode {
public:
  /// The function is scanned at once; the same definition counts once.
  void add(PassContext &context, const clang::FunctionDecl &definition, bool isLambda);
  /// Spreads needs, obstacles and reachability along calls. Once, after the last add().
  void propagate(PassContext &context);

  DeviceFunction *find(const clang::FunctionDecl *function);
  /// Whether all callers pass values that are the same for every thread of the block.
  bool isCalledUniformly(const DeviceFunction &function);
  std::vector<DeviceFunction *> all();

private:
  void spreadObstacles(PassContext &context);
  void spreadNeeds(PassContext &context);
  bool shareBlock(const ProgramCall &call);
  void checkMaskParameters();
  void markReached(DeviceFunction &function);
  bool isCalledUniformly(const DeviceFunction &function, unsigned depth);

  llvm::MapVector<const clang::FunctionDecl *, std::unique_ptr<DeviceFunction>> functions;
};

/// Fills obstacles, calls, uses and edits of `function` from its body.
void scanDeviceFunction(PassContext &context, DeviceFunction &function);

/// The definition, as written, that stands for `function` in DeviceCode; null without a body.
const clang::FunctionDecl *writtenDefinition(const clang::FunctionDecl &function);

/// Where arguments may be left out, what the caller adds stands in front of them.
bool takesContextFirst(const clang::FunctionDecl &definition);

/// "double precision is not available on ascend950" at `at`.
Obstacle missingFeature(const std::string &feature, const Span &at);

/// The target that this folder lowers for.
const Target &ascendTarget();

} // namespace sampan::ascend
