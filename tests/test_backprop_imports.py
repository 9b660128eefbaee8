"""`backprop` needs NumPy and the standard library, nothing else: it also runs in the browser."""

import pkgutil
import subprocess
import sys

import pytest

import backprop

MODULES = [module.name for module in pkgutil.walk_packages(backprop.__path__, "backprop.")]
PROGRAM = """
import importlib, sys

allowed = sys.stdlib_module_names | {"numpy", "backprop"}

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in allowed:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocker())
for module in sys.argv[1:]:
    importlib.import_module(module)
"""


def import_with_numpy_alone(*modules):
    command = [sys.executable, "-W", "error", "-c", PROGRAM, *modules]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_module_imports_with_numpy_alone():
    assert {"backprop.network", "backprop.optimize.races"} < set(MODULES)
    result = import_with_numpy_alone(*MODULES)
    assert (result.returncode, result.stderr, result.stdout) == (0, "", "")


@pytest.mark.parametrize(
    "module", ["tensorflow", "matplotlib", "scipy", "figures", "keras_labs", "lecture_site"]
)
def test_the_blocker_blocks(module):
    result = import_with_numpy_alone(module)
    assert result.returncode == 1
    assert f"ImportError: {module} is blocked" in result.stderr
