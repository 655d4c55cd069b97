// SPDX-License-Identifier: Apache-2.0
// Entry header of the AscendCL double.
#pragma once

#include "acl/acl_rt.h"
