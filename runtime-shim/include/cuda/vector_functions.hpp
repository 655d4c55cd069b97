/* SPDX-License-Identifier: Apache-2.0
   CUDA keeps the bodies of <vector_functions.h> here. */
#include "vector_functions.h"
