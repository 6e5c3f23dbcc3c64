#!/usr/bin/env python3
"""Set Waymark up and run it: `python3 go.py demo`, `python3 go.py test`, `python3 go.py bench`.

Only the standard library, and a syntax that Python 3.8 still reads, so that an interpreter that is
too old can at least say so. The work itself is done by `tools/` inside `.venv`, which this file
makes with a pinned uv from the locked set of packages (docs/adr/0002-launcher.md).
"""

import configparser
import hashlib
import html.parser
import importlib.util
import io
import json
import os
import platform
import re
import shutil
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request
import zipfile

ROOT = os.path.dirname(os.path.abspath(__file__))
WINDOWS = os.name == "nt"
UV = "0.13.8"  # the uv that is installed where none is found
UV_OLDEST = (0, 9)  # the oldest uv that reads our lock file
PYTHONS = ("3.13", "3.12", "3.11", "3.14")  # those we test first
FIRST, LAST = (3, 11), (3, 14)
VENV = os.path.join(ROOT, ".venv")
UV_HOME = os.path.join(ROOT, "var", "tools", "uv-" + UV)
STAMP = os.path.join(VENV, "waymark-setup.json")
COMMANDS = {  # name: (module that does it, needs the development tools, what it does)
    "demo": ("tools.demo", False, "set up, load the demo world, serve it on this machine"),
    "test": ("tools.checks", True, "run every check that CI runs"),
    "bench": ("benchmarks", True, "measure speed and page weight on a generated world"),
}
PIP_HINT = "sudo apt install python3-venv" if shutil.which("apt-get") else "python3 -m ensurepip"


class CannotSetUp(Exception):
    """This machine lacks something; the message says in a line what to do."""


def bin_path(folder, name):
    """Path of a program inside a virtual environment."""
    parts = ("Scripts", name + ".exe") if WINDOWS else ("bin", name)
    return os.path.join(folder, *parts)


def output_of(command):
    """What a command prints, or None where it fails; broken shims on PATH are common."""
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace").strip()


def other_python():
    """A suitable interpreter elsewhere on this machine, or None."""
    show = "import sys, sqlite3, ssl; print(sys.executable)"
    own = bin_path(VENV, "python")
    if os.path.exists(own) and output_of([own, "-c", show]):
        return own
    for version in PYTHONS:
        places = [[found] for found in [shutil.which("python" + version)] if found]
        if WINDOWS and shutil.which("py"):
            places.append(["py", "-" + version])
        for command in places:
            found = output_of([*command, "-c", show])
            if found:
                return found
    return None


def leave_old_python():
    """Go on under a Python that we support, where this one is not."""
    if FIRST <= sys.version_info[:2] <= LAST:
        return
    found = other_python()
    if not found:
        raise CannotSetUp(
            f"Waymark needs Python 3.11 to 3.14 and this is {platform.python_version()}: install "
            "one (Debian or Ubuntu: sudo apt install python3; macOS: brew install python@3.13; "
            "Windows: python.org) and run this again."
        )
    sys.exit(hand_over([found, os.path.join(ROOT, "go.py"), *sys.argv[1:]], dict(os.environ)))


def hand_over(command, env):
    """Become another program, so that signals reach it; on Windows, wait for it."""
    sys.stdout.flush()
    if not WINDOWS:
        os.execve(command[0], command, env)
    child = subprocess.Popen(command, env=env)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            pass  # the child has it too, and ends in its own time


# uv: from this machine, by pip, or from the package index without either


def uv_is_usable(path):
    """Whether a uv is there, runs, and reads our lock file."""
    words = (output_of([path, "--version"]) or "").split() if path else []
    try:
        return tuple(int(part) for part in words[1].split(".")[:2]) >= UV_OLDEST
    except (IndexError, ValueError):
        return False


def uv_by_pip(python):
    """Install uv beside the project with a pip; say whether that worked."""
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-input", "--target", UV_HOME, "--upgrade", "uv==" + UV]
    return subprocess.call(command, cwd=ROOT) == 0


class Links(html.parser.HTMLParser):
    """The links of one page of a package index."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        """Keep the address of each link."""
        if tag == "a":
            self.found.append(dict(attrs).get("href") or "")


def index_url():
    """The package index that this machine is told to use."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return re.sub(r"^[\w.-]+=", "", os.environ[name])  # uv allows name=address
    settings = configparser.ConfigParser(interpolation=None)
    files = ["/etc/pip.conf", "~/.pip/pip.conf", "~/.config/pip/pip.conf"]
    files.append(os.environ.get("PIP_CONFIG_FILE", ""))
    try:
        settings.read([os.path.expanduser(name) for name in files if name])
    except configparser.Error:
        pass  # pip itself will complain; the public index is a fair guess
    return settings.get("global", "index-url", fallback="https://pypi.org/simple")


def wheel_tag():
    """What stands in the name of the wheel that fits this machine."""
    machine = platform.machine().lower().replace("amd64", "x86_64").replace("arm64", "aarch64")
    if sys.platform == "darwin":
        return "macosx_11_0_arm64" if machine == "aarch64" else "macosx_10_12_x86_64"
    if WINDOWS:
        return "win_amd64" if machine == "x86_64" else "win_arm64"
    return "manylinux_2_17_" + machine


def uv_by_hand():
    """Fetch uv's wheel from the index, check its hash, unpack the program."""
    page = index_url().rstrip("/") + "/uv/"
    authority = os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE")
    trust = ssl.create_default_context(cafile=authority or None)
    links = Links()
    with urllib.request.urlopen(page, context=trust, timeout=60) as answer:
        links.feed(answer.read().decode("utf-8"))
    for link in links.found:
        address, _, fragment = urllib.parse.urljoin(page, link).partition("#")
        name = address.rsplit("/", 1)[-1]
        if not (name.startswith(f"uv-{UV}-") and wheel_tag() in name):
            continue
        with urllib.request.urlopen(address, context=trust, timeout=300) as answer:
            wheel = answer.read()
        if fragment != "sha256=" + hashlib.sha256(wheel).hexdigest():
            raise CannotSetUp(f"The uv that {page} offers is not the one it announces.")
        unpack_uv(wheel)
        return
    raise CannotSetUp(f"{page} has no uv {UV} for this machine.")


def unpack_uv(wheel):
    """Write the program of a wheel to where pip would have put it."""
    target = os.path.join(UV_HOME, "bin", "uv.exe" if WINDOWS else "uv")
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        inside = f"uv-{UV}.data/scripts/{os.path.basename(target)}"
        with archive.open(inside) as source, open(target, "wb") as copy:
            shutil.copyfileobj(source, copy)
    os.chmod(target, 0o755)


def find_uv():
    """Path of a usable uv, installed on the way where there is none."""
    own = os.path.join(UV_HOME, "bin", "uv.exe" if WINDOWS else "uv")
    for path in (own, shutil.which("uv")):
        if uv_is_usable(path):
            return path
    say("installing uv " + UV)
    if importlib.util.find_spec("pip") and uv_by_pip(sys.executable) and uv_is_usable(own):
        return own
    try:
        uv_by_hand()
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, CannotSetUp) as reason:
        raise CannotSetUp(
            f"uv could not be installed ({reason}). Install pip ({PIP_HINT}) or uv, and run this "
            "again."
        ) from reason
    if not uv_is_usable(own):
        raise CannotSetUp("The installed uv does not run here: install uv and run this again.")
    return own


# The environment


def wanted(dev):
    """What the environment must be made from, to be compared with what it was made from."""
    with open(os.path.join(ROOT, "uv.lock"), "rb") as lock:
        digest = hashlib.sha256(lock.read()).hexdigest()
    return {"lock": digest, "python": platform.python_version(), "dev": dev}


def is_ready(dev):
    """Whether the environment was made from this lock file, with the tools asked for."""
    try:
        with open(STAMP) as stamp:
            have = json.load(stamp)
    except (OSError, ValueError):
        return False
    if not os.path.exists(bin_path(VENV, "python")):
        return False
    return have == wanted(True) or have == wanted(dev)


def make_environment(dev):
    """Bring `.venv` to the locked set of packages."""
    uv = find_uv()
    say("installing the locked packages" + (" and the development tools" if dev else ""))
    env = dict(os.environ, UV_PYTHON_DOWNLOADS="never", UV_PROJECT_ENVIRONMENT=VENV)
    env.pop("VIRTUAL_ENV", None)
    command = [uv, "sync", "--frozen", "--no-install-project", "--inexact", "--quiet"]
    command += ["--python", sys.executable] + ([] if dev else ["--no-dev"])
    if subprocess.call(command, cwd=ROOT, env=env) != 0:
        raise CannotSetUp("The packages could not be installed: see uv's message above.")
    write_command()
    with open(STAMP, "w") as stamp:
        json.dump(wanted(dev), stamp)


def write_command():
    """Make `.venv/bin/waymark`, which needs no build of the project."""
    if WINDOWS:
        return  # there: py -m waymark, from this folder
    path = bin_path(VENV, "waymark")
    with open(path, "w") as script:
        script.write(f"#!{bin_path(VENV, 'python')}\nimport sys\n\n")
        script.write(f"sys.path.insert(0, {ROOT!r})\n")
        script.write("from waymark.site.cli import main\n\nmain()\n")
    os.chmod(path, 0o755)


def say(text):
    """One line about the set-up."""
    sys.stderr.write(f"waymark: {text}\n")
    sys.stderr.flush()


def usage():
    """What this file can do."""
    lines = ["Usage: python3 go.py COMMAND [OPTIONS]", ""]
    lines += [f"  {name:6} {about}" for name, (_, _, about) in COMMANDS.items()]
    return "\n".join([*lines, "", "COMMAND --help lists its options."])


def main(args):
    """Set up what the command needs, then become it."""
    if not args or args[0] not in COMMANDS:
        print(usage())
        return 0 if args[:1] in (["-h"], ["--help"]) else 2
    module, dev, _ = COMMANDS[args[0]]
    try:
        leave_old_python()
        if not is_ready(dev):
            make_environment(dev)
    except CannotSetUp as reason:
        say(str(reason))
        return 1
    os.chdir(ROOT)
    return hand_over([bin_path(VENV, "python"), "-m", module, *args[1:]], dict(os.environ))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
