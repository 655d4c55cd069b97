// SPDX-License-Identifier: Apache-2.0
// Dense linear algebra with cuBLAS's shape, for C and C++: spnblasX stands for cublasX (the "_v2"
// names included). Matrices are column-major, work goes to the handle's stream, and scalars and
// single results lie on the host or on the device as the pointer mode says. A call whose result
// goes to the host waits for it; all others may return before the work is done.
//
// On the host the work is done by a CBLAS that is opened at run time (SAMPAN_CBLAS names one,
// "none" means none), or by loops of our own. On Ascend it is done by the aclnn operators of the
// installed toolkit; there is no double precision and no complex arithmetic, and such calls return
// SPNBLAS_STATUS_ARCH_MISMATCH and say why.
#ifndef SAMPAN_BLAS_H
#define SAMPAN_BLAS_H

#include "sampan/blas_api/extensions.h"
#include "sampan/blas_api/level1.h"
#include "sampan/blas_api/level2.h"
#include "sampan/blas_api/level3.h"
#include "sampan/blas_api/types.h"

SPN_API spnblasStatus_t spnblasCreate(spnblasHandle_t *handle);
/// Waits for the device.
SPN_API spnblasStatus_t spnblasDestroy(spnblasHandle_t handle);
SPN_API spnblasStatus_t spnblasGetVersion(spnblasHandle_t handle, int *version);
SPN_API spnblasStatus_t spnblasGetProperty(libraryPropertyType type, int *value);
SPN_API size_t spnblasGetCudartVersion(void);
SPN_API const char *spnblasGetStatusName(spnblasStatus_t status);
SPN_API const char *spnblasGetStatusString(spnblasStatus_t status);

SPN_API spnblasStatus_t spnblasSetStream(spnblasHandle_t handle, spnStream_t stream);
SPN_API spnblasStatus_t spnblasGetStream(spnblasHandle_t handle, spnStream_t *stream);
/// Accepted; the library has memory of its own.
SPN_API spnblasStatus_t spnblasSetWorkspace(spnblasHandle_t handle, void *workspace, size_t bytes);
SPN_API spnblasStatus_t spnblasSetPointerMode(spnblasHandle_t handle, spnblasPointerMode_t mode);
SPN_API spnblasStatus_t spnblasGetPointerMode(spnblasHandle_t handle, spnblasPointerMode_t *mode);
SPN_API spnblasStatus_t spnblasSetAtomicsMode(spnblasHandle_t handle, spnblasAtomicsMode_t mode);
SPN_API spnblasStatus_t spnblasGetAtomicsMode(spnblasHandle_t handle, spnblasAtomicsMode_t *mode);
/// TF32 lets Ascend multiply with HF32; the host always computes in full.
SPN_API spnblasStatus_t spnblasSetMathMode(spnblasHandle_t handle, spnblasMath_t mode);
SPN_API spnblasStatus_t spnblasGetMathMode(spnblasHandle_t handle, spnblasMath_t *mode);

SPN_API spnblasStatus_t spnblasSetVector(int n, int elementSize, const void *x, int incx,
                                         void *devicePtr, int incy);
SPN_API spnblasStatus_t spnblasGetVector(int n, int elementSize, const void *x, int incx, void *y,
                                         int incy);
SPN_API spnblasStatus_t spnblasSetMatrix(int rows, int cols, int elementSize, const void *A,
                                         int lda, void *B, int ldb);
SPN_API spnblasStatus_t spnblasGetMatrix(int rows, int cols, int elementSize, const void *A,
                                         int lda, void *B, int ldb);
SPN_API spnblasStatus_t spnblasSetVectorAsync(int n, int elementSize, const void *x, int incx,
                                              void *devicePtr, int incy, spnStream_t stream);
SPN_API spnblasStatus_t spnblasGetVectorAsync(int n, int elementSize, const void *x, int incx,
                                              void *y, int incy, spnStream_t stream);
SPN_API spnblasStatus_t spnblasSetMatrixAsync(int rows, int cols, int elementSize, const void *A,
                                              int lda, void *B, int ldb, spnStream_t stream);
SPN_API spnblasStatus_t spnblasGetMatrixAsync(int rows, int cols, int elementSize, const void *A,
                                              int lda, void *B, int ldb, spnStream_t stream);

#ifdef __cplusplus
#include "sampan/blas_api/overloads.h"
#endif

#endif
