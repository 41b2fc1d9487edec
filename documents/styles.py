"""The styles of a form's elements, pages and margins, kept from one paper to the next.

WeasyPrint works out two hundred properties for each of them, although the style sheets of a form are the same for every
paper. A style follows from the parent's style and from what is said of the element: where both are as they were, it is
the same style.

    styles = Styles(sheets, faces)
    document = styles.laid_out(html)
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from math import inf
from typing import Any, Self
from xml.etree.ElementTree import Element

import weasyprint
from weasyprint.css import ComputedStyle, StyleFor, declaration_precedence, find_style_attributes
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.css.validation import preprocess_declarations
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext
from weasyprint.text.fonts import FontConfiguration

NOTES = ("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback")  # our papers have none
SAID_BY_ELEMENT = ("style", "lang", "id", "name", "width", "height")  # attributes of which a style follows
MOST = 3_000  # elements of one form whose styles are kept: rows have many heights

Said = dict[str, tuple[Any, Any]]  # of a property: its value, and the weight of whoever said it
Rule = tuple[str, Any, Any, list[Any]]  # its origin, its layer's place, its specificity, its declarations
StylesOf = dict[str | None, ComputedStyle]  # of an element (None) and of its parts, as the marker of a list's item


class Styles:
    """The style sheets of a form and the styles that have followed from them."""

    def __init__(self, sheets: list[weasyprint.CSS], faces: FontConfiguration):
        self.sheets, self.faces = sheets, faces
        self.known: dict[Any, StylesOf] = {}
        self.kept: set[int] = set()  # the identities of the known styles, none of which is ever given up

    def laid_out(self, html: weasyprint.HTML) -> weasyprint.Document:
        """Give the pages of HTML in these sheets. It has no sheets of its own."""
        return StyledDocument.of(html, self)

    def keep(self, key: Any, above: ComputedStyle | None, found: StylesOf) -> None:
        """Keep the styles of an element below another, if that is kept itself."""
        if (above is None or id(above) in self.kept) and len(self.known) < MOST:
            self.known[key] = found
            self.kept.update(map(id, found.values()))


class StyleOf(StyleFor):
    """The style of each element of one document."""

    def __init__(self, html: weasyprint.HTML, styles: Styles, targets: TargetCollector):
        self.styles, self.font_config = styles, styles.faces
        self.initial_page_sizes = {"box": None, "area": None}
        self._cascaded_styles: dict[Any, Said] = {}
        self._computed_styles: dict[Any, ComputedStyle] = {}
        self._sheets = [(sheet, "user agent", None) for sheet in html._ua_stylesheets()]
        self._sheets += [(sheet, "user", None) for sheet in styles.sheets]
        for wrapper in html.wrapper_element.iter_subtree():
            styles_of = self._styles_of(wrapper, html.etree_element)
            for part, style in styles_of.items():
                self._computed_styles[wrapper.etree_element, part] = style
            if anchor := styles_of[None]["anchor"]:
                targets.collect_anchor(anchor)

    def _styles_of(self, wrapper: Any, root: Element) -> StylesOf:
        element = wrapper.etree_element
        parent = wrapper.parent.etree_element if wrapper.parent else None
        above = self._computed_styles.get((parent, None))
        rules: dict[str | None, list[Rule]] = defaultdict(list)
        key: list[Any] = [id(above), *map(element.get, SAID_BY_ELEMENT)]
        for sheet, origin, _specificity in self._sheets:
            for specificity, _order, part, (declarations, layer) in sheet.matcher.match(wrapper):
                if part not in NOTES:
                    place = inf if layer is None else sheet.layers.index(layer)
                    rules[part].append((origin, place, specificity, declarations))
                    key += part, place, specificity, id(declarations)
        found = self.styles.known.get(tuple(key))
        if found is None:
            found = self._worked_out(element, parent, root, rules)
            self.styles.keep(tuple(key), above, found)
        return found

    def _worked_out(
        self, element: Element, parent: Element | None, root: Element, rules: dict[str | None, list[Rule]]
    ) -> StylesOf:
        alone = Element(element.tag, element.attrib)
        own = [
            ("author", inf, specificity, list(preprocess_declarations(base, declarations)))
            for specificity, _alone, declarations, base in find_style_attributes(alone)
        ]
        found = {}
        for part in {None: None, **rules}:
            self._cascaded_styles[element, part] = _said([*own, *rules[None]] if part is None else rules[part])
            super().set_computed_styles(element, parent if part is None else element, root, part)
            found[part] = self._computed_styles[element, part]
        self._cascaded_styles.clear()
        return found

    def set_computed_styles(
        self, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None, *rest: Any, **more: Any
    ) -> None:
        """Give a page or a margin the style that is known, or work it out."""
        above = self._computed_styles[parent, None]
        said = self._cascaded_styles.get((element, pseudo_type), {})
        values = ((name, id(value), *weight[:2], *weight[2]) for name, (value, weight) in said.items())
        key = id(above), pseudo_type, *values
        if key not in self.styles.known:
            super().set_computed_styles(element, parent, root, pseudo_type, *rest, **more)
            self.styles.keep(key, above, {None: self._computed_styles[element, pseudo_type]})
        else:
            self._computed_styles[element, pseudo_type] = self.styles.known[key][None]


def _said(rules: Iterable[Rule]) -> Said:
    """Give what counts of what rules say (CSS Cascade 5, 6): the last of those with the greatest weight."""
    said: Said = {}
    for origin, layer, specificity, declarations in rules:
        for name, value, importance in declarations:
            weight = declaration_precedence(origin, importance), layer, specificity
            if name not in said or said[name][1] <= weight:
                said[name] = value, weight
    return said


class StyledDocument(weasyprint.Document):
    """The pages of HTML in kept styles."""

    @classmethod
    def of(cls, html: weasyprint.HTML, styles: Styles) -> Self:
        """Lay HTML out."""
        options = {**weasyprint.DEFAULT_OPTIONS, "styles": styles}
        return cls._render(html, styles.faces, CounterStyle(), {}, options)

    @classmethod
    def _build_layout_context(
        cls, html: weasyprint.HTML, faces: FontConfiguration, counters: Any, _profiles: Any, options: Any
    ) -> LayoutContext:
        targets = TargetCollector()
        for counter in html._ua_counter_style():
            counters.update(counter)
        style_of = StyleOf(html, options["styles"], targets)
        images = partial(get_image_from_uri, cache={}, url_fetcher=html.url_fetcher, options=options)
        return LayoutContext(style_of, images, faces, counters, targets)
