# SPDX-License-Identifier: Apache-2.0
"""How times change with the number of threads that run kernels: one, as many as asked for, and four
times as many, as on processors that are shared with others."""

from table import align

MORE = 4


def spread_out(kernel, threads):
    """Gives the kernel a variant for each number of threads."""
    def counted(variant, counts):
        return [variant.with_environment(
            f"{variant.name} {n}",
            {"SAMPAN_THREADS": str(n), "OMP_NUM_THREADS": str(min(n, threads))}) for n in counts]
    variants = []
    for variant in kernel.variants:
        own = variant.name.startswith("sampan")
        variants += counted(variant, [1, threads, MORE * threads] if own else [1, threads])
    kernel.variants = variants


def row(name, samples, threads):
    """Everything about one kernel, as JSON has it."""
    variants = {variant: s.summary() for variant, s in samples.items()}

    def best(prefix, count):
        found = [s for v, s in variants.items() if v.startswith(prefix) and v.endswith(f" {count}")]
        return min(found, key=lambda s: s["wall"]["median_ns"])

    def change(prefix, count):
        one, many = best(prefix, 1), best(prefix, count)
        return {"faster": one["wall"]["median_ns"] / many["wall"]["median_ns"],
                "processor_time": many["cpu"]["median_ns"] / one["cpu"]["median_ns"]}

    return {"kernel": name, "variants": variants, "threads": threads,
            "sampan": change("sampan", threads), "openmp": change("openmp", threads),
            "oversubscribed": change("sampan", MORE * threads)}


def lines(rows, threads):
    """Wall time gained and processor time added, both relative to one thread."""
    groups = (("sampan", f"{threads} threads"), ("openmp", f"OpenMP {threads}"),
              ("oversubscribed", f"{MORE * threads} threads"))
    head = ("kernel", *(text for _, title in groups
                        for text in (f"{title}: faster", "processor time")))
    table = [head]
    for r in rows:
        table.append((r["kernel"], *(text for key, _ in groups
                                     for text in (f"{r[key]['faster']:.2f}",
                                                  f"{r[key]['processor_time']:.2f}"))))
    return align(table)
