"""The directive ``.. lockstep::``: a scenario as a code block, and the playground after it."""

from html import escape
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

__version__ = "0.1.0"

logger = logging.getLogger(__name__)

SETTINGS = (
    "strategy",
    "journal",
    "begin",
    "busy-timeout",
    "concurrency",
    "copies",
    "django",
    "databases",
    "database",
    "isolation",
)
LOOKS = ("view", "at", "w", "theme", "height", "title")
EXTENSIONS = {"python": ".py", "spec": ".spec"}


class playground(nodes.General, nodes.Element):
    """``<lockstep-playground>``; its attributes are in ``["attributes"]``, ``None`` for those without a value."""


def language(argument):
    return directives.choice(argument, tuple(EXTENSIONS))


class Lockstep(SphinxDirective):
    """Takes a scenario from its body, from a file, or from the gallery."""

    has_content = True
    optional_arguments = 1
    option_spec = {
        **dict.fromkeys((*SETTINGS, *LOOKS), directives.unchanged_required),
        "scenario": directives.unchanged_required,
        "src": directives.unchanged_required,
        "language": language,
        "expect": directives.unchanged_required,
        "expect-safe": directives.flag,
        "readonly": directives.flag,
    }

    def run(self):
        attributes = dict(self.options)
        if self.arguments:
            if "scenario" in attributes:
                raise self.error("The built-in scenario is named twice.")
            attributes["scenario"] = self.arguments[0]
        code = "\n".join(self.content) + "\n" if self.content else None
        given = [code is not None, "scenario" in attributes, "src" in attributes]
        if sum(given) != 1:
            raise self.error("A scenario is one of: the directive's body, a built-in one's name, a file in :src:.")
        src = attributes.get("src", "")
        if src and "://" not in src and not src.startswith("/"):
            # It becomes a code block as well, so that nothing has to be published beside the page.
            del attributes["src"]
            code = self.read(src)
            if src.endswith(EXTENSIONS["spec"]):
                attributes.setdefault("language", "spec")
        found = []
        if code is not None:
            block = nodes.literal_block(code.rstrip("\n"), code.rstrip("\n"))
            # The SQL of a .spec file stands in braces, which no lexer for SQL reads.
            block["language"] = "text" if attributes.get("language") == "spec" else "python"
            self.set_source_info(block)
            found.append(block)
        element = playground(attributes=attributes)
        self.set_source_info(element)
        return [*found, element]

    def read(self, src):
        # `lockstep verify` looks beside the file that has the directive, too.
        path = Path(self.env.doc2path(self.env.docname)).parent / src
        self.env.note_dependency(str(path))
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeError) as error:
            raise self.error(f"{src} cannot be read: {error}") from error


class OnlyInPages(SphinxPostTransform):
    """Takes the playground out of what no browser shows, and out of everything if its address is not known."""

    default_priority = 200

    def run(self, **kwargs):
        found = list(self.document.findall(playground))
        builder = self.app.builder
        if not found or (builder.format == "html" and builder.name != "epub" and self.config.lockstep_base):
            return
        if not self.config.lockstep_base:
            logger.warning("lockstep_base is not set in conf.py: where is Lockstep?", location=found[0])
        for node in found:
            node.parent.remove(node)


def base_of(config):
    return config.lockstep_base.rstrip("/") + "/"


def visit_playground(self, node):
    attributes = {"base": base_of(self.builder.config), **node["attributes"]}
    text = "".join(
        f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attributes.items()
    )
    self.body.append(f"<lockstep-playground{text}></lockstep-playground>\n")
    raise nodes.SkipNode


def load_script(app, pagename, templatename, context, doctree):
    if doctree is not None and any(doctree.findall(playground)):
        app.add_js_file(base_of(app.config) + "embed.js", loading_method="defer")


def setup(app):
    app.add_config_value("lockstep_base", "", "html", types=[str])
    app.add_node(playground, html=(visit_playground, None))
    app.add_directive("lockstep", Lockstep)
    app.add_post_transform(OnlyInPages)
    app.connect("html-page-context", load_script)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
