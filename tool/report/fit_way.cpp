// SPDX-License-Identifier: Apache-2.0
#include "tool/report/fit_way.h"

#include "rewriters/core/diagnostics.h"

#include <algorithm>

namespace sampan {
namespace {

struct Words {
  const char *english, *chinese;

  std::string text() const { return messageLanguage() == Language::Chinese ? chinese : english; }
};

/// What a structure is called, and the vendor's operator that does it.
struct StructureRow {
  KernelStructure structure;
  Words words;
  const char *library; ///< null: tiles are the better way, or there is no operator
};

constexpr StructureRow kStructures[] = {
    {KernelStructure::Map, {"each element from those at its own place", "逐元素计算"}, nullptr},
    {KernelStructure::Stencil,
     {"each element from several at regular places", "由规则位置上的若干元素计算每个元素"},
     nullptr},
    {KernelStructure::Reduction, {"a reduction", "归约"}, nullptr},
    {KernelStructure::RowReduction, {"a reduction of each row", "逐行归约"}, nullptr},
    {KernelStructure::Scan, {"running sums", "前缀和"}, "aclnnCumsum"},
    {KernelStructure::MatrixVector, {"a matrix times a vector", "矩阵乘向量"}, "aclnnMv"},
    {KernelStructure::MatrixProduct, {"a matrix product", "矩阵乘法"}, "aclnnMatmul"},
    {KernelStructure::Transpose, {"a transposition", "转置"}, "aclnnPermute"},
    {KernelStructure::Histogram,
     {"counts at places that the data names", "按数据统计直方图"},
     "aclnnBincount"},
    {KernelStructure::Gather,
     {"elements collected from places that the data names", "按索引收集元素"},
     "aclnnIndexSelect"},
    {KernelStructure::Scatter,
     {"elements put to places that the data names", "按索引散布元素"},
     "aclnnScatter"},
};

const StructureRow *rowOf(KernelStructure structure) {
  const auto *found =
      std::find_if(std::begin(kStructures), std::end(kStructures),
                   [&](const StructureRow &row) { return row.structure == structure; });
  return found == std::end(kStructures) ? nullptr : found;
}

bool needs(const KernelInfo &kernel, std::initializer_list<NeedKind> kinds) {
  return std::any_of(kernel.needs.begin(), kernel.needs.end(), [&](const KernelNeed &need) {
    return std::find(kinds.begin(), kinds.end(), need.kind) != kinds.end();
  });
}

/// What the vector unit cannot do at all, or what makes the description of memory unreliable.
bool excludesVectors(const KernelInfo &kernel) {
  return needs(kernel, {NeedKind::Fp64Arithmetic, NeedKind::NotUnderstood, NeedKind::UnknownCallee,
                        NeedKind::FunctionPointer, NeedKind::VirtualCall, NeedKind::Recursion,
                        NeedKind::InlinePtx, NeedKind::DeviceHeap, NeedKind::DynamicParallelism,
                        NeedKind::Texture, NeedKind::BlockWait, NeedKind::WarpLock,
                        NeedKind::DivergentBarrier, NeedKind::DeviceLibrary, NeedKind::Print});
}

bool usesOnlyPlainAtomics(const KernelInfo &kernel) {
  return std::none_of(kernel.needs.begin(), kernel.needs.end(), [](const KernelNeed &need) {
    return need.kind == NeedKind::Atomic && (need.usesValue || need.name.starts_with("atomicCAS") ||
                                             need.name.starts_with("atomicExch"));
  });
}

bool uses64BitIntegers(const KernelInfo &kernel) {
  return kernel.shape.wideIntegers ||
         std::any_of(kernel.needs.begin(), kernel.needs.end(), [](const KernelNeed &need) {
           return need.type == ScalarType::Int64 &&
                  (need.kind == NeedKind::Atomic || need.kind == NeedKind::WarpCollective);
         });
}

/// Lanes pass values to each other, and not to fold them.
bool exchangesLanes(const KernelInfo &kernel) {
  bool folds = kernel.shape.structure == KernelStructure::Reduction ||
               kernel.shape.structure == KernelStructure::RowReduction;
  return !folds && needs(kernel, {NeedKind::WarpCollective});
}

/// Each lane of a vector instruction needs room for the variables of a thread.
bool fillsBuffer(const KernelInfo &kernel, const Target &target) {
  constexpr std::uint64_t kLanes = 64; // floats of one instruction
  return kernel.localBytes * kLanes > target.capabilities.maxSharedBytes;
}

bool tilesFit(const KernelInfo &kernel, const Target &target) {
  const KernelShape &shape = kernel.shape;
  switch (shape.structure) {
  case KernelStructure::Map:
  case KernelStructure::Stencil:
  case KernelStructure::Reduction:
  case KernelStructure::RowReduction:
    break;
  default:
    return false;
  }
  return !fillsBuffer(kernel, target) && !excludesVectors(kernel) && !exchangesLanes(kernel) &&
         usesOnlyPlainAtomics(kernel) && !uses64BitIntegers(kernel) &&
         shape.reads <= IndexPattern::Affine && shape.writes <= IndexPattern::Affine &&
         !shape.divergentAccess && !shape.divergentLoop && shape.splittable;
}

/// Why vector tiles are out of the question.
std::pair<Words, Span> obstacle(const KernelInfo &kernel, const Target &target) {
  const KernelShape &shape = kernel.shape;
  if (fillsBuffer(kernel, target))
    return {{"the variables of a thread are too large to have them once per lane",
             "线程的变量过大，无法为每个通道各存一份"},
            kernel.at};
  if (shape.writes == IndexPattern::Loaded)
    return {{"it writes to places that the data names", "写入位置由数据决定"}, shape.writeAt};
  if (shape.reads == IndexPattern::Loaded)
    return {{"it reads from places that the data names", "读取位置由数据决定"}, shape.readAt};
  if (shape.divergentAccess)
    return {{"whether memory is accessed depends on data", "是否访问内存取决于数据"},
            shape.divergentAt};
  if (shape.divergentLoop)
    return {{"threads run loops of different lengths", "各线程的循环长度不同"}, kernel.at};
  if (shape.writes == IndexPattern::NonAffine || shape.reads == IndexPattern::NonAffine)
    return {{"addresses are not linear in the thread", "地址不是线程号的线性函数"},
            shape.writes == IndexPattern::NonAffine ? shape.writeAt : shape.readAt};
  if (exchangesLanes(kernel))
    return {{"lanes pass values to each other", "线程束内的线程互相传递数值"}, kernel.at};
  if (uses64BitIntegers(kernel))
    return {{"it computes with integers of 64 bits", "使用 64 位整数计算"}, kernel.at};
  if (!usesOnlyPlainAtomics(kernel))
    return {{"it uses atomics that the vector unit lacks", "使用了向量单元没有的原子操作"},
            kernel.at};
  if (excludesVectors(kernel))
    return {{"it uses constructs that the vector unit lacks", "使用了向量单元没有的构造"},
            kernel.at};
  return {{"no known pattern of tiles computes the same", "没有已知的分块模式能得到同样结果"},
          kernel.at};
}

void sendElsewhere(const KernelInfo &kernel, const std::string &name, bool hostCan,
                   KernelFit &fit) {
  fit.way = hostCan ? Way::Host : Way::Nowhere;
  if (hostCan)
    fit.findings.push_back(makeFinding(diag::WayElsewhere{.kernel = kernel.name,
                                                          .place = Words{"the host", "主机"}.text(),
                                                          .target = name},
                                       kernel.at));
  else
    fit.findings.push_back(
        makeFinding(diag::WayNowhere{.kernel = kernel.name, .target = name}, kernel.at));
}

/// Values that live across barriers need room for every thread of a block.
void checkRoom(const KernelInfo &kernel, const Target &target, KernelFit &fit) {
  std::uint64_t threads = kernel.maxThreadsPerBlock.value_or(0);
  for (const LaunchInfo &launch : kernel.launches)
    threads = std::max(threads, launch.threads.value_or(0));
  std::uint64_t bytes = kernel.shape.crossingBytes * threads;
  if (bytes + kernel.staticSharedBytes > target.capabilities.maxSharedBytes)
    fit.findings.push_back(makeFinding(
        diag::CrossingValues{.bytes = std::to_string(bytes),
                             .limit = std::to_string(target.capabilities.maxSharedBytes),
                             .target = std::string(target.name)},
        kernel.at));
}

void chooseOnCores(const KernelInfo &kernel, const Target &target, bool hostCan, KernelFit &fit) {
  std::string name(target.name);
  const StructureRow *row = rowOf(kernel.shape.structure);
  bool replaceable = row && row->library && !needs(kernel, {NeedKind::Fp64Arithmetic});
  if (replaceable) {
    fit.way = Way::Library;
    fit.counterpart = row->library;
    fit.verdict = Verdict::NeedsChange;
    fit.findings.push_back(makeFinding(
        diag::WayLibrary{.structure = row->words.text(), .library = row->library, .target = name},
        kernel.at));
  } else if (fit.verdict == Verdict::Impossible) {
    sendElsewhere(kernel, name, hostCan, fit);
  } else if (tilesFit(kernel, target)) {
    fit.way = Way::VectorTiles;
    fit.verdict = std::max(fit.verdict, Verdict::Emulated);
    fit.findings.push_back(makeFinding(
        diag::WayVectorTiles{.structure = row->words.text(), .target = name}, kernel.at));
  } else {
    fit.way = Way::ScalarLoops;
    fit.verdict = std::max(fit.verdict, Verdict::Emulated);
    auto [why, at] = obstacle(kernel, target);
    fit.findings.push_back(makeFinding(diag::WayScalarLoops{.reason = why.text(), .target = name},
                                       at.file.empty() ? kernel.at : at));
    checkRoom(kernel, target, fit);
  }
}

} // namespace

std::string_view wayName(Way way) {
  switch (way) {
  case Way::Threads:
    return "threads";
  case Way::VectorTiles:
    return "vector-tiles";
  case Way::Library:
    return "library";
  case Way::ScalarLoops:
    return "scalar-loops";
  case Way::Host:
    return "host";
  case Way::Nowhere:
    break;
  }
  return "nowhere";
}

void chooseWay(const KernelInfo &kernel, const Target &target, bool hostCan, KernelFit &fit) {
  if (target.capabilities.execution == Execution::Cores)
    return chooseOnCores(kernel, target, hostCan, fit);
  fit.way = fit.verdict == Verdict::Impossible ? Way::Nowhere : Way::Threads;
  if (fit.verdict == Verdict::Impossible && target.id != TargetId::Host)
    sendElsewhere(kernel, std::string(target.name), hostCan, fit);
}

} // namespace sampan
