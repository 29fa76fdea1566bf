"""The scripts that are installed beside the program, as pip would install them from this checkout."""

import sys
from pathlib import Path

_SCRIPTS = Path(__file__).resolve().parents[2] / "hooks" / "scripts"


def install_scripts(folder: Path) -> Path:
    """Writes the scripts into a folder, run by the Python that runs this, and returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    for script in _SCRIPTS.iterdir():
        first, _, rest = script.read_text("utf-8").partition("\n")
        place = folder / script.name
        place.write_text(f"{f'#!{sys.executable}' if first.startswith('#!python') else first}\n{rest}", "utf-8")
        place.chmod(0o755)
    return folder
