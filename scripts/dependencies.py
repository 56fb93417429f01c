"""Gives the wheel the dependencies that requirements/base.in pins, so that they are written in one place."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Dependencies(MetadataHookInterface):
    def update(self, metadata: dict) -> None:
        listed = Path(self.root, "requirements", "base.in").read_text(encoding="utf-8").split()
        metadata["dependencies"] = [line for line in listed if not line.startswith("hatchling")]
