# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write what Ansible wants in files from the one place where each of it is said.

    python -m tests.tools.generate [--check]

Text between the line ``# generated from SOURCE: make generate`` and ``# end of generated`` is replaced by what
follows from the source; Markdown has these lines as comments of HTML. A file that begins with such a line is
generated as a whole. With ``--check`` nothing is written, and the exit code tells whether anything has drifted.

A part in docs/parts may hold ``$words``. They stand for what the product of a module is called, for another part
(``$task`` is return-task.yml; as a key, for all keys of it), or for what the module itself says in a line such as
``# $quota_name = file_refresh``.
"""

from __future__ import annotations

import ast
import re
import string
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .awx import credential_type, section
from .blocks import Content, Mistake, as_yaml, fill, load, sources_of, table
from .environment import ROOT
from .graph import import_graph

COLLECTION = "edgeops.cdn"
#: Where the repository shows its files: Galaxy shows the README away from them.
REPOSITORY = "https://github.com/edgeops/edgeops.cdn/blob/main"

#: What a block may be generated from; the marks name these.
DECLARATIONS = "plugins/module_utils/_providers/registry.py"
FRAGMENTS = "plugins/doc_fragments"
MODULES = "plugins/modules"
PARTS = "docs/parts"
PLUGINS = "plugins"
PAGES = "docs/providers"

ARCHITECTURE = "docs/architecture.md"
README = "README.md"
CLOUDS = "docs/clouds.md"
PIPELINES = "docs/pipelines.md"
RUNTIME = "meta/runtime.yml"
ATTRIBUTES = "plugins/doc_fragments/attributes.py"
PROVIDERS = "plugins/doc_fragments/providers.py"
ROLE = "roles/wait_for/meta/argument_specs.yml"
WAIT = "wait_for_tasks"

#: What the overview leads to: sections that every cloud's page has.
SECTIONS = (
    "credentials",
    "permissions",
    "what can be submitted",
    "traps",
    "errors",
    "quotas",
    "states",
    "history",
    "rates",
    "size of calls",
    "open questions",
)
#: The lines of *At a glance* on a cloud's page that say what it can tell.
TOLD = ("Succeeded means", "A failure", "Progress", "URLs of a task", "Reasons", "Finish time")

#: What a product's modules do, by the end of their names; those that make what can be waited for, and the others.
TASK_KINDS = {"task": "Submit", "task_info": "Look tasks up"}
KINDS = {**TASK_KINDS, "quota_info": "Look up what is left of today"}

_OWN_WORD = re.compile(r"^ *# \$(\w+) = (.+)$", re.MULTILINE)
_WORD = re.compile(r"^\$\w+\Z")
_OPTION = re.compile(r"O\((\w+)")


@dataclass(frozen=True)
class Product:
    """What is declared of one cloud's product."""

    name: str
    title: str
    group: str
    #: The argument spec of its connection.
    options: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Sources:
    """All that is generated from, read once."""

    products: Sequence[Product]
    #: The source of each module, by its name.
    modules: Mapping[str, str]
    #: The documented options of each doc fragment, by its name.
    fragments: Mapping[str, Mapping[str, Any]]
    #: The text of each part, by the path that a mark names.
    parts: Mapping[str, str]
    #: The page of each product, by its name.
    pages: Mapping[str, str]

    def product_of(self, module: str) -> Product | None:
        """Return the product that a module is named after; none for a module that serves all of them."""
        return next((product for product in self.products if module.startswith(f"{product.name}_")), None)

    def modules_of(self, products: Iterable[Product], kinds: Iterable[str] = KINDS) -> list[str]:
        """Return the modules that these products have, kind by kind."""
        names = [f"{product.name}_{kind}" for kind in kinds for product in products]
        return [name for name in names if name in self.modules]


def products() -> list[Product]:
    """Return the products there are, by name. The one place here that knows how they are declared."""
    sys.path.insert(0, str(ROOT / ".collections"))
    from ansible_collections.edgeops.cdn.plugins.module_utils._providers.registry import PROVIDERS

    return [
        Product(name, declared.title, declared.group, declared.connection_options)
        for name, declared in sorted(PROVIDERS.items())
    ]


def read_sources(root: Path, declared: Sequence[Product]) -> Sources:
    """Return what the files below ``root`` say."""
    return Sources(
        products=declared,
        modules={path.stem: path.read_text(encoding="utf-8") for path in sorted((root / MODULES).glob("[a-z]*.py"))},
        fragments={
            name: documented_options((root / FRAGMENTS / f"{name}.py").read_text(encoding="utf-8"))
            for name in ("api", *sorted({product.group for product in declared}), *_own_fragments(root, declared))
        },
        parts={
            f"{PARTS}/{path.name}": path.read_text(encoding="utf-8") for path in sorted((root / PARTS).glob("*.yml"))
        },
        pages={product.name: (root / PAGES / f"{product.name}.md").read_text(encoding="utf-8") for product in declared},
    )


def _own_fragments(root: Path, declared: Sequence[Product]) -> list[str]:
    """Return the names of the products whose connection has options that those of the same vendor have not."""
    return [product.name for product in declared if (root / FRAGMENTS / f"{product.name}.py").is_file()]


def documented_options(source: str) -> Mapping[str, Any]:
    """Return the options that the Python source of a doc fragment documents."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "DOCUMENTATION":
            options: Mapping[str, Any] = load(ast.literal_eval(node.value))["options"]
            return options
    raise Mistake("a doc fragment without DOCUMENTATION")


# --- RETURN of the modules


class _Words(dict[str, Any]):
    """What ``$words`` in a part stand for; a word that is not known is looked for among the parts."""

    def __init__(self, known: Mapping[str, Any], sources: Sources, where: str) -> None:
        super().__init__(known)
        self._sources, self._where = sources, where

    def __missing__(self, word: str) -> Any:
        path = f"{PARTS}/return-{word}.yml"
        if path not in self._sources.parts:
            raise Mistake(f"{self._where}: what is ${word}? Say it in a line '# ${word} = ...' above the mark")
        return self.part(path)

    def part(self, path: str) -> Any:
        """Return what a part says in these words."""
        if path not in self._sources.parts:
            raise Mistake(f"{self._where}: there is no {path}")
        try:
            return self._said(load(self._sources.parts[path]))
        except yaml.YAMLError as exc:
            raise Mistake(f"{path}: {exc}") from None

    def _said(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._said(item) for item in value]
        if isinstance(value, dict):
            said: dict[str, Any] = {}
            for key, item in value.items():
                said.update(self[key[1:]] if key.startswith("$") else {key: self._said(item)})
            return said
        if isinstance(value, str):
            # A word on its own may stand for more than a text.
            return self[value[1:]] if _WORD.match(value) else string.Template(value).safe_substitute(self)
        return value


def listed(names: Sequence[str], last: str) -> str:
    """Return names as a sentence lists them, with "and" or "or" before the last one."""
    return f" {last} ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _module_contents(module: str, sources: Sources) -> Mapping[str, Content]:
    """Return what the blocks of a module hold: the parts that its marks name, and what it refers to."""
    text, product = sources.modules[module], sources.product_of(module)
    known: dict[str, Any] = {"providers": listed([f"V({product.name})" for product in sources.products], "or")}
    if product:
        known["provider"] = product.name
    known.update((word, load(value)) for word, value in _OWN_WORD.findall(text))
    words = _Words(known, sources, f"{MODULES}/{module}.py")
    parts = [source for source in sources_of(text) if source.startswith(f"{PARTS}/")]
    if not parts:
        raise Mistake(f"{MODULES}/{module}.py: no line '# generated from {PARTS}/return-...: make generate' in RETURN")
    contents: dict[str, Content] = {part: words.part(part) for part in parts}
    contents[MODULES] = see_also(module, sources)
    if DECLARATIONS in sources_of(text):
        contents[DECLARATIONS] = choices(sources)
    return contents


# --- What follows from the names of the modules


def see_also(module: str, sources: Sources) -> Content:
    """Return the references of a module: the wait, the product's own modules, and the same module of the others."""
    product = sources.product_of(module)
    if product is None:
        names = [WAIT, *sources.modules_of(sources.products, TASK_KINDS)]
    else:
        kind = module.removeprefix(f"{product.name}_")
        others = [other for other in sources.products if other != product]
        names = [WAIT, *sources.modules_of([product]), *sources.modules_of(others, [kind])]
    return [{"module": f"{COLLECTION}.{name}"} for name in names if name != module]


def groups(sources: Sources) -> dict[str, list[Product]]:
    """Return the products of each vendor's action group."""
    found: dict[str, list[Product]] = {}
    for product in sources.products:
        found.setdefault(product.group, []).append(product)
    return found


def runtime(sources: Sources) -> Content:
    """Return what Ansible has to know of the modules: their action groups, and which action plugin runs them."""
    members: dict[str, list[str]] = {"all": []}
    for module in sorted(sources.modules):
        product = sources.product_of(module)
        if product:
            members["all"].append(module)
            members.setdefault(product.group, []).append(module)
    # The wait's action plugin bears another name than the module: ansible-lint takes an action of the same name for the
    # module itself, and does not check options then.
    routed = {
        module: {"action_plugin": f"{COLLECTION}.{'live_wait' if module == WAIT else 'provider_module'}"}
        for module in sorted(sources.modules)
    }
    return {"action_groups": dict(sorted(members.items())), "plugin_routing": {"modules": routed}}


def attributes(sources: Sources) -> Content:
    """Return the attributes of the doc fragment that say in which action groups a module is."""
    blocks = []
    for group in groups(sources):
        own, every = f"{COLLECTION}.{group}", f"{COLLECTION}.all"
        attribute = {
            "description": f"Use C(group/{own}) or C(group/{every}) in C(module_defaults) to set defaults for this "
            "module.",
            "support": "full",
            "membership": [own, every],
        }
        document = as_yaml({"options": {}, "attributes": {"action_group": attribute}})
        blocks.append(f'    ACTIONGROUP_{group.upper()} = r"""\n{document}"""\n')
    return "\n".join(blocks)


def table_of_modules(sources: Sources) -> Content:
    """Return a table of the modules that each product has."""
    rows = []
    for product in sources.products:
        # With the collection's name before each, three columns are wider than a page.
        cells = [", ".join(f"`{name}`" for name in sources.modules_of([product], [kind])) for kind in KINDS]
        rows.append([f"[{product.title}]({REPOSITORY}/docs/providers/{product.name}.md)", *cells])
    return table(["Cloud", *KINDS.values()], rows)


def table_of_pages(sources: Sources) -> Content:
    """Return a table that leads to every section of every cloud's page."""
    rows = []
    for product in sources.products:
        page = f"providers/{product.name}.md"
        links = [f"[{title}]({page}#{title.replace(' ', '-')})" for title in SECTIONS]
        rows.append([f"[{product.title}]({page})", " · ".join(links)])
    return table(["Cloud", "On its page"], rows)


def table_of_told(sources: Sources) -> Content:
    """Return tables of what each cloud can tell, out of their pages: what a success is worth, and all else."""
    rows = []
    for product in sources.products:
        page = sources.pages[product.name]
        cells = []
        for label in TOLD:
            found = re.search(rf"^\| {label} \| (.+) \|$", page, re.MULTILINE)
            if found is None:
                raise Mistake(f"{PAGES}/{product.name}.md: no line '| {label} | ... |' in At a glance")
            cells.append(found[1])
        rows.append([product.title, *cells])
    # The first is a sentence, which is no column beside five others.
    return table(["Cloud", TOLD[0]], [row[:2] for row in rows]) + table(
        ["Cloud", *TOLD[1:]], [[row[0], *row[2:]] for row in rows]
    ).removeprefix("\n")


def table_of_groups(sources: Sources) -> Content:
    """Return a table of the vendors' action groups."""
    rows = [
        [
            f"`group/{COLLECTION}.{group}`",
            ", ".join(f"`{product.name}_*`" for product in theirs),
            f"the connection to {listed([product.title for product in theirs], 'and')}",
        ]
        for group, theirs in groups(sources).items()
    ]
    return table(["Group", "Modules", "Use it for"], rows)


# --- What follows from the declarations


def credential_types(sources: Sources) -> Content:
    """Return an AWX credential type for each vendor: one key serves all of a vendor's products."""
    sections = []
    for group, theirs in groups(sources).items():
        found = credential_type(group, sources.fragments[group], theirs[0].options)
        sections.append(section(listed([product.title for product in theirs], "and"), found))
    return "".join(sections) + "\n"


def choices(sources: Sources) -> Content:
    """Return the choices of the options that name a provider."""
    return {"choices": [product.name for product in sources.products]}


def connection(product: Product, sources: Sources, prefix: str) -> dict[str, dict[str, Any]]:
    """Return the documented options of a product's connection, with references below ``prefix``."""
    options = {
        **sources.fragments[product.group],
        **sources.fragments.get(product.name, {}),
        **sources.fragments["api"],
    }

    def qualified(match: re.Match[str]) -> str:
        return f"O({prefix}.{product.name}.{match[1]}" if match[1] in options else match[0]

    found = {}
    for name, option in options.items():
        texts = option["description"]
        lines = [_OPTION.sub(qualified, text) for text in ([texts] if isinstance(texts, str) else texts)]
        found[name] = {**option, "description": lines[0] if isinstance(texts, str) else lines}
    return found


def providers_fragment(sources: Sources) -> str:
    """Return the doc fragment with the connections of all products, for modules that serve several."""
    suboptions = {
        product.name: {
            "description": f"The connection to {product.title}.",
            "type": "dict",
            "suboptions": connection(product, sources, "providers"),
        }
        for product in sources.products
    }
    option = {"description": "Credentials and addresses, by provider.", "type": "dict", "suboptions": suboptions}
    return _PROVIDERS.format(as_yaml({"options": {"providers": option}}))


_PROVIDERS = f'''\
# generated from {FRAGMENTS}: make generate
# Copyright: (c) 2026, the edgeops.cdn contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This doc fragment is private to the collection: it may change at any time. Do not use it from elsewhere.

from __future__ import annotations


class ModuleDocFragment:
    """The connections to all providers, in one fragment: Ansible does not merge suboptions of several."""

    DOCUMENTATION = r"""
{{}}"""
'''


def role_providers(sources: Sources) -> Content:
    """Return the same as options of the role, which says of itself what is a secret."""
    return {
        product.name: {
            "description": [f"The connection to {product.title}."],
            "type": "dict",
            "options": {
                name: _role_option(option, product.options.get(name, {}))
                for name, option in connection(product, sources, "wait_for_providers").items()
            },
        }
        for product in sources.products
    }


def _role_option(option: Mapping[str, Any], spec: Mapping[str, Any]) -> dict[str, Any]:
    texts = option["description"]
    found = {**option, "description": [texts] if isinstance(texts, str) else [*texts]}
    # The schema by which ansible-lint judges every installed role knows no aliases, and its verdict cannot be skipped.
    # The wait, which checks the role's options, takes them all the same.
    aliases = found.pop("aliases", ())
    if aliases:
        found["description"].append(
            f"{listed([f'V({name})' for name in aliases], 'or')} is another name of this option."
        )
    return {**found, "no_log": True} if spec.get("no_log") else found


def role_references(sources: Sources) -> Content:
    """Return the sentence of the role's documentation that names the modules to be used with it."""
    submit, find = (
        listed([f"M({COLLECTION}.{name})" for name in sources.modules_of(sources.products, [kind])], "and")
        for kind in TASK_KINDS
    )
    return [f"{submit} submit what can be waited for, {find} find it."]


# --- All of it


def generated(root: Path, sources: Sources) -> dict[str, str]:
    """Return what every file that is generated, or holds generated parts, must hold."""
    blocks: dict[str, Mapping[str, Content]] = {
        README: {MODULES: table_of_modules(sources), RUNTIME: table_of_groups(sources)},
        CLOUDS: {DECLARATIONS: table_of_pages(sources), PAGES: table_of_told(sources)},
        PIPELINES: {FRAGMENTS: credential_types(sources)},
        ARCHITECTURE: {PLUGINS: import_graph(root / PLUGINS)},
        RUNTIME: {MODULES: runtime(sources)},
        ATTRIBUTES: {MODULES: attributes(sources)},
        ROLE: {
            MODULES: role_references(sources),
            DECLARATIONS: choices(sources),
            FRAGMENTS: role_providers(sources),
        },
        **{f"{MODULES}/{module}.py": _module_contents(module, sources) for module in sources.modules},
    }
    files = {path: fill(path, (root / path).read_text(encoding="utf-8"), contents) for path, contents in blocks.items()}
    return {**files, PROVIDERS: providers_fragment(sources)}


def drifted(root: Path, files: Mapping[str, str]) -> list[str]:
    """Return the paths of the files that hold something else than they must."""
    return [
        path
        for path, text in files.items()
        if not (root / path).is_file() or (root / path).read_text(encoding="utf-8") != text
    ]


def main(arguments: Sequence[str], root: Path = ROOT, declared: Callable[[], Sequence[Product]] = products) -> int:
    """Write what has drifted, or say what has."""
    if [*arguments] not in ([], ["--check"]):
        print("usage: python -m tests.tools.generate [--check]", file=sys.stderr)
        return 2
    try:
        files = generated(root, read_sources(root, declared()))
    except (Mistake, OSError, yaml.YAMLError) as exc:
        print(exc, file=sys.stderr)
        return 1
    stale = drifted(root, files)
    for path in stale:
        print(f"{path} {'is not what it is generated from' if arguments else 'written'}")
    if arguments and stale:
        print("Run: make generate")
        return 1
    for path in stale:
        (root / path).write_text(files[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
