# SPDX-License-Identifier: Apache-2.0
"""Turns samples into ratios, and ratios into text and JSON."""

import math

GOAL_MEAN, GOAL_LEAST, GOAL_FIBRE = 1.0, 0.6, 15.0
CLOCKS = ("cpu", "wall")


def geometric_mean(values):
    values = list(values)
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def row(name, samples, work, limit):
    """Everything about one kernel, as JSON has it."""
    variants = {variant: s.summary() for variant, s in samples.items()}
    ratios = {}
    for index, clock in enumerate(CLOCKS):
        time = {variant: s[clock]["median_ns"] for variant, s in variants.items()}
        openmp = {v: t for v, t in time.items() if v.startswith("openmp")}
        best = min(openmp, key=openmp.get)
        ratios[clock] = {
            "openmp_over_sampan": openmp[best] / time["sampan"], "best_openmp": best,
            "fibre_over_sampan": time["fibre"] / time["sampan"] if "fibre" in time else None,
            "limit_share": limit[index] / time["sampan"] if limit else None,
            "openmp_limit_share": limit[index] / openmp[best] if limit else None}
    return {"kernel": name, "work": work, "variants": variants, "ratios": ratios,
            "limit_ns": dict(zip(CLOCKS, limit)) if limit else None}


def summary(rows, barriers):
    """The figures that the goals are stated in."""
    result = {"goals": {"mean": GOAL_MEAN, "least": GOAL_LEAST, "fibre": GOAL_FIBRE}}
    for clock in CLOCKS:
        openmp = {r["kernel"]: r["ratios"][clock]["openmp_over_sampan"] for r in rows}
        fibre = {r["kernel"]: r["ratios"][clock]["fibre_over_sampan"] for r in rows}
        least = min(openmp, key=openmp.get)
        result[clock] = {
            "mean": geometric_mean(openmp.values()), "least": openmp[least],
            "least_kernel": least,
            "fibre_mean_with_barriers": geometric_mean(
                v for k, v in fibre.items() if k in barriers and v)}
    return result


def _time(ns):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("us", 1e3)):
        if ns >= size:
            return f"{ns / size:.3g} {unit}"
    return f"{ns:.3g} ns"


def _optional(value, form):
    return form.format(value) if value is not None else "-"


def kernel_lines(rows, clock):
    head = ("kernel", "Sampan", "spread", "best OpenMP", "spread", "OpenMP/Sampan", "fibre/Sampan",
            "of limit", "OpenMP of limit")
    lines = [head]
    for r in rows:
        ratios, variants = r["ratios"][clock], r["variants"]
        best = variants[ratios["best_openmp"]][clock]
        own = variants["sampan"][clock]
        lines.append((
            r["kernel"], _time(own["median_ns"]), f"{own['spread']:.0%}", _time(best["median_ns"]),
            f"{best['spread']:.0%}", f"{ratios['openmp_over_sampan']:.2f}",
            _optional(ratios["fibre_over_sampan"], "{:.1f}"),
            _optional(ratios["limit_share"], "{:.0%}"),
            _optional(ratios["openmp_limit_share"], "{:.0%}")))
    return align(lines)


def launch_lines(rows, clock):
    lines = [("launches", "time each", "spread", "per second", "parallel loop each",
              "loop/launch")]
    for r in rows:
        items, ratios = r["work"]["items"], r["ratios"][clock]
        openmp = r["variants"][ratios["best_openmp"]][clock]
        for name in (v for v in r["variants"] if not v.startswith("openmp")):
            own = r["variants"][name][clock]
            each = own["median_ns"] / items
            lines.append((f"{r['kernel']} ({name})", _time(each), f"{own['spread']:.0%}",
                          f"{1e9 / each:,.0f}", _time(openmp["median_ns"] / items),
                          f"{openmp['median_ns'] / own['median_ns']:.2f}"))
    return align(lines)


def summary_lines(figures, clock):
    own = figures[clock]
    lines = [
        f"geometric mean of best OpenMP / Sampan: {own['mean']:.2f} (goal {GOAL_MEAN})",
        f"least: {own['least']:.2f}, {own['least_kernel']} (goal {GOAL_LEAST})"]
    if own["fibre_mean_with_barriers"]:
        lines.append("geometric mean of fibre form / Sampan where kernels have barriers or warp "
                     f"operations: {own['fibre_mean_with_barriers']:.1f} (goal {GOAL_FIBRE:g})")
    return lines


def align(lines):
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return ["  ".join(cell.ljust(w) if i == 0 else cell.rjust(w)
                      for i, (cell, w) in enumerate(zip(line, widths))) for line in lines]
