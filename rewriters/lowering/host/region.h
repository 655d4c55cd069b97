// SPDX-License-Identifier: Apache-2.0
// Writes one region of the block form: a run of statements without a barrier, as a loop over the
// threads of the block.
#pragma once

#include "rewriters/lowering/host/emit.h"
#include "rewriters/lowering/host/masks.h"
#include "rewriters/lowering/host/rows.h"

#include <map>

namespace sampan::host {

/// What all regions of one kernel share while they are written.
struct Writing {
  const KernelFacts &facts;
  Shape shape; ///< a copy: a region adds what it knows of its own variables while it is written
  const KernelText &text;
  KernelForm &form;
  Obstacle &obstacle;
  bool onlyRegion = false; ///< nothing lives across regions
  bool hasAlive = false;   ///< threads may have returned
  MaskStack masks{};
  bool isCallee = false; ///< what is written is a device function's overload
  llvm::DenseMap<const clang::VarDecl *, const clang::DeclStmt *> declarations{};

  bool failed() const { return !obstacle.what.empty(); }
  void fail(std::string what, clang::SourceLocation at);
  /// Those that have not left the kernel.
  const char *alive() const { return isCallee ? "spn_in.alive" : "spn_m0"; }
  /// Whether a barrier has to make sure that all of them come, as an expression.
  const char *strictness() const {
    return masks.isParted() && masks.isStrict() ? "true" : isCallee ? "spn_in.strict" : "false";
  }
  /// Whether some threads may be elsewhere.
  bool isCounting() const { return hasAlive || masks.isParted(); }
  /// The set of threads that are here.
  const std::string &mask() const { return masks.current(); }
  /// The text of an expression or statement; fails where there is none.
  std::string textOf(const clang::Stmt &statement, const LocalEdits &edits = {});
  bool isInsideVote(const clang::CallExpr *call, const clang::Stmt &statement) const;
  /// Puts the names of votes in the place of their calls.
  void addVoteEdits(const clang::Stmt &statement, LocalEdits &edits);
};

class RegionWriter {
public:
  explicit RegionWriter(Writing &writing);
  ~RegionWriter();
  RegionWriter(const RegionWriter &) = delete;
  RegionWriter &operator=(const RegionWriter &) = delete;

  /// A loop over all threads that runs the statements.
  std::string statements(const std::vector<const clang::Stmt *> &statements);
  /// A piece of a thread's work around an expression.
  struct Piece {
    const clang::Expr *expression;
    std::string before, after;
  };
  /// A loop over all threads, each of which may run beside the others.
  std::string expressions(const std::vector<Piece> &pieces);
  /// A closure that gives a thread's value, for its type.
  std::string typical(const clang::Expr &expression);
  /// A loop over all threads that evaluates `before` EXPRESSION `after`.
  std::string expression(const clang::Expr &expression, const std::string &before,
                         const std::string &after);
  /// A condition, evaluated by one thread that stands for all.
  std::string representative(const clang::Expr &condition);

private:
  using Statements = std::vector<const clang::Stmt *>;

  /// What a loop over the threads takes from arrays, and gives back.
  struct Traffic {
    std::vector<const clang::VarDecl *> entering, declared;
    llvm::DenseSet<const clang::VarDecl *> changed;
  };

  void collect(const Statements &statements);
  Traffic trafficOf(const Statements &statements) const;
  void addTraffic(const clang::Stmt *statement, Traffic &traffic) const;
  void collectAgain(const clang::Stmt *statement);
  void addAgain(const clang::DeclStmt *statement);
  bool takeDeclaration(const clang::Stmt *statement);
  void takeAgain(Statements &rest);
  void takeLeading(Statements &rest);
  void atRowStart(const clang::DeclStmt &statement);
  void addGuard(const std::vector<GuardTerm> &terms);
  void widenIndices(const clang::Stmt *statement);
  void editAliases(const Statements &rest);
  void editJumps(const clang::Stmt *statement, bool inLoop = false, bool inSwitch = false);
  void editJump(const clang::Stmt &jump, MaskStack::Jump kind);
  bool asksForIndex(const clang::Stmt *statement) const;
  void scanHazards(const clang::Stmt *statement);
  void findMixed(const Statements &statements);
  std::string withMixed(const std::string &loops) const;
  std::string threadDeclarations();
  std::string loads(const Traffic &traffic) const;
  std::string store(const clang::VarDecl &variable) const;
  std::string storesOfChanged(const Traffic &traffic) const;
  std::string storesOfDeclared(const Traffic &traffic) const;
  std::string pieces(const Statements &rest);
  bool isContiguous(const Statements &rest) const;
  std::string rowLoop(const std::string &lanes);
  std::string laneLoop(const Traffic &traffic, const std::string &body);

  // Uniform loops outside the loop over the threads: region_loops.cpp.
  bool mayInterchange(const Statements &list);
  bool mayInterchange(const clang::ForStmt &loop) const;
  bool isShort(const clang::ForStmt &loop) const;
  bool isSameForRow(const clang::Stmt *statement, const clang::ForStmt &loop) const;
  bool keepAcross(const Statements &list);
  bool isKeptAnyway(const clang::VarDecl *variable) const;
  std::string interchanged(const Statements &list);

  Writing &writing;
  Rows rows;
  Statements all;
  std::vector<const clang::DeclStmt *> again; ///< computed again for each thread, in source order
  /// Variables that are placed for this region only, and those of them that a row keeps.
  llvm::DenseSet<const clang::VarDecl *> placedHere, keptByRow;
  llvm::DenseSet<const clang::DeclStmt *> startingRow;
  std::vector<const clang::VarDecl *> mixed; ///< variables of the block that threads change here
  std::string rowStart, guards;
  std::map<std::string, std::string> indexBases;
  LocalEdits edits;
  bool hasReturn = false, hasHazard = false, usesRows = false, hasInterchange = false;
  bool needsIndex = false; ///< something that is called looks at the thread's index
};

} // namespace sampan::host
