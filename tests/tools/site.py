# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Build the site: pages of modules, role and playbook by antsibull-docs, the guides of docs/ beside them.

Offline, with every warning an error. The pages are in ``.cache/site/html`` afterwards.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from .environment import CACHE, ROOT, isolated
from .report import BIN, Tally, run, say, tracked_files

_SITE = CACHE / "site"
#: Where the forge shows what is not on the site.
_FILES = "https://github.com/edgeops/edgeops.cdn/blob/main/"
_LINK = re.compile(r"(?<=\]\()(?!\w+:|#|/)([^)#\s]+)")
#: The theme shows a page's contents by itself, and an error where a page has them as well.
_CONTENTS = re.compile(r"^\.\. contents::\n(?: +:.*\n)*", re.MULTILINE)
_THEMES_ERROR = "Furo-based documentation is unnecessary"
_PICTURES = (".svg", ".png")


def _on_site(text: str, folder: Path) -> str:
    """Return a guide's text with links out of docs/ that lead to the forge."""

    def absolute(match: re.Match[str]) -> str:
        target = Path(os.path.normpath(folder / match[1]))
        stays = target.parts[0] == "docs" and target.suffix in (".md", *_PICTURES)
        return match[0] if stays else f"{_FILES}{target.as_posix()}"

    return _LINK.sub(absolute, text)


def _playbook_page() -> str:
    """Return the page of the playbook: what its head says, and its text."""
    return (
        "# Playbook edgeops.cdn.release\n\nIt purges, waits, verifies what the edge serves, prefetches and waits "
        "again. Its head says how to run it, its variables have their defaults there, and "
        "[submitting](submitting.md#a-whole-release) says more.\n\n"
        f"```yaml\n{(ROOT / 'playbooks' / 'release.yml').read_text(encoding='utf-8')}```\n"
    )


def _write_guides(folder: Path) -> None:
    for path in tracked_files():
        if path.parts[0] != "docs" or path.parts[1] in ("docsite", "parts"):
            continue
        target = folder / path.relative_to("docs")
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            text = _on_site((ROOT / path).read_text(encoding="utf-8"), path.parent)
            # The forge draws it; here, its text is shown: what draws it would have to be fetched.
            target.write_text(text.replace("```mermaid\n", "```text\n"), encoding="utf-8")
        elif path.suffix in _PICTURES:
            shutil.copyfile(ROOT / path, target)
    (folder / "release.md").write_text(_playbook_page(), encoding="utf-8")


def site() -> Tally:
    """Build the site; one check that each module, the role and each guide has its page."""
    shutil.rmtree(_SITE, ignore_errors=True)
    pages = _SITE / "rst"
    # antsibull-docs refuses a folder that others may write to.
    pages.mkdir(parents=True, mode=0o755)
    env = isolated(os.environ)
    generate = ["collection", "--cleanup", "everything", "--fail-on-error", "--use-current", "--squash-hierarchy"]
    if run([BIN / "antsibull-docs", *generate, "--dest-dir", pages, "edgeops.cdn"], env=env):
        return Tally(failed=1)
    for page in pages.glob("*.rst"):
        page.write_text(_CONTENTS.sub("", page.read_text(encoding="utf-8")), encoding="utf-8")
    (pages / "index.rst").rename(pages / "index_collection.rst")
    changelog = pages / "changelog.rst"
    if "===" not in changelog.read_text(encoding="utf-8"):
        # Before the first release it is empty, which is a warning in every page.
        changelog.write_text("Changelog\n=========\n\nThere is no release yet.\n", encoding="utf-8")
    for name in ("index.rst", "conf.py"):
        shutil.copyfile(ROOT / "docs" / "docsite" / name, pages / name)
    _write_guides(pages / "guides")
    if run([BIN / "sphinx-build", "-M", "html", pages, _SITE, "-q", "-W", "--keep-going"], env=env):
        return Tally(failed=1)
    html = _SITE / "html"
    modules = [path.stem for path in (ROOT / "plugins" / "modules").glob("[a-z]*.py")]
    expected = [html / f"{name}_module.html" for name in modules]
    expected += [html / f"{path.name}_role.html" for path in (ROOT / "roles").iterdir() if path.is_dir()]
    expected += [
        html / "guides" / path.relative_to(ROOT / "docs").with_suffix(".html")
        for pattern in ("*.md", "providers/*.md")
        for path in (ROOT / "docs").glob(pattern)
    ]
    missing = [path for path in expected if not path.is_file()]
    for path in missing:
        say(f"the site has no page {path.relative_to(html)}")
    wrong = [path for path in html.rglob("*.html") if _THEMES_ERROR in path.read_text(encoding="utf-8")]
    for path in wrong:
        say(f"{path.relative_to(html)} shows an error of the theme")
    if not missing + wrong:
        say(f"{len(expected)} pages: {(html / 'index.html').relative_to(ROOT)}")
    return Tally(passed=not missing + wrong, failed=bool(missing + wrong))
