"""Maps the top-level folders into the `agentguard` namespace; everything else is in pyproject.toml.

The lists are computed so that a new subpackage or script cannot be missing from the wheel.
"""

from pathlib import Path

from setuptools import find_packages, setup

FOLDERS = ("analyzer", "coordinator", "hooks", "cli")

setup(
    package_dir={f"agentguard.{folder}": folder for folder in FOLDERS},
    packages=[
        name
        for folder in FOLDERS
        for name in (
            f"agentguard.{folder}",
            *(f"agentguard.{folder}.{sub}" for sub in find_packages(folder)),
        )
    ],
    # Files that are run as they are: what pip writes for an entry point imports `re` before our first line.
    scripts=sorted(str(path) for path in Path("hooks/scripts").iterdir() if path.is_file()),
)
