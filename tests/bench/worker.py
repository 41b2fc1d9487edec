"""Does what a worker does with files, and nothing else, and prints its largest memory in MB.

python -m tests.bench.worker FILE…
"""

import resource
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from documents.scans.blind import blind_copy
from documents.scans.identity import Identity
from documents.scans.inspecting import inspected, sight
from documents.scans.leaks import leaks
from documents.scans.pages import opened


def memory(files: Iterable[bytes]) -> int:
    """Give the largest memory, in MB, of a process that inspects these files, and makes and checks their blind copies."""
    with TemporaryDirectory() as folder:
        paths = []
        for number, data in enumerate(files):
            paths.append(path := Path(folder) / str(number))
            path.write_bytes(data)
        program = [sys.executable, "-m", "tests.bench.worker", *paths]
        return int(subprocess.run(program, capture_output=True, check=True, text=True).stdout)


def main() -> None:
    """Look at the files one after the other."""
    who = Identity("买买提·吐尔逊江", "和田市昆仑云建设工程有限公司", "653221199001019962", "13900001234")
    for path in sys.argv[1:]:
        data = Path(path).read_bytes()
        seen = inspected(map(sight, opened(data)), "diploma", {"name": who.name, "id_number": who.id_number}, who)
        copy = blind_copy(data, {page.number: [cover.box for cover in page.covers] for page in seen.pages})
        leaks(copy, "1.pdf", who)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main()
