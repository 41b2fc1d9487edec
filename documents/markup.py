"""The HTML of a paper, read by the parser in C where it is XML but for its void tags, as that of our templates is."""

import re
from xml.etree import ElementTree

import cssselect2
import weasyprint
from weasyprint.urls import URLFetcher

_VOID = re.compile(r"<((?:br|col|img|meta)\b[^<>]*[^<>/]|br|col)>")


class Markup(weasyprint.HTML):
    """HTML for WeasyPrint. Its own parser, in Python, takes a twentieth of the time of a form."""

    def __init__(self, html: str, url_fetcher: URLFetcher):
        try:
            root = ElementTree.fromstring(_VOID.sub(r"<\1/>", html))
        except ElementTree.ParseError:  # a sign that XML does not know; a tag left open
            super().__init__(string=html, url_fetcher=url_fetcher)
            return
        self.base_url, self.url_fetcher, self.media_type = None, url_fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root
