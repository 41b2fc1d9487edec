"""Takes a picture of each role's first page: python -m scripts.screenshots OUT

Runs a portal of its own with a fresh demonstration, signs in as each role and photographs the first page at 1280 and
390 pixels, in few colours so that the files stay small. Needs Debian's chromium.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from accounts.enums import Role
from scripts.demo import Portal
from tests.services import free_port

WIDTHS = {"desk": 1280, "phone": 390}
TALLEST = 1700  # pixels; what follows on a long page is more of the same
COLOURS = 64
CHROMIUM = "/usr/bin/chromium-headless-shell"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def names() -> list[str]:
    """Give the name of each picture, README's order: who sees the page, and how wide it is."""
    return [f"{who}-{label}.png" for who in ("public", "applicant", *Role.values) for label in WIDTHS]


def photograph(browser: Browser, base: str, account: dict[str, str] | None, name: str, out: Path) -> None:
    """Save the first page of `account` (the public home for None) as `name`-desk.png and `name`-phone.png."""
    for label, width in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        page = context.new_page()
        page.goto(base)
        if account:
            page.goto(f"{base}/account/sign-in/")
            page.locator("#id_username").fill(account["sign_in"])
            page.locator("#id_password").fill(account["password"])
            page.locator("main form button").first.click()
            page.wait_for_load_state()
        path = out / f"{name}-{label}.png"
        height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
        with Image.open(path) as picture:
            few = picture.convert("RGB").quantize(COLOURS)
        few.save(path, optimize=True)
        context.close()


def first_of_each_role(accounts: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Give one account a role, keyed by the role's key, in the order of the list."""
    found: dict[str, dict[str, str]] = {}
    for account in accounts:
        found.setdefault(account["role_key"], account)
    return found


def main() -> int:
    """Read the arguments, run the portal and take the pictures; give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="titles-pictures-") as folder:
        data, port = Path(folder), free_port()
        os.environ.update(DATA=folder, DJANGO_SETTINGS_MODULE="hetian_titles.settings.demo")
        if subprocess.run([sys.executable, "-m", "scripts.prepare"], check=False).returncode:
            return 1
        accounts = json.loads((data / "demo-accounts.json").read_text(encoding="utf-8"))
        with Portal(data, port) as portal, sync_playwright() as playwright:
            portal.start("web")
            portal.wait_until_healthy()
            base = f"http://127.0.0.1:{port}"
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            photograph(browser, base, None, "public", out)
            first = first_of_each_role(accounts)
            for role in ("applicant", *Role.values):
                photograph(browser, base, first[role], role, out)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
