# SPDX-License-Identifier: Apache-2.0
# The HTML report as its readers meet it: in a browser, with and without a script, in both themes, on
# paper, by keyboard and by what a screen reader is told.
#   browser_test.py SAMPAN [UNITTEST-OPTION...]
import os
import re
import subprocess
import sys
import tempfile
import unittest

from browser import Browser

HERE = os.path.dirname(os.path.abspath(__file__))
CHECKS = open(os.path.join(HERE, "checks.js"), encoding="utf-8").read()
TOOL = ""
EXTRA_KERNELS = 130  # more than a page of rows


def make_report(folder, language):
    """The project of this folder, and a file with many kernels, reported for three targets."""
    many = "".join(
        f"__global__ void bulk{i:03}(float *p) {{ p[threadIdx.x] = {i}; }}\n"
        for i in range(EXTRA_KERNELS)
    )
    many_path = os.path.join(folder, "many <kernels> & more.cu")
    with open(many_path, "w", encoding="utf-8") as file:
        file.write("#include <cuda_runtime.h>\n" + many)
    for name in os.listdir(os.path.join(HERE, "project")):
        source = os.path.join(HERE, "project", name)
        with open(source, encoding="utf-8") as file, open(
            os.path.join(folder, name), "w", encoding="utf-8"
        ) as copy:
            copy.write(file.read())
    out = os.path.join(folder, f"report-{language}.html")
    command = [TOOL, "report", "-q", "--exit-zero", "--target", "host,ascend950,ascend910b"]
    command += ["--format", "html:" + out, "kernels.cu", "calls.cu", os.path.basename(many_path)]
    environment = dict(os.environ, SAMPAN_LANGUAGE=language)
    done = subprocess.run(
        command + ["--", "-std=c++17"], cwd=folder, env=environment, capture_output=True, text=True
    )
    if not os.path.exists(out):
        raise SystemExit("no report: " + done.stderr)
    return "file://" + out.replace(" ", "%20")


class ReportPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="sampan-html-")
        cls.english = make_report(cls.folder.name, "en")
        cls.chinese = make_report(cls.folder.name, "zh")
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def open(self, address="", language="en", **options):
        url = (self.english if language == "en" else self.chinese) + address
        page = self.browser.open(url, **options)
        self.addCleanup(page.close)
        page.evaluate(CHECKS)
        return page

    def visible_rows(self, page, table):
        return page.evaluate(f"checks.visibleRows('{table}')")

    # --- As it comes ----------------------------------------------------------------------------
    def test_loads_nothing_and_complains_about_nothing(self):
        for theme in ("light", "dark"):
            page = self.open(theme=theme)
            self.assertEqual(page.complaints(), [])
            self.assertEqual(page.requests(), [self.english])

    def test_shows_every_section(self):
        page = self.open()
        found = page.evaluate("[...document.querySelectorAll('main > section')].map(s => s.id)")
        for section in (
            "overview first coverage kinds effort kernels apis findings files todo sources unseen method"
        ).split():
            self.assertIn(section, found)
        cards = page.evaluate("[...document.querySelectorAll('.card')].map(c => c.id)")
        self.assertEqual(cards, ["target-host", "target-ascend950", "target-ascend910b"])
        links = page.evaluate("checks.deadLinks()")
        self.assertEqual(links, [], "each link within the page leads somewhere")
        self.assertEqual(page.evaluate("checks.repeatedIds()"), [])

    def test_source_text_stays_text(self):
        page = self.open()
        self.assertIsNone(page.evaluate("window.hacked ?? null"))
        text = page.evaluate("document.querySelector('#sources').textContent")
        self.assertIn("</script><script>window.hacked=1</script>", text)
        self.assertIn("onerror=window.hacked=2", text)
        self.assertIn("Größe 核函数 😀 </td></tr></table>", text)
        self.assertIn("⟨U+202E⟩", text, "a turn of direction is shown, not made")
        self.assertEqual(page.evaluate("document.querySelectorAll('img, iframe, object').length"), 0)

    def test_foreign_script_would_not_run(self):
        page = self.open()
        page.evaluate(
            "{ const s = document.createElement('script'); s.textContent = 'window.hacked = 3';"
            "document.body.append(s); }"
        )
        self.assertIsNone(page.evaluate("window.hacked ?? null"))

    def test_kernels_have_resources_and_verdicts(self):
        page = self.open()
        row = page.evaluate("document.getElementById('kernel-reduceSum').textContent")
        self.assertIn("1 KiB", row)
        self.assertIn("256", row)
        self.assertIn("atomics", row)
        tokens = page.evaluate("document.getElementById('kernel-preciseScale').dataset.k")
        self.assertIn("ascend950=impossible", tokens)
        self.assertIn("host=direct", tokens)
        self.assertIn("needs=double", tokens)
        reasons = page.evaluate("document.querySelector('#kernel-preciseScale .why ul').textContent")
        self.assertIn("double precision", reasons)

    # --- Filters, sorting, paging ----------------------------------------------------------------
    def test_rows_come_in_pages(self):
        page = self.open()
        total = page.evaluate("document.querySelectorAll('#t-kernels tbody tr').length")
        self.assertGreater(total, EXTRA_KERNELS)
        self.assertEqual(len(self.visible_rows(page, "t-kernels")), 100)
        page.evaluate("checks.press('#kernels .more button')")
        self.assertEqual(len(self.visible_rows(page, "t-kernels")), total)
        self.assertEqual(page.evaluate("document.querySelectorAll('#kernels .more button').length"), 0)

    def test_choices_narrow_a_table(self):
        page = self.open()
        page.evaluate("checks.choose('t-kernels', 'ascend950=impossible')")
        rows = self.visible_rows(page, "t-kernels")
        self.assertEqual([row["id"] for row in rows], ["kernel-preciseScale"])
        self.assertIn("f1=ascend950%3Dimpossible", page.evaluate("location.hash"))
        total = page.evaluate("document.querySelectorAll('#t-kernels tbody tr').length")
        self.assertEqual(page.evaluate("checks.output('t-kernels')"), f"1 of {total}")
        page.evaluate("checks.press('form[data-for=t-kernels] button[type=reset]')")
        page.evaluate("checks.settled()")
        self.assertEqual(len(self.visible_rows(page, "t-kernels")), 100)
        self.assertEqual(page.evaluate("location.hash"), "#kernels")

    def test_search_takes_words_in_any_order(self):
        page = self.open()
        page.evaluate("checks.search('t-apis', 'RUNTIME memcpy')")
        rows = self.visible_rows(page, "t-apis")
        self.assertGreater(len(rows), 0)
        for row in rows:
            self.assertIn("memcpy", row["text"].lower())
            self.assertIn("runtime", row["text"].lower())
        page.evaluate("checks.search('t-apis', 'no such thing')")
        self.assertEqual(self.visible_rows(page, "t-apis"), [])

    def test_findings_narrow_with_their_groups(self):
        page = self.open()
        page.evaluate("checks.search('l-findings', 'cudaHypotheticalFence')")
        groups = page.evaluate("checks.visibleGroups('l-findings')")
        self.assertEqual(groups, ["SPN3003", "SPN1004"], "no rule, and not declared")
        page.evaluate("checks.search('l-findings', '')")
        self.assertGreater(len(page.evaluate("checks.visibleGroups('l-findings')")), 3)

    def test_heads_sort(self):
        page = self.open()
        head = "#t-apis th:nth-child(3) button"  # uses
        page.evaluate(f"checks.press('{head}')")
        counts = [int(row["cells"][2].replace(",", "")) for row in self.visible_rows(page, "t-apis")]
        self.assertEqual(counts, sorted(counts, reverse=True))
        self.assertEqual(
            page.evaluate("document.querySelector('#t-apis th:nth-child(3)').ariaSort"), "descending"
        )
        page.evaluate(f"checks.press('{head}')")
        counts = [int(row["cells"][2].replace(",", "")) for row in self.visible_rows(page, "t-apis")]
        self.assertEqual(counts, sorted(counts))
        self.assertNotEqual(counts[0], counts[-1])
        page.evaluate("checks.press('#t-apis th:first-child button')")
        names = [row["cells"][0].split()[0] for row in self.visible_rows(page, "t-apis")]
        self.assertEqual(names, sorted(names, key=lambda n: n.lower().replace("_", "\x01")))
        self.assertEqual(page.evaluate("document.querySelectorAll('#t-apis [aria-sort]').length"), 1)

    # --- Links -----------------------------------------------------------------------------------
    def test_links_lead_into_what_is_closed(self):
        page = self.open("#kernels.cu-7")
        self.assertTrue(page.evaluate("document.getElementById('file-kernels.cu').open"))
        self.assertTrue(page.evaluate("checks.inView('kernels.cu-7')"))
        page = self.open("#SPN3003")
        self.assertTrue(page.evaluate("document.getElementById('SPN3003').open"))
        self.assertTrue(page.evaluate("checks.inView('SPN3003')"))

    def test_a_link_to_a_line_between_hunks_finds_the_nearest(self):
        page = self.open("#kernels.cu-14")
        self.assertEqual(page.evaluate("document.getElementById('kernels.cu-14')"), None)
        found = page.evaluate("document.querySelector('tr.found').id")
        line = int(found.rsplit("-", 1)[1])
        self.assertLess(line, 14)
        self.assertTrue(page.evaluate(f"checks.inView('{found}')"))

    def test_a_link_to_a_row_of_a_later_page_shows_it(self):
        last = f"kernel-bulk{EXTRA_KERNELS - 1:03}"
        page = self.open("#" + last)
        self.assertTrue(page.evaluate(f"checks.inView('{last}')"))
        page = self.open("#kernels?q=reduceSum")
        page.evaluate(f"location.hash = '{last}'; checks.settled()")
        self.assertTrue(page.evaluate(f"checks.inView('{last}')"), "a filter gives way to a link")

    def test_the_address_holds_the_state(self):
        page = self.open("#apis?q=cudaStream&sort=0d")
        rows = self.visible_rows(page, "t-apis")
        names = [row["cells"][0] for row in rows]
        self.assertGreater(len(names), 2)
        self.assertEqual(names, sorted(names, key=str.lower, reverse=True))
        self.assertTrue(all("cudaStream" in name for name in names), names)
        page = self.open("#kernels?q=%E0%A4%A&sort=99x")
        self.assertEqual(page.complaints(), [], "a damaged address does no harm")

    # --- Without a script ------------------------------------------------------------------------
    def test_can_be_read_without_a_script(self):
        page = self.open(script=False)
        self.assertEqual(page.complaints(), [])
        self.assertEqual(
            len(self.visible_rows(page, "t-kernels")),
            page.evaluate("document.querySelectorAll('#t-kernels tbody tr').length"),
        )
        self.assertTrue(page.evaluate("[...document.forms].every(f => f.hidden)"))
        self.assertTrue(page.evaluate("document.getElementById('theme').hidden"))
        page = self.open("#SPN3003", script=False)
        self.assertTrue(page.evaluate("checks.inView('SPN3003')"))
        page.evaluate("document.querySelector('#SPN3003 > summary').click()")
        self.assertTrue(page.evaluate("document.getElementById('SPN3003').open"))

    # --- For everybody ---------------------------------------------------------------------------
    def test_contrast_is_sufficient_in_both_themes(self):
        for theme in ("light", "dark"):
            page = self.open(theme=theme)
            checked, poor = page.evaluate("checks.contrast()")
            self.assertGreater(checked, 1000)
            self.assertEqual(poor, [], theme)

    def test_everything_has_a_name(self):
        page = self.open()
        roles = {"image": 0, "button": 0, "link": 0, "searchbox": 0, "combobox": 0, "table": 0,
                 "region": 0, "navigation": 0}
        for node in page.accessible_nodes():
            role = node.get("role", {}).get("value", "")
            role = {"img": "image"}.get(role, role)
            if role not in roles or node.get("ignored"):
                continue
            roles[role] += 1
            self.assertTrue(node.get("name", {}).get("value", "").strip(), node)
        for role, count in roles.items():
            self.assertGreater(count, 0, role)

    def test_charts_say_what_they_show(self):
        page = self.open()
        charts = page.evaluate("checks.charts()")
        self.assertGreater(len(charts), 10)
        for chart in charts:
            self.assertTrue(chart["title"], chart)
            self.assertRegex(chart["desc"], r"\d|nothing")
        kernels = page.evaluate("checks.charts('#target-ascend950')")[1]
        self.assertIn("Kernels on", kernels["title"])
        self.assertIn("impossible 1", kernels["desc"])

    def test_structure(self):
        page = self.open()
        self.assertEqual(page.evaluate("document.documentElement.lang"), "en")
        self.assertEqual(page.evaluate("checks.headingJumps()"), [])
        self.assertEqual(page.evaluate("checks.poorTables()"), [])

    def test_keyboard(self):
        page = self.open()
        key = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
        page.call("Input.dispatchKeyEvent", type="keyDown", **key)
        self.assertEqual(page.evaluate("document.activeElement.className"), "skip-link")
        self.assertGreaterEqual(
            page.evaluate("document.activeElement.getBoundingClientRect().left"), 0
        )
        seen = set()
        for _ in range(60):
            page.call("Input.dispatchKeyEvent", type="keyDown", **key)
            seen.add(page.evaluate("document.activeElement.tagName"))
        self.assertTrue({"A", "BUTTON"} <= seen, seen)

    def test_theme_can_be_chosen(self):
        page = self.open(theme="light")
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.evaluate("checks.press('#theme')")
        page.evaluate("checks.press('#theme')")
        self.assertEqual(page.evaluate("document.documentElement.dataset.theme"), "dark")
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        self.assertNotEqual(light, dark)
        again = self.open(theme="light")
        self.assertEqual(again.evaluate("getComputedStyle(document.body).backgroundColor"), dark)
        again.evaluate("checks.press('#theme')")
        self.assertEqual(again.evaluate("getComputedStyle(document.body).backgroundColor"), light)

    def test_fits_small_screens(self):
        for width in (360, 768, 1280):
            page = self.open(width=width)
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)

    def test_paper(self):
        page = self.open(theme="dark", media="print", width=760)
        self.assertEqual(page.evaluate("checks.tooWide()"), [], "nothing is cut off")
        self.assertEqual(page.evaluate("getComputedStyle(document.querySelector('nav')).display"), "none")
        checked, poor = page.evaluate("checks.contrast()")
        self.assertEqual(poor, [])
        ink = page.evaluate("getComputedStyle(document.body).color")
        self.assertLess(sum(map(int, re.findall(r"\d+", ink)[:3])), 3 * 80, "dark ink on paper")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        self.assertGreater(len(self.visible_rows(page, "t-kernels")), EXTRA_KERNELS)
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        self.assertEqual(len(self.visible_rows(page, "t-kernels")), 100)

    def test_speaks_chinese(self):
        page = self.open(language="zh")
        self.assertEqual(page.complaints(), [])
        self.assertEqual(page.evaluate("document.documentElement.lang"), "zh-CN")
        headings = page.evaluate(
            "[...document.querySelectorAll('h1, h2, caption, nav a, form span')].map(e => e.textContent)"
        )
        # Names of targets and programs are the same in every language.
        english = [h for h in headings if not re.search("[\u4e00-\u9fff]", h)]
        self.assertTrue(all(re.match("API|Host|Ascend|SPN", h) for h in english), english)


if __name__ == "__main__":
    TOOL = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
