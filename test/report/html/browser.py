# SPDX-License-Identifier: Apache-2.0
# Drives a headless Chromium over the pipe of its debugging protocol: nothing but Python's own
# library is needed. Every request and every message on the console is kept, so that a test can say
# that there were none.
import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


def find_chromium():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    raise SystemExit("no Chromium found; tool/scripts/bootstrap.sh test installs it")


class Browser:
    """One browser process; pages are opened in it one after the other."""

    def __init__(self, timeout=60):
        self.timeout = timeout
        self.profile = tempfile.mkdtemp(prefix="sampan-browser-")
        to_browser, self.out = os.pipe()
        self.inp, from_browser = os.pipe()

        def connect():
            # The browser reads commands from descriptor 3 and writes to 4. Moved out of the way
            # first: one of ours may have just these numbers.
            reading, writing = os.dup(to_browser), os.dup(from_browser)
            for end, wanted in ((reading, 3), (writing, 4)):
                spare = os.dup2(end, wanted + 40)
                os.dup2(spare, wanted)
                os.set_inheritable(wanted, True)

        flags = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-extensions",
            "--hide-scrollbars",
            "--user-data-dir=" + self.profile,
            "--remote-debugging-pipe",
            "about:blank",
        ]
        self.process = subprocess.Popen(
            [find_chromium()] + flags,
            preexec_fn=connect,
            close_fds=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.next_id = 0
        self.events = []

    def close(self):
        try:
            self.call("Browser.close")
            self.process.wait(10)
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.out)
        os.close(self.inp)
        shutil.rmtree(self.profile, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def receive(self, deadline):
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.inp], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise RuntimeError("the browser does not answer")
            data = os.read(self.inp, 1 << 20)
            if not data:
                raise RuntimeError("the browser has ended")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        self.next_id += 1
        number = self.next_id
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data) :]
        deadline = time.monotonic() + self.timeout
        while True:
            answer = self.receive(deadline)
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            if "method" in answer:
                self.events.append(answer)

    def open(self, url, **options):
        return Page(self, url, **options)


class Page:
    """A page in a tab of its own, loaded when the constructor returns."""

    def __init__(self, browser, url, theme="light", width=1280, height=900, script=True, media=""):
        self.browser = browser
        self.target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        attached = browser.call("Target.attachToTarget", targetId=self.target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "Accessibility", "DOM"):
            self.call(domain + ".enable")
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.set_media(theme, media)
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        self.navigate(url)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def set_media(self, theme, media=""):
        features = [{"name": "prefers-color-scheme", "value": theme}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)

    def navigate(self, url):
        seen = len(self.of("Page.loadEventFired"))
        self.call("Page.navigate", url=url)
        deadline = time.monotonic() + self.browser.timeout
        # Another address of the same document loads nothing.
        while url.split("#")[0] != "about:blank" and len(self.of("Page.loadEventFired")) == seen:
            if self.of("Page.navigatedWithinDocument"):
                break
            if time.monotonic() > deadline:
                raise RuntimeError("the page does not load: " + url)
            self.call("Runtime.evaluate", expression="0")

    def of(self, method):
        return [
            event["params"]
            for event in self.browser.events
            if event["method"] == method and event.get("sessionId") == self.session
        ]

    def evaluate(self, expression):
        """The value of an expression; of a promise, what it comes to."""
        result = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in result:
            detail = result["exceptionDetails"]
            raise RuntimeError(detail.get("exception", {}).get("description", detail["text"]))
        return result["result"].get("value")

    def complaints(self):
        """Errors and warnings of the console, exceptions, violated policies."""
        found = [e["exceptionDetails"]["text"] for e in self.of("Runtime.exceptionThrown")]
        for event in self.of("Runtime.consoleAPICalled"):
            if event["type"] in ("error", "warning", "assert"):
                found.append(" ".join(str(arg.get("value")) for arg in event["args"]))
        found += [event["entry"]["text"] for event in self.of("Log.entryAdded")]
        return found

    def requests(self):
        """Addresses that the page asked for, without those whose content they hold themselves."""
        urls = [event["request"]["url"] for event in self.of("Network.requestWillBeSent")]
        return [url for url in urls if not url.startswith("data:")]

    def screenshot(self, path, full=False):
        options = {"format": "png", "captureBeyondViewport": full}
        if full:
            size = self.call("Page.getLayoutMetrics")["cssContentSize"]
            options["clip"] = {
                "x": 0,
                "y": 0,
                "width": size["width"],
                "height": min(size["height"], 16000),
                "scale": 1,
            }
        data = self.call("Page.captureScreenshot", **options)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def pdf(self, path):
        data = self.call("Page.printToPDF", printBackground=True)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def accessible_nodes(self):
        return [node for node in self.call("Accessibility.getFullAXTree")["nodes"]]

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)
