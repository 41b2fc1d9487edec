"""Names as a public page shows them."""

STAR = "＊"


def masked_name(name: str) -> str:
    """Give a name with its first half readable: 阿卜杜热伊木江·麦＊＊＊＊; 张＊＊ for a name without a dot."""
    first, dot, rest = name.partition("·")
    if not dot:
        return name[:1] + STAR * max(len(name) - 1, 1)
    return first + dot + rest[:1] + STAR * max(len(rest) - 1, 1)
