/* SPDX-License-Identifier: Apache-2.0
   Older and newer toolkits have <math_functions.h> in different places. */
#ifndef SAMPAN_CRT_MATH_FUNCTIONS_H
#define SAMPAN_CRT_MATH_FUNCTIONS_H

#include "math_functions.h"

#endif
