"""How a paper will look: its first page as a picture, for whoever words papers or puts a seal on them.

To be called apart (`documents.apart.look`): what sets papers takes a second to load and a hundred megabytes.
"""

import io
from typing import Any

from documents import specimens
from documents.typesetting import typeset

WIDTH = 760  # pixels


def first_page(form: str, words: dict[str, str], more: dict[str, Any], page: int = 1) -> bytes:
    """Give a page of a specimen of `form`, of nobody real, as a WebP of WIDTH.

    words: the office's paragraphs (`documents.wording`); more: what else the data say, as an issuer or a telephone.
    Raises PaperDataError, IndexError for a page that is not there.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(typeset(form, specimens.worded(form, words, more)))
    if not 0 < page <= len(document):
        raise IndexError(page)
    sheet = document[page - 1]
    out = io.BytesIO()
    sheet.render(scale=WIDTH / sheet.get_width()).to_pil().save(out, "WEBP", quality=80)
    document.close()
    return out.getvalue()
