"""Where the parts outside this package are: beside it in a checkout, inside it once installed."""

import importlib.util
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).resolve().parent
BUNDLED = PACKAGE / "_bundled"
ROOT = BUNDLED if BUNDLED.is_dir() else PACKAGE.parent
TEMPLATES = ROOT / "templates"
MIGRATIONS = ROOT / "migrations"


def config_module() -> ModuleType:
    """The module ``config.py``, wherever it is; its name is too common to import from site-packages."""
    spec = importlib.util.spec_from_file_location("forum_config", ROOT / "config.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(ROOT / "config.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
