// SPDX-License-Identifier: Apache-2.0
// The loops around a region's statements: over the rows of the block, over stretches of a row, and
// over the threads themselves.
//
// Where a stretch ends, and which of its threads a guard lets through, takes longer to find out
// than a few vectors of threads take to run. Where rows cannot differ in that, it is found out once
// for the block: stretches are then outside, and rows inside. Nothing orders the threads of a
// region, so that is one of the orders in which they may run.
#include "rewriters/lowering/host/region.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"

namespace sampan::host {

/// Around loops over the lanes: the rows of the block, in stretches where indices do not wrap. What
/// a row keeps limits the stretch, too. `uneven`: the loops where clamped variables do not go up.
std::string RegionWriter::rowLoop(const std::string &lanes, const std::string &uneven) {
  if (asksOncePerColumn())
    return columnLoop(lanes, uneven);
  std::string result = "for (::spn::detail::Rows spn_r(blockDim); spn_r.more(); spn_r.next()) {\n";
  if (usesRows || keepsValues())
    result += stretchStart();
  else
    result += "{ constexpr int spn_x0 = 0; { const int spn_n = spn_r.width;\n"
              "int spn_lo = 0, spn_hi = spn_n; (void)spn_lo;\n";
  result += ahead + guards + keptValues();
  if (periodic.empty())
    return result + stretches(lanes) + "} } }\n";
  return result + "if (!spn_even) {\n" + stretches(uneven) + "} else {\n" + stretches(lanes) +
         "}\n} } }\n";
}

/// How many threads a stretch has where nothing ends it early.
std::string RegionWriter::mostLanes() const {
  if (!keepsValues())
    return "spn_r.width";
  return std::string("::spn::detail::lesserOf(spn_r.width, ") + keptLanes() + ")";
}

/// How many threads' values a row can keep.
const char *RegionWriter::keptLanes() const {
  return loopsUniformly ? "::spn::detail::rowLanes" : "::spn::detail::strideLanes";
}

/// The loop over the stretches, up to where the bounds are known that are left without guards.
std::string RegionWriter::stretchStart() const {
  std::string result = "for (int spn_x0 = 0, spn_n = 0; spn_x0 < spn_r.width; spn_x0 += spn_n) {\n"
                       "spn_n = spn_r.width - spn_x0; { constexpr int spn_k = 0; SPN_ROW_THREAD\n";
  if (keepsValues())
    result += "spn_n = ::spn::detail::lesserOf(spn_n, " + std::string(keptLanes()) + ");\n";
  result += (periodic.empty() ? "" : "bool spn_even = true;\n") + rowStart +
            "int spn_lo = 0, spn_hi = spn_n; (void)spn_lo;\n";
  // A few threads inside the rounds of a loop would be unrolled before they could become vectors.
  if (writing.sized && loopsUniformly)
    result += "SPN_HIDE(spn_hi);\n";
  return result;
}

/// Rows may differ, and do not in where their stretches end.
bool RegionWriter::asksOncePerColumn() const {
  if (!usesRows || variesByRow || leavesAtStart)
    return false;
  auto varies = [&](const clang::Stmt *statement) { return rows.variesByRow(*statement); };
  return llvm::any_of(all, varies) || llvm::any_of(again, varies);
}

/// The same as rowLoop() with the stretches outside.
std::string RegionWriter::columnLoop(const std::string &lanes, const std::string &uneven) const {
  std::string result = "{ const ::spn::detail::Rows spn_r(blockDim);\n" + stretchStart() +
                       columnGuards + (columnGuards.empty() ? "" : "if (spn_lo < spn_hi) {\n");
  auto rowsOf = [&](const std::string &threads) {
    const bool knows = writing.sized && !loopsUniformly && !writing.isCounting();
    std::string each = "for (::spn::detail::Rows spn_r(blockDim); spn_r.more(); spn_r.next()) {\n"
                       "constexpr int spn_k = 0; SPN_ROW_THREAD\n" +
                       rowNames + ahead + rowGuards + keptValues() +
                       (knows ? threads : stretches(threads)) + "}\n";
    return knows ? forKnownCount("spn_rows", each, "spn_rows(spn_lo, spn_hi);\n") : each;
  };
  if (!lanes.empty())
    result += periodic.empty()
                  ? rowsOf(lanes)
                  : "if (!spn_even) {\n" + rowsOf(uneven) + "} else {\n" + rowsOf(lanes) + "}\n";
  return result + (columnGuards.empty() ? "" : "}\n") + "} } }\n";
}

/// `body`, also for all threads of a row whose number is known: `call` calls it otherwise.
std::string RegionWriter::forKnownCount(const std::string &name, const std::string &body,
                                        const std::string &call) const {
  return "const auto " + name + " = [&](int spn_lo, int spn_hi) SPN_ALWAYS_INLINE -> void {\n" +
         body + "};\nconst int spn_most = " + mostLanes() +
         ";\nif (__builtin_constant_p(spn_most) && spn_lo == 0 && spn_hi == spn_most" +
         (writing.isCounting() ? " && " + writing.mask() + ".whole" : "") + ") " + name +
         "(0, spn_most);\nelse " + call;
}

/// Loops over the stretches of neighbours that are here. Loops that are known to take all rounds of
/// a known number are unrolled.
std::string RegionWriter::stretches(const std::string &lanes) const {
  if (lanes.empty())
    return {};
  const bool counts = writing.isCounting(), sized = writing.sized && !loopsUniformly;
  std::string each = sized ? "spn_lanes(spn_lo, spn_hi);\n" : lanes;
  if (counts)
    each = "{ const int spn_from = spn_r.first + spn_x0;\nfor (::spn::detail::Run spn_q(" +
           writing.mask() +
           ", spn_from + spn_lo, spn_from + spn_hi); spn_q.next();) {\n"
           "const int spn_lo = spn_q.low - spn_from, spn_hi = spn_q.high - spn_from;\n" +
           each + "} }\n";
  return sized ? forKnownCount("spn_lanes", lanes, each) : each;
}

std::string RegionWriter::laneLoop(const Statements &statements, const std::string &body,
                                   bool independent) {
  Traffic traffic = trafficOf(statements);
  std::string result;
  if (!oneThread)
    result += independent ? "SPN_INDEPENDENT " : "SPN_ONE_BY_ONE ";
  result += oneThread ? "if (spn_lo < spn_hi) { const int spn_k = spn_lo;\n"
                      : "for (int spn_k = spn_lo; spn_k < spn_hi; ++spn_k) {\n";
  result += "SPN_ROW_THREAD\nconst int spn_t = spn_r.first + spn_x0 + spn_k; (void)spn_t;\n";
  if (needsIndex)
    result += "::spn::detail::enterThread(threadIdx, spn_t);\n";
  std::string copies, results;
  for (const clang::VarDecl *variable : mixed) {
    std::string name = variable->getNameAsString();
    copies += "auto " + name + " = ::spn::detail::copyOf(spn_c_" + name + ");\n";
    results += "spn_o_" + name + " = " + name + ";\n";
  }
  result += threadDeclarations() + copies + loads(traffic);
  if (hasReturn)
    result += "[&]() SPN_ALWAYS_INLINE -> void {\n";
  result += body + storesOfDeclared(traffic) + results;
  if (hasReturn)
    result += "}();\n";
  return result + storesOfChanged(traffic) + "}\n";
}

} // namespace sampan::host
