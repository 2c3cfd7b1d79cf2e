"""Wheels carry the pages' assets and compiled languages: build them before packing."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Assets(BuildHookInterface[Any]):
    """Run ``tools/assets.py`` and pack what it made, although git ignores it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring the assets for a wheel; a source archive needs none."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        runpy.run_path(str(root / "tools" / "assets.py"))["bring"](root)
        build_data["artifacts"] += ["townline/ui/static/vendor/**", "townline/ui/locale/**/*.mo"]
