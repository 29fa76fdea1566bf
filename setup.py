"""Maps the top-level folders into the `agentguard` namespace; everything else is in pyproject.toml.

The list is computed so that a new subpackage cannot be missing from the wheel.
"""

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
)
