// SPDX-License-Identifier: Apache-2.0
// Writes one region of the block form: a run of statements without a barrier, as a loop over the
// threads of the block.
#pragma once

#include "rewriters/lowering/host/emit.h"
#include "rewriters/lowering/host/masks.h"
#include "rewriters/lowering/host/rows.h"

#include "llvm/ADT/MapVector.h"

#include <map>
#include <set>

namespace sampan::host {

/// What all regions of one kernel share while they are written.
struct Writing {
  const KernelFacts &facts;
  Shape shape; ///< a copy: a region adds what it knows of its own variables while it is written
  const KernelText &text;
  KernelForm &form;
  Obstacle &obstacle;
  bool onlyRegion = false; ///< nothing lives across regions
  bool hasAlive = false;   ///< threads may return while others go on
  bool mayMiss = false;    ///< and some may have done so before the place that is being written
  bool sized = false;      ///< also written for blocks of a size that is known beforehand
  MaskStack masks{};
  bool isCallee = false; ///< what is written is a device function's overload
  llvm::DenseMap<const clang::VarDecl *, const clang::DeclStmt *> declarations{};
  unsigned depth = 0; ///< of functions that are written where they are called
  bool hasLines = true;
  std::vector<const clang::CallExpr *> opened{}; ///< calls of such functions, by their numbers

  /// Fills `declarations`.
  void findDeclarations();
  bool failed() const { return !obstacle.what.empty(); }
  void fail(std::string what, clang::SourceLocation at);
  /// Those that have not left the kernel.
  const char *alive() const { return isCallee ? "spn_in.alive" : "spn_m0"; }
  /// Whether a barrier has to make sure that all of them come, as an expression.
  const char *strictness() const {
    return masks.isParted() && masks.isStrict() ? "true" : isCallee ? "spn_in.strict" : "false";
  }
  /// Whether some threads may be elsewhere.
  bool isCounting() const { return mayMiss || masks.isParted(); }
  /// The set of threads that are here.
  const std::string &mask() const { return masks.current(); }
  /// The text of an expression or statement; fails where there is none.
  std::string textOf(const clang::Stmt &statement, const LocalEdits &edits = {});
  bool isInsideVote(const clang::CallExpr *call, const clang::Stmt &statement) const;
  /// Puts the names of votes in the place of their calls.
  void addVoteEdits(const clang::Stmt &statement, LocalEdits &edits);
};

/// A jump out of the function, or whose target cannot be told: what does so must stay in the loop
/// over the threads around it.
bool jumpsAnywhere(const clang::Stmt *statement);

/// An element of a shared array that a thread changes or leaves as it is: region_exchange.cpp.
struct ExchangedElement {
  const clang::ArraySubscriptExpr *element = nullptr;
  const clang::VarDecl *array = nullptr;
  std::string text;
};

/// A statement that changes such elements.
struct ExchangeStep {
  const clang::Stmt *statement = nullptr;
  std::vector<ExchangedElement> elements;
  std::vector<std::string> distances; ///< between those of one array
  std::string onCopies;               ///< the statement with spn_e0, ... in place of the elements
};

class RegionWriter {
public:
  explicit RegionWriter(Writing &writing);
  ~RegionWriter();
  RegionWriter(const RegionWriter &) = delete;
  RegionWriter &operator=(const RegionWriter &) = delete;

  /// A loop over all threads that runs the statements.
  std::string statements(const std::vector<const clang::Stmt *> &statements);
  /// What two regions with a barrier between them do, part by part: region_rounds.cpp.
  std::string round(const std::vector<const clang::Stmt *> &before,
                    const std::vector<const clang::Stmt *> &after);
  /// What a loop of such rounds comes to, in one pass: region_prefix.cpp.
  std::string prefix(const clang::ForStmt &loop, const std::vector<const clang::Stmt *> &before,
                     const std::vector<const clang::Stmt *> &after, const std::string &head);
  /// A piece of a thread's work around an expression.
  struct Work {
    const clang::Expr *expression;
    std::string before, after;
  };
  /// A loop over all threads, each of which may run beside the others.
  std::string expressions(const std::vector<Work> &work);
  /// A closure that gives a thread's value, for its type.
  std::string typical(const clang::Expr &expression, const std::string &before = "",
                      const std::string &after = "");
  /// A loop over all threads that evaluates `before` EXPRESSION `after`.
  std::string expression(const clang::Expr &expression, const std::string &before,
                         const std::string &after);
  /// Takes those out of the sets for which the condition does not hold. Empty where that takes a
  /// look at each thread.
  std::string leaving(const clang::Expr &condition, const std::string &sets);
  /// A condition, evaluated by one thread that stands for all.
  std::string representative(const clang::Expr &condition);

private:
  using Statements = std::vector<const clang::Stmt *>;

  /// What a loop over the threads takes from arrays, and gives back.
  struct Traffic {
    std::vector<const clang::VarDecl *> entering, declared;
    llvm::DenseSet<const clang::VarDecl *> changed;
  };

  /// What a row of threads goes through, one after the other: region_pieces.cpp.
  struct Piece {
    enum Kind {
      Lanes,     ///< `statements`, in a loop over the threads
      Uniform,   ///< a loop in which all threads take the same rounds, around `inner`
      Strided,   ///< a loop that each thread begins at a place of its own, around `inner`
      Guarded,   ///< `inner`, by the threads for which `terms` hold
      Divergent, ///< the loop `parting`, which each thread leaves on its own
      Called,    ///< the function of `call`, whose loops go outside: region_calls.cpp
    };
    Kind kind = Lanes;
    Statements statements;
    const clang::ForStmt *loop = nullptr;
    const clang::Stmt *parting = nullptr;
    const clang::CallExpr *call = nullptr;
    std::vector<GuardTerm> terms;
    std::vector<Room> rooms; ///< that a strided loop's counter needs
    std::vector<Piece> inner;
  };
  using Pieces = std::vector<Piece>;

  void collect(const Statements &statements);
  Traffic trafficOf(const Statements &statements) const;
  void addTraffic(const clang::Stmt *statement, Traffic &traffic) const;
  void collectAgain(const clang::Stmt *statement);
  void addAgain(const clang::DeclStmt *statement);
  bool isInVote(const clang::Stmt *part) const;
  bool isAgainGroup(const clang::Stmt &statement) const;
  bool namesGroupHere(const clang::Stmt *statement, const clang::VarDecl &group) const;
  void dropGroups(const Statements &rest);
  void endWithTiles(const Statements &statements);
  void editAliases(const Statements &rest);
  void editJumps(const clang::Stmt *statement, bool inLoop = false, bool inSwitch = false);
  void editJump(const clang::Stmt &jump, MaskStack::Jump kind);
  bool editExchange(const clang::Stmt &statement);
  void editExchanges(const clang::Stmt *statement);
  bool isExchange(const clang::Stmt *statement) const;
  bool exchangesApart(const clang::Stmt *statement) const;
  std::string inBatches(const Statements &statements, const std::string &oneByOne);
  const clang::Expr *pairMask(const clang::Expr &index) const;
  bool asksForIndex(const clang::Stmt *statement) const;
  bool hasHazard(const Statements &statements) const;
  bool isScattered(const Statements &statements) const;
  void findMixed(const Statements &statements);
  std::string withMixed(const std::string &loops) const;
  std::string loads(const Traffic &traffic) const;
  std::string store(const clang::VarDecl &variable) const;
  std::string storesOfChanged(const Traffic &traffic) const;
  std::string storesOfDeclared(const Traffic &traffic) const;
  std::string pieces(const Statements &rest);
  bool isContiguous(const Statements &rest) const;

  // The row's start and its bounds: region_rows.cpp.
  bool takeDeclaration(const clang::Stmt *statement);
  void takeAgain(Statements &rest);
  void takeDeclarations(Statements &rest);
  void takeLeading(Statements &rest);
  struct RowStart {
    std::vector<const clang::VarDecl *> steps; ///< what goes up along the row
    std::vector<std::pair<const clang::VarDecl *, std::vector<Clamp>>> clamps;
    std::vector<Period> periods;
    std::vector<Room> rooms;
  };
  bool declareInRow(const clang::VarDecl &variable, RowStart &start);
  void atRowStart(const clang::DeclStmt &statement);
  void nameAtStart(const std::string &declaration);
  void limitAtStart(const std::string &limit, const std::vector<const clang::Expr *> &values);
  bool canLimit(const std::vector<Room> &rooms) const;
  void limitTo(const std::vector<Room> &rooms);
  void addPeriod(const Period &period);
  bool isTotal(const clang::VarDecl &variable);
  void guardDivisors(const clang::Stmt *statement, LocalEdits &divisors);
  void forgetPeriods();
  void addGuard(const std::vector<GuardTerm> &terms);
  std::string boundsOf(const std::vector<GuardTerm> &terms);
  std::string leavingBounds(const std::vector<GuardTerm> &terms, const std::string &sets);
  void widenIndices(const clang::Stmt *statement);
  std::string threadDeclarations();
  std::string allDeclarations() const;

  // The loops over rows, stretches and threads: region_frame.cpp.
  std::string rowLoop(const std::string &lanes, const std::string &uneven);
  std::string columnLoop(const std::string &lanes, const std::string &uneven) const;
  bool asksOncePerColumn() const;
  std::string stretchStart() const;
  std::string mostLanes() const;
  const char *keptLanes() const;
  std::string stretches(const std::string &lanes) const;
  std::string forKnownCount(const std::string &name, const std::string &body,
                            const std::string &call) const;
  std::string laneLoop(const Statements &statements, const std::string &body, bool independent);

  bool canSeparate(const Statements &list) const;
  bool hasUniqueNames(const Statements &list) const;
  bool isAlone(const clang::VarDecl &counter, const clang::ForStmt &loop) const;

  // Loops and guards outside the loop over the threads: region_pieces.cpp, region_loops.cpp.
  Pieces planOf(const Statements &list);
  std::optional<Piece> asUniform(const clang::ForStmt &loop);
  std::optional<Piece> asStrided(const clang::ForStmt &loop);
  std::optional<Piece> asGuarded(const clang::Stmt *statement);
  std::optional<Piece> asDivergent(const clang::Stmt &statement);
  const clang::VarDecl *strideVariable(const clang::ForStmt &loop);
  void signIndices(const clang::Stmt *statement, const clang::VarDecl &counter);
  std::optional<std::int64_t> knownRange(const clang::ForStmt &loop) const;
  bool isShort(const clang::ForStmt &loop) const;
  bool isSameForRow(const clang::Stmt *statement) const;
  bool keepAcross(const Pieces &plan);
  bool keep(const Statements &leaf, const clang::Stmt *statement);
  std::string keptValues() const;
  std::string textOf(const Pieces &plan);
  std::string uniformText(const Piece &piece);
  std::string vectorText(const Piece &piece);
  std::string stridedText(const Piece &piece);
  std::string readAhead(const clang::ForStmt &loop, const clang::VarDecl &counter);
  bool isKnownBefore(const clang::Stmt &part, const clang::ForStmt &loop) const;
  /// What a value of a later block takes.
  struct BlockNames {
    std::vector<const clang::DeclStmt *> declarations;
    std::set<llvm::StringRef> words; ///< that they declare
    bool byBlock = false;            ///< it is another one for each block
  };
  bool isKnownOfBlocks(const clang::Expr &value, BlockNames &names) const;
  std::string blocksAhead(const Statements &statements) const;
  bool isInLoop(const clang::Stmt &statement) const;
  bool isOnlyWritten(const clang::ArraySubscriptExpr &element) const;
  std::string guardedText(const Piece &piece);
  std::string divergentText(const Piece &piece);
  std::vector<Piece> asCalled(const clang::Stmt &statement);
  bool canOpen(const clang::CallExpr &call) const;
  bool canTake(const clang::CallExpr &call, const clang::FunctionDecl &callee) const;
  void findOpenCalls(const clang::Stmt *part, std::vector<const clang::CallExpr *> &found) const;
  std::string calledText(const clang::CallExpr &call);
  std::string openedText(const clang::CallExpr &call);
  LocalEdits editsIn(const clang::Expr &expression) const;
  Slope stepOf(const clang::Expr &argument, const clang::ParmVarDecl &parameter) const;
  std::string argumentText(const clang::Expr &argument, const clang::ParmVarDecl &parameter,
                           const std::string &name, RegionWriter &inner);
  std::string valueStore(const std::string &type, const std::string &name) const;
  bool goesAlong(const clang::Stmt *statement) const;
  std::string callName(const clang::CallExpr &call);
  void editCalls(const Pieces &plan);
  bool keepsValues() const { return !kept.empty() || opensCalls; }
  std::string headOf(const clang::ForStmt &loop);
  std::string lanesText(const Statements &statements);
  std::string partValues(const Statements &before, const Statements &both) const;
  std::string settledLanes(const Statements &statements);
  std::string settleConditions(const Statements &statements);
  bool namesClamp(const clang::Stmt *statement) const;
  bool declaresOnly(const Statements &statements) const;
  std::string clampedLanes(const Statements &statements);
  std::string aroundClamps(const Statements &statements, const std::string &body,
                           const std::string &together);
  bool mayRunTogether(const Statements &statements) const;
  bool mayRepeat(const Statements &statements) const;
  static std::string inVectors(const std::string &loop);

  Writing &writing;
  Rows rows;
  Statements all;
  std::vector<const clang::DeclStmt *> again; ///< computed again for each thread, in source order
  /// Variables that are placed for this region only.
  llvm::DenseSet<const clang::VarDecl *> placedHere;
  std::vector<const clang::VarDecl *> kept; ///< by the row, in source order
  llvm::DenseSet<const clang::DeclStmt *> startingRow;
  std::vector<const clang::DeclStmt *> periodic; ///< that declare periodic variables
  llvm::MapVector<const clang::VarDecl *, std::vector<Clamp>> clampedHere;
  std::vector<const clang::VarDecl *> mixed; ///< variables of the block that threads change here
  std::string rowStart; ///< declarations of the row, and what ends its stretches
  std::string rowNames; ///< the declarations alone
  std::string ahead;    ///< asks for what a later block reads
  std::string guards;
  std::string columnGuards, rowGuards; ///< those on the place in the row, and on the row
  bool variesByRow = false;            ///< rows differ in where stretches end
  std::vector<std::string> strides;    ///< declarations of the strided loops around
  std::map<std::string, std::string> indexBases;
  std::vector<std::pair<const clang::Stmt *, const clang::ArraySubscriptExpr *>> exchanged;
  std::vector<ExchangeStep> exchangeSteps;
  LocalEdits edits;
  LocalEdits callEdits; ///< what stands in the place of calls that are pieces of their own
  bool opensCalls = false;
  bool narrows = false; ///< guards around what is being written leave parts of rows
  bool hasReturn = false, usesRows = false;
  bool leavesAtStart = false; ///< guards make threads leave the kernel
  bool oneThread = false;     ///< what is being written is for one thread of the row at most
  bool loopsUniformly = false, loopsStrided = false; ///< some piece of the plan does
  bool needsIndex = false; ///< something that is called looks at the thread's index
};

/// The regions at `at` and behind the barrier after it, done part by part; empty where they cannot
/// be. The arrays of what the first one declares are there.
std::string roundAt(Writing &writing, const std::vector<Node> &nodes, std::size_t at);

/// What goes before a loop with this head, if all its rounds can be done at once: a condition that
/// is false where they have been.
std::string prefixRounds(Writing &writing, const Node &node, const std::string &head);

} // namespace sampan::host
