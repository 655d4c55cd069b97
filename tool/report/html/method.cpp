// SPDX-License-Identifier: Apache-2.0
// What the words and figures of the page mean.
#include "tool/report/html/sections.h"

namespace sampan::html {
namespace {

template <class Value> void define(Page &page, Value value, Text meaning) {
  {
    Element term(page.out, "dt");
    page.chip(value);
  }
  page.out.element("dd", page.say(meaning));
}

void heading(Page &page, Text text) { page.out.element("h3", page.say(text)); }

} // namespace

void writeMethod(Page &page) {
  Section section(page, "method", Text::MethodTitle);
  Element columns(page.out, "div", {{"class", "columns"}});
  {
    Element part(page.out, "div");
    heading(page, Text::MethodUses);
    Element list(page.out, "dl", {{"class", "terms"}});
    define(page, Outcome::Translated, Text::MeansTranslated);
    define(page, Outcome::Kept, Text::MeansKept);
    define(page, Outcome::Emulated, Text::MeansEmulated);
    define(page, Outcome::Partial, Text::MeansPartial);
    define(page, Outcome::Unsupported, Text::MeansUnsupported);
    define(page, Outcome::Unknown, Text::MeansUnknown);
  }
  {
    Element part(page.out, "div");
    heading(page, Text::MethodKernels);
    Element list(page.out, "dl", {{"class", "terms"}});
    define(page, Verdict::Direct, Text::MeansDirect);
    define(page, Verdict::Emulated, Text::MeansEmulatedKernel);
    define(page, Verdict::NeedsChange, Text::MeansNeedsChange);
    define(page, Verdict::Impossible, Text::MeansImpossible);
  }
  {
    Element part(page.out, "div");
    heading(page, Text::MethodWork);
    Element list(page.out, "dl", {{"class", "terms"}});
    define(page, WorkClass::Automatic, Text::MeansAutomatic);
    define(page, WorkClass::Check, Text::MeansCheck);
    define(page, WorkClass::Rewrite, Text::MeansRewrite);
    define(page, WorkClass::Blocked, Text::MeansBlocked);
  }
  {
    Element part(page.out, "div");
    heading(page, Text::MethodFigures);
    page.out.element("p", page.say(Text::MeansCoverage));
    page.out.element("p", page.say(Text::MeansPlanned));
    page.out.element("p", page.say(Text::MeansComplete));
  }
}

} // namespace sampan::html
