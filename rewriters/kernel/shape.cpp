// SPDX-License-Identifier: Apache-2.0
#include "rewriters/kernel/shape.h"

#include "rewriters/kernel/region_form.h"
#include "rewriters/kernel/type_size.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include <algorithm>
#include <map>
#include <set>

namespace sampan {
namespace {

using Factor = IndexForm::Factor;

/// Memory that a core reaches through its data path only: tables of constants lie there too.
bool isGlobal(const MemoryAccess &access) {
  return mayBe(access.spaces, AddressSpace::Global) || mayBe(access.spaces, AddressSpace::Constant);
}

/// The figures that the structure is told from.
struct Summary {
  IndexPattern reads = IndexPattern::None, writes = IndexPattern::None;
  const MemoryAccess *read = nullptr, *write = nullptr;
  bool writesOwnElement = false; ///< some write to neighbouring elements
  bool writesOne = false;        ///< some write or atomic to one place per block
  bool atomics = false, countingAtomics = false, otherAtomics = false;
  bool stridedRead = false;
  bool severalPerRoot = false;            ///< reads one array at several places
  unsigned readDepth = 0, writeDepth = 0; ///< loops around unit reads and around writes
};

void note(const MemoryAccess &access, IndexPattern &hardest, const MemoryAccess *&which) {
  IndexPattern pattern = access.place.pattern();
  if (hardest == IndexPattern::None || pattern > hardest) {
    hardest = pattern;
    which = &access;
  }
}

Summary summarise(const MemoryAccesses &accesses) {
  Summary summary;
  std::map<const clang::VarDecl *, std::set<const clang::Expr *>> unitReads;
  for (const MemoryAccess &access : accesses.list) {
    if (access.kind == AccessKind::Atomic) {
      summary.atomics = true;
      bool counts = access.place.loaded && !access.usesValue && !accesses.computes;
      (counts ? summary.countingAtomics : summary.otherAtomics) = true;
      summary.writesOne |= access.place.isUniform() && isGlobal(access);
      continue;
    }
    if (!isGlobal(access))
      continue;
    IndexPattern pattern = access.place.pattern();
    if (access.kind == AccessKind::Read) {
      note(access, summary.reads, summary.read);
      summary.stridedRead |= pattern == IndexPattern::Affine;
      if (pattern == IndexPattern::Unit && access.root)
        unitReads[access.root].insert(access.object);
      if (pattern == IndexPattern::Unit)
        summary.readDepth = std::max(summary.readDepth, access.loops);
    } else {
      note(access, summary.writes, summary.write);
      summary.writeDepth = std::max(summary.writeDepth, access.loops);
      summary.writesOwnElement |= pattern == IndexPattern::Unit;
      summary.writesOne |= pattern == IndexPattern::Uniform;
    }
  }
  for (const auto &[root, objects] : unitReads)
    summary.severalPerRoot |= objects.size() > 2;
  return summary;
}

/// One factor goes along the rows of the result, the other along its columns.
bool spansPlane(const IndexForm &row, const IndexForm &column) {
  return row.x == Factor::Zero && row.rest != Factor::Zero && column.x != Factor::Zero;
}

KernelStructure ofProducts(const MemoryAccesses &accesses) {
  KernelStructure best = KernelStructure::Other;
  for (const ProductSum &product : accesses.products) {
    if (product.rolled)
      return KernelStructure::MatrixProduct;
    if (!product.leftIsLoad || !product.rightIsLoad)
      continue;
    const IndexForm &a = product.leftPlace, &b = product.rightPlace;
    if (a.loaded || b.loaded)
      continue;
    if (spansPlane(a, b) || spansPlane(b, a))
      return KernelStructure::MatrixProduct;
    // With neighbouring threads on neighbouring elements it would be a weighted sum of neighbours.
    const IndexForm &matrix = a.isUniform() ? b : a;
    if (a.isUniform() != b.isUniform() && matrix.x == Factor::Other)
      best = KernelStructure::MatrixVector;
  }
  return best;
}

/// A store whose address runs across the rows that are read along, or the other way round, of a
/// value that is only moved.
bool isTranspose(const MemoryAccesses &accesses) {
  bool rowRead = false, rowWrite = false, columnRead = false, columnWrite = false;
  bool tileAlong = false, tileAcross = false;
  for (const MemoryAccess &access : accesses.list) {
    const IndexForm &place = access.place;
    bool along = place.x == Factor::One && place.rest == Factor::Other;
    bool across =
        place.x == Factor::Other && (place.rest == Factor::One || place.rest == Factor::Other);
    if (access.kind == AccessKind::Atomic || place.loaded)
      return false;
    bool reads = access.kind == AccessKind::Read;
    if (isGlobal(access)) {
      (reads ? rowRead : rowWrite) |= along;
      (reads ? columnRead : columnWrite) |= across;
    } else if (isOnly(access.spaces, AddressSpace::Shared)) {
      tileAlong |= along;
      tileAcross |= across && place.rest == Factor::One;
    }
  }
  return (rowRead && columnWrite && !rowWrite) || (columnRead && rowWrite && !rowRead) ||
         (rowRead && rowWrite && tileAlong && tileAcross);
}

KernelStructure structureOf(const MemoryAccesses &accesses, const Summary &summary, bool barriers) {
  bool regular = !accesses.divergentLoop && !summary.atomics &&
                 summary.writes <= IndexPattern::Affine && summary.reads <= IndexPattern::NonAffine;
  if (KernelStructure products = ofProducts(accesses);
      regular && products != KernelStructure::Other)
    return products;
  if (summary.countingAtomics && !summary.otherAtomics && !summary.writesOwnElement &&
      !accesses.divergentLoop)
    return KernelStructure::Histogram;
  if (accesses.scan && summary.writesOwnElement && !summary.atomics && !accesses.divergentLoop &&
      summary.reads <= IndexPattern::Affine)
    return KernelStructure::Scan;
  if (accesses.treeReduction && !accesses.divergentLoop) {
    if (summary.writesOwnElement && accesses.interleaved) // up and down a tree
      return KernelStructure::Scan;
    return summary.writesOwnElement ? KernelStructure::RowReduction : KernelStructure::Reduction;
  }
  if (isTranspose(accesses) && !accesses.computes)
    return KernelStructure::Transpose;
  bool writesNothing = summary.writes == IndexPattern::None && !summary.atomics;
  if (accesses.divergentLoop || writesNothing)
    return KernelStructure::Other;
  if (summary.atomics)
    return summary.writesOne && !summary.countingAtomics && summary.writes <= IndexPattern::Uniform
               ? KernelStructure::Reduction
               : KernelStructure::Other;
  bool movesAll = !accesses.computes && !accesses.onData; // whatever the data is
  if (summary.writes == IndexPattern::Loaded)
    return movesAll ? KernelStructure::Scatter : KernelStructure::Other;
  if (summary.reads == IndexPattern::Loaded)
    return movesAll && summary.writes <= IndexPattern::Affine ? KernelStructure::Gather
                                                              : KernelStructure::Other;
  if (accesses.foldsLoads && summary.stridedRead && summary.writes <= IndexPattern::Affine)
    return KernelStructure::RowReduction;
  bool simple = summary.reads <= IndexPattern::Affine && summary.writes <= IndexPattern::Affine;
  if (!simple || (barriers && !summary.writesOwnElement))
    return KernelStructure::Other;
  bool neighbours = summary.severalPerRoot || summary.readDepth > summary.writeDepth;
  return neighbours ? KernelStructure::Stencil : KernelStructure::Map;
}

std::uint64_t bytesOf(const clang::ASTContext &ast, const std::vector<CrossingVariable> &crossing) {
  std::uint64_t sum = 0;
  for (const CrossingVariable &each : crossing) {
    if (!each.uniform)
      sum += bytesOfType(ast, each.variable->getType()).value_or(0);
  }
  return sum;
}

} // namespace

KernelShape describeShape(const clang::ASTContext &ast, const clang::FunctionDecl &kernel,
                          const MemoryAccesses &accesses, PlaceFinder placeOf) {
  KernelShape shape;
  RegionForm form = buildRegionForm(kernel, Uniformity(kernel, false), Cuts::BlockAndWarp);
  shape.regions = std::max(1u, form.runs);
  shape.crossingBytes = bytesOf(ast, form.crossing);
  shape.splittable = buildRegionForm(kernel, Uniformity(kernel, false), Cuts::Block).splittable;
  Summary summary = summarise(accesses);
  shape.reads = summary.reads;
  shape.writes = summary.writes;
  if (summary.read)
    shape.readAt = placeOf(summary.read->object->getExprLoc());
  if (summary.write)
    shape.writeAt = placeOf(summary.write->object->getExprLoc());
  shape.divergentLoop = accesses.divergentLoop;
  shape.wideIntegers = accesses.wideIntegers;
  shape.divergentAccess = accesses.onData != nullptr;
  if (accesses.onData)
    shape.divergentAt = placeOf(accesses.onData->getExprLoc());
  shape.structure = structureOf(accesses, summary, containsCut(kernel.getBody(), Cuts::Block));
  return shape;
}

} // namespace sampan
