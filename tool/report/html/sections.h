// SPDX-License-Identifier: Apache-2.0
// The sections of the page, in the order in which a reader meets them.
#pragma once

#include "tool/report/html/page.h"

namespace sampan::html {

void writeOverview(Page &page);
void writeFirstSteps(Page &page);
void writeCoverage(Page &page);
void writeKinds(Page &page);
void writeEffort(Page &page);
void writeKernels(Page &page);
void writeOperators(Page &page);
void writeApis(Page &page);
void writeFindings(Page &page);
void writeFiles(Page &page);
void writeTodo(Page &page);
void writeSources(Page &page);
void writeBlindSpots(Page &page);
void writeMethod(Page &page);

} // namespace sampan::html
