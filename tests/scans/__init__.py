"""Pages as users really send them, with labels: drawn, printed to pixels, photographed in effect. Nobody on them exists.

for page in generate(seed=7, count=600, half="figures"): …
"""

from tests.scans.sending import Page, generate

__all__ = ["Page", "generate"]
