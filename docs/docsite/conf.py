# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sphinx's settings for the site that tests/tools/site.py builds."""

from __future__ import annotations

from typing import Any

from docutils import nodes

project = title = html_title = "edgeops.cdn"
copyright = "2026, the edgeops.cdn contributors"  # noqa: A001 - Sphinx reads it by this name
extensions = ["sphinx_antsibull_ext", "myst_parser"]
source_suffix = {".rst": "restructuredtext", ".md": "markdown"}
pygments_style, highlight_language = "ansible", "YAML+Jinja"
html_theme = "furo"
html_show_sphinx = html_use_index = html_copy_source = False
default_role = "any"
#: Headings get the anchors that the forge gives them.
myst_heading_anchors = 4

_ANSIBLE = "https://docs.ansible.com/projects/ansible/latest/"
#: Labels of ansible-core's own documentation. Its inventory would have to be fetched, and the site is built offline.
_CORE_LABELS = {
    "common_return_values": "reference_appendices/common_return_values.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "action_plugins": "plugins/action.html",
}


def _resolve(_app: Any, _env: Any, node: Any, content: Any) -> Any:
    page = _CORE_LABELS.get(node.get("reftarget"))
    return page and nodes.reference("", "", content, internal=False, refuri=_ANSIBLE + page)


def setup(app: Any) -> None:
    """Resolve what leads to ansible-core's documentation."""
    app.connect("missing-reference", _resolve)
