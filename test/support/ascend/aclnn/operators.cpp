// SPDX-License-Identifier: Apache-2.0
// The operators, computed element by element in double precision and rounded once.
#include "operator.h"

#include <cmath>

using namespace aclnn_double;

#define SECOND_PHASE(name)                                                                         \
  ACL_FUNC_VISIBILITY int aclnn##name(void *workspace, std::uint64_t bytes,                        \
                                      aclOpExecutor *executor, aclrtStream stream) {               \
    return run("aclnn" #name, workspace, bytes, executor, stream);                                 \
  }
#define PHASES std::uint64_t *workspaceBytes, aclOpExecutor **executor

namespace {

int multiply(const char *name, const aclTensor *self, const aclTensor *a, const aclTensor *b,
             const aclScalar *beta, const aclScalar *alpha, aclTensor *out, std::int8_t cube,
             PHASES) {
  ACLNN_CHECK(self && a && b && out && exists(alpha) && exists(beta), "%s: null", name);
  ACLNN_CHECK(a->dims.size() == 3 && b->dims.size() == 3 && out->dims.size() == 3 &&
                  self->dims == out->dims,
              "%s: tensors of three dimensions", name);
  ACLNN_CHECK(sameType({self, a, b, out}) && out->type != int32, "%s: types differ", name);
  ACLNN_CHECK(a->dims[0] == b->dims[0] && a->dims[0] == out->dims[0] && a->dims[2] == b->dims[1] &&
                  a->dims[1] == out->dims[1] && b->dims[2] == out->dims[2],
              "%s: sizes do not fit", name);
  ACLNN_CHECK(cube >= 0 && cube <= 3, "%s: cubeMathType", name);
  auto work = [s = *self, l = *a, r = *b, o = *out, scale = alpha->value, keep = beta->value] {
    for (std::int64_t n = 0; n < o.dims[0]; ++n)
      for (std::int64_t i = 0; i < o.dims[1]; ++i)
        for (std::int64_t j = 0; j < o.dims[2]; ++j) {
          double sum = 0;
          for (std::int64_t k = 0; k < l.dims[2]; ++k)
            sum += l.at({n, i, k}) * r.at({n, k, j});
          o.set({n, i, j}, scale * sum + (keep == 0 ? 0 : keep * s.at({n, i, j})));
        }
  };
  return prepare(name, {self, a, b, out}, {out}, work, workspaceBytes, executor);
}

/// Operators that change each element of a tensor, which may have any strides.
template <class Change>
int change(const char *name, const aclTensor *self,
           std::initializer_list<const aclTensor *> operands, Change value, PHASES) {
  ACLNN_CHECK(self, "%s: null", name);
  auto work = [s = *self, value] {
    for (std::int64_t i = 0; i < s.count(); ++i)
      s.set(i, value(i, s.at(i)));
  };
  return prepare(name, operands, {}, work, workspaceBytes, executor);
}

int find(const char *name, const aclTensor *self, std::int64_t dim, bool keep, aclTensor *out,
         bool largest, PHASES) {
  ACLNN_CHECK(self && out && self->dims.size() == 1 && dim == 0 && keep && out->type == int32 &&
                  out->count() == 1 && self->count(),
              "%s: operands", name);
  auto work = [s = *self, o = *out, largest] {
    std::int64_t best = 0;
    for (std::int64_t i = 1; i < s.count(); ++i)
      if (largest ? s.at(i) > s.at(best) : s.at(i) < s.at(best))
        best = i;
    o.set(std::int64_t{0}, static_cast<double>(best));
  };
  return prepare(name, {self, out}, {out}, work, workspaceBytes, executor);
}

void solve(const aclTensor &b, const aclTensor &a, bool upper, bool transposed, bool unit,
           const aclTensor &x) {
  const std::int64_t n = b.dims[0];
  const bool backwards = upper != transposed;
  auto element = [&](std::int64_t i, std::int64_t j) {
    return transposed ? a.at({j, i}) : a.at({i, j});
  };
  for (std::int64_t column = 0; column < b.dims[1]; ++column)
    for (std::int64_t step = 0; step < n; ++step) {
      const std::int64_t i = backwards ? n - 1 - step : step;
      double sum = b.at({i, column});
      for (std::int64_t j = backwards ? i + 1 : 0; j < (backwards ? n : i); ++j)
        sum -= element(i, j) * x.at({j, column});
      x.set({i, column}, unit ? sum : sum / element(i, i));
    }
}

} // namespace

extern "C" {

ACL_FUNC_VISIBILITY int aclnnBaddbmmGetWorkspaceSize(const aclTensor *self, const aclTensor *batch1,
                                                     const aclTensor *batch2, const aclScalar *beta,
                                                     const aclScalar *alpha, aclTensor *out,
                                                     std::int8_t cube, PHASES) {
  return multiply("aclnnBaddbmm", self, batch1, batch2, beta, alpha, out, cube, workspaceBytes,
                  executor);
}
SECOND_PHASE(Baddbmm)

ACL_FUNC_VISIBILITY int
aclnnInplaceBaddbmmGetWorkspaceSize(const aclTensor *self, const aclTensor *batch1,
                                    const aclTensor *batch2, const aclScalar *beta,
                                    const aclScalar *alpha, std::int8_t cube, PHASES) {
  return multiply("aclnnInplaceBaddbmm", self, batch1, batch2, beta, alpha,
                  const_cast<aclTensor *>(self), cube, workspaceBytes, executor);
}
SECOND_PHASE(InplaceBaddbmm)

ACL_FUNC_VISIBILITY int aclnnInplaceCopyGetWorkspaceSize(aclTensor *self, const aclTensor *source,
                                                         PHASES) {
  ACLNN_CHECK(self && source && self->dims == source->dims, "aclnnInplaceCopy: sizes differ");
  return change(
      "aclnnInplaceCopy", self, {self, source},
      [from = *source](std::int64_t i, double) { return from.at(i); }, workspaceBytes, executor);
}
SECOND_PHASE(InplaceCopy)

ACL_FUNC_VISIBILITY int aclnnInplaceAddGetWorkspaceSize(const aclTensor *self,
                                                        const aclTensor *other,
                                                        const aclScalar *alpha, PHASES) {
  ACLNN_CHECK(self && other && exists(alpha) && self->dims == other->dims &&
                  sameType({self, other}),
              "aclnnInplaceAdd: operands");
  return change(
      "aclnnInplaceAdd", self, {self, other},
      [more = *other, scale = alpha->value](std::int64_t i, double x) {
        return x + scale * more.at(i);
      },
      workspaceBytes, executor);
}
SECOND_PHASE(InplaceAdd)

ACL_FUNC_VISIBILITY int aclnnInplaceAddsGetWorkspaceSize(const aclTensor *self,
                                                         const aclScalar *other,
                                                         const aclScalar *alpha, PHASES) {
  ACLNN_CHECK(self && exists(other) && exists(alpha), "aclnnInplaceAdds: operands");
  return change(
      "aclnnInplaceAdds", self, {self},
      [more = other->value * alpha->value](std::int64_t, double x) { return x + more; },
      workspaceBytes, executor);
}
SECOND_PHASE(InplaceAdds)

ACL_FUNC_VISIBILITY int aclnnInplaceMulsGetWorkspaceSize(const aclTensor *self,
                                                         const aclScalar *other, PHASES) {
  ACLNN_CHECK(self && exists(other), "aclnnInplaceMuls: operands");
  return change(
      "aclnnInplaceMuls", self, {self},
      [scale = other->value](std::int64_t, double x) { return x * scale; }, workspaceBytes,
      executor);
}
SECOND_PHASE(InplaceMuls)

ACL_FUNC_VISIBILITY int aclnnInplaceZeroGetWorkspaceSize(aclTensor *self, PHASES) {
  ACLNN_CHECK(self, "aclnnInplaceZero: null");
  return change(
      "aclnnInplaceZero", self, {self}, [](std::int64_t, double) { return 0.0; }, workspaceBytes,
      executor);
}
SECOND_PHASE(InplaceZero)

ACL_FUNC_VISIBILITY int aclnnCastGetWorkspaceSize(const aclTensor *self, int type, aclTensor *out,
                                                  PHASES) {
  ACLNN_CHECK(self && out && out->type == type && self->dims == out->dims, "aclnnCast: operands");
  auto work = [s = *self, o = *out] {
    for (std::int64_t i = 0; i < s.count(); ++i)
      o.set(i, s.at(i));
  };
  return prepare("aclnnCast", {self, out}, {out}, work, workspaceBytes, executor);
}
SECOND_PHASE(Cast)

ACL_FUNC_VISIBILITY int aclnnAbsGetWorkspaceSize(const aclTensor *self, aclTensor *out, PHASES) {
  ACLNN_CHECK(self && out && self->dims == out->dims && sameType({self, out}),
              "aclnnAbs: operands");
  auto work = [s = *self, o = *out] {
    for (std::int64_t i = 0; i < s.count(); ++i)
      o.set(i, std::fabs(s.at(i)));
  };
  return prepare("aclnnAbs", {self, out}, {out}, work, workspaceBytes, executor);
}
SECOND_PHASE(Abs)

ACL_FUNC_VISIBILITY int aclnnDotGetWorkspaceSize(const aclTensor *self, const aclTensor *tensor,
                                                 aclTensor *out, PHASES) {
  ACLNN_CHECK(self && tensor && out && self->dims.size() == 1 && self->dims == tensor->dims &&
                  out->dims.empty() && sameType({self, tensor, out}),
              "aclnnDot: operands");
  auto work = [a = *self, b = *tensor, o = *out] {
    double sum = 0;
    for (std::int64_t i = 0; i < a.count(); ++i)
      sum += a.at(i) * b.at(i);
    o.set({}, sum);
  };
  return prepare("aclnnDot", {self, tensor, out}, {out}, work, workspaceBytes, executor);
}
SECOND_PHASE(Dot)

ACL_FUNC_VISIBILITY int aclnnNormGetWorkspaceSize(const aclTensor *self, const aclScalar *p,
                                                  const aclIntArray *dims, bool keep,
                                                  aclTensor *out, PHASES) {
  ACLNN_CHECK(self && exists(p) && dims && out && self->dims.size() == 1 && keep &&
                  dims->values == std::vector<std::int64_t>{0} && out->count() == 1 &&
                  (p->value == 1 || p->value == 2) && sameType({self, out}),
              "aclnnNorm: operands");
  auto work = [s = *self, o = *out, order = p->value] {
    double sum = 0;
    for (std::int64_t i = 0; i < s.count(); ++i)
      sum += order == 1 ? std::fabs(s.at(i)) : s.at(i) * s.at(i);
    o.set(std::int64_t{0}, order == 1 ? sum : std::sqrt(sum));
  };
  return prepare("aclnnNorm", {self, out}, {out}, work, workspaceBytes, executor);
}
SECOND_PHASE(Norm)

ACL_FUNC_VISIBILITY int aclnnArgMaxGetWorkspaceSize(const aclTensor *self, std::int64_t dim,
                                                    bool keep, aclTensor *out, PHASES) {
  return find("aclnnArgMax", self, dim, keep, out, true, workspaceBytes, executor);
}
SECOND_PHASE(ArgMax)

ACL_FUNC_VISIBILITY int aclnnArgMinGetWorkspaceSize(const aclTensor *self, std::int64_t dim,
                                                    bool keep, aclTensor *out, PHASES) {
  return find("aclnnArgMin", self, dim, keep, out, false, workspaceBytes, executor);
}
SECOND_PHASE(ArgMin)

ACL_FUNC_VISIBILITY int aclnnTriangularSolveGetWorkspaceSize(const aclTensor *self,
                                                             const aclTensor *a, bool upper,
                                                             bool transposed, bool unit,
                                                             aclTensor *x, aclTensor *copy,
                                                             PHASES) {
  ACLNN_CHECK(self && a && x && copy && self->type == float32 && sameType({self, a, x, copy}) &&
                  self->dims.size() == 2 && self->dims == x->dims && a->dims == copy->dims &&
                  a->dims[0] == a->dims[1] && a->dims[0] == self->dims[0],
              "aclnnTriangularSolve: operands");
  auto work = [b = *self, m = *a, upper, transposed, unit, to = *x] {
    solve(b, m, upper, transposed, unit, to);
  };
  return prepare("aclnnTriangularSolve", {self, a, x, copy}, {x, copy}, work, workspaceBytes,
                 executor);
}
SECOND_PHASE(TriangularSolve)

} // extern "C"
