"""Looks at what people upload: reads it, says what is wrong with it, and makes the blind copy. Pure functions over bytes.

    for page in opened(data): …          pages as pixels, with the text a PDF brings along
    read(page.pixels)                    its lines by OCR, where the extra `ocr` is installed

Pixels are arrays of height × width × 3, red first; places are pixels of the page as it was uploaded, from its top left.
"""
