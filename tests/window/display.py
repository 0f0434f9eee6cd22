# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen of its own for one program: Xvfb, a window manager, mouse and keyboard, pictures."""

import os
import shutil
import signal
import subprocess
import tempfile
import time

TOOLS = ("Xvfb", "openbox", "xdotool", "import")


def missing_tools():
    return [tool for tool in TOOLS if not shutil.which(tool)]


class Display:
    """`with Display(1440, 900) as display:` – everything started inside is ended, by pid, at the end."""

    def __init__(self, width=1440, height=900, scale=1):
        self.size = (width * scale, height * scale)
        self.scale = scale
        self.processes = []

    def __enter__(self):
        self.home = tempfile.mkdtemp(prefix="conjoin-window-")
        reader, writer = os.pipe()
        screen = "%dx%dx24" % self.size
        self._start(["Xvfb", "-displayfd", str(writer), "-screen", "0", screen, "-nolisten", "tcp", "-dpi", "96"],
                    pass_fds=(writer,), env=os.environ)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            self.name = ":" + pipe.readline().strip()
        self.environment = dict(os.environ, DISPLAY=self.name, QT_QPA_PLATFORM="xcb", HOME=self.home,
                                QT_SCALE_FACTOR=str(self.scale), NO_AT_BRIDGE="1")
        for variable in ("WAYLAND_DISPLAY", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME",
                         "DBUS_SESSION_BUS_ADDRESS"):
            self.environment.pop(variable, None)
        self._wait_for_window_manager(self._start(["openbox"], env=self.environment))
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in reversed(self.processes):
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def _start(self, command, **options):
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=options.pop("stderr", subprocess.DEVNULL), **options)
        self.processes.append(process)
        return process

    def open(self, command, title, seconds=20):
        """Starts a program, waits for its window, fills the screen with it. Returns the process."""
        log = open(os.path.join(self.home, "program.log"), "w+b")
        process = self._start(command, env=self.environment, stderr=log)
        process.log = log
        self.program = process
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._check(process)
            found = self.tool("search", "--onlyvisible", "--name", title, check=False).split()
            if found:
                self.window = found[-1]
                self.tool("windowactivate", "--sync", self.window)
                self.tool("windowmove", self.window, "0", "0")
                self.tool("windowsize", "--sync", self.window, str(self.size[0]), str(self.size[1]))
                self.settle()
                return process
            time.sleep(0.1)
        raise AssertionError("no window called %r within %s s" % (title, seconds))

    def _wait_for_window_manager(self, manager, seconds=20):
        """A window that comes up before its manager can't be made the active one."""
        end = time.monotonic() + seconds
        while subprocess.run(["xdotool", "get_desktop"], env=self.environment, capture_output=True).returncode != 0:
            if time.monotonic() > end:
                raise AssertionError("no window manager within %s s; openbox %s" % (seconds,
                    "still runs" if manager.poll() is None else "ended with %s" % manager.returncode))
            time.sleep(0.05)

    @staticmethod
    def _check(process):
        if process.poll() is not None:
            process.log.seek(0)
            raise AssertionError("the program ended with %s: %s" % (process.returncode, process.log.read().decode()))

    def tool(self, *arguments, check=True):
        done = subprocess.run(["xdotool", *arguments], env=self.environment, capture_output=True, text=True)
        if check and done.returncode != 0:
            raise AssertionError("xdotool %s: %s" % (" ".join(arguments), done.stderr))
        return done.stdout

    # -- mouse and keyboard; positions in pixels of the window at scale 1 ----------------------------------------

    def move(self, x, y):
        self.tool("mousemove", "--window", self.window, str(int(x * self.scale)), str(int(y * self.scale)))

    def click(self, x, y, button=1, times=1):
        self.move(x, y)
        self.tool("click", "--repeat", str(times), "--delay", "60", str(button))
        self.settle()

    def double_click(self, x, y):
        self.click(x, y, times=2)

    def drag(self, x1, y1, x2, y2, steps=12):
        self.move(x1, y1)
        time.sleep(0.15)
        self.tool("mousedown", "1")
        for step in range(1, steps + 1):
            self.move(x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps)
            time.sleep(0.02)
        time.sleep(0.1)
        self.tool("mouseup", "1")
        self.settle()

    def key(self, *names):
        for name in names:
            self.tool("key", "--clearmodifiers", name)
            time.sleep(0.06)
        self.settle()

    def type(self, text):
        self.tool("type", "--delay", "25", text)
        self.settle()

    def settle(self, seconds=0.35):
        """Gives the program time to answer; there is nothing to wait for that would tell."""
        time.sleep(seconds)
        if getattr(self, "program", None):
            self._check(self.program)

    def shot(self, path):
        subprocess.run(["import", "-window", "root", path], env=self.environment, check=True)

    def bands(self, colours, shortest=100):
        """Where a horizontal run of one of the colours (RGB bytes) begins a shape: (x, y, width) in pixels of the
        window at scale 1, from left to right. A card's coloured band is one."""
        width, height = self.size
        raw = subprocess.run(["import", "-window", "root", "-depth", "8", "rgb:-"], env=self.environment, check=True,
                             capture_output=True).stdout
        row_bytes = 3 * width
        found = []
        for colour in colours:
            run = colour * (shortest * self.scale)
            shapes = []
            for y in range(height):
                row = raw[y * row_bytes:(y + 1) * row_bytes]
                x = row.find(run)
                while x >= 0:
                    if x % 3 != 0:  # between two pixels
                        x = row.find(run, x + 1)
                        continue
                    end = x
                    while row[end:end + 3] == colour:
                        end += 3
                    shape = next((s for s in shapes if s[1] >= y - 8 and s[0] < end and x < s[2]), None)
                    if shape:  # the next row of one that is known; a round corner makes it wider
                        shape[0], shape[2] = min(shape[0], x), max(shape[2], end)
                    else:
                        shapes.append([x, y, end])
                    x = row.find(run, end)
            found += [(x // 3 / self.scale, y / self.scale, (end - x) // 3 / self.scale) for x, y, end in shapes]
        return sorted(found)
