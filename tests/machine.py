"""Before the tests: a browser, a Chinese font and nginx, installed if this machine lets us.

`python -m tests.machine`; under CI=true a missing one is a failure, else its tests are skipped.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = ("chromium", "fonts-noto-cjk", "nginx")
FONTS = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/truetype/noto"))


def browser():
    """Where Chromium is, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def has_chinese_font():
    return any(folder.glob("*CJK*") for folder in FONTS if folder.exists())


def nginx():
    """Where nginx is, or None; Debian keeps it off the PATH of people who are not root."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def main():
    if browser() and has_chinese_font() and nginx():
        return 0
    _install()
    if browser() and nginx():
        return 0
    print(f"Without them their tests do not run: install {', '.join(PACKAGES)}.", file=sys.stderr)
    return 1 if os.environ.get("CI") == "true" else 0


def _install():
    """Debian and its relatives, as root or by a sudo that asks nothing."""
    if not shutil.which("apt-get"):
        return
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and (not shutil.which("sudo") or subprocess.run([*as_root, "true"], check=False).returncode):
        return
    print(f"Installing {' '.join(PACKAGES)} for the tests …", file=sys.stderr)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *PACKAGES]):
        subprocess.run([*as_root, "apt-get", *words], env=environment, stdout=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    sys.exit(main())
