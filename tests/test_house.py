"""What holds the house together: the import arrow, frozen types, documented names, what the wheel carries."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from classify.doubt import DOUBTS

ROOT = Path(__file__).parent.parent
# An import may skip a floor on its way down, never turn back up.
FLOORS = ("ingest", "classify", "models", "mailroom", "cli")
PACKAGES = FLOORS[:-1]


def sources(*names: str) -> Iterator[Path]:
    """The Python files of packages and of cli.py."""
    for name in names:
        single = ROOT / f"{name}.py"
        yield from [single] if single.exists() else sorted((ROOT / name).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The top-level names that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_never_turn_back(floor: str) -> None:
    above = FLOORS[FLOORS.index(floor) + 1 :]
    # The sample maker is part of a checkout only: training may ask for it inside a function.
    forbidden = {*above, "tests", "benchmarks", *([] if floor == "models" else ["samples"])}
    for path in sources(floor):
        assert not forbidden & set(imported(path)), path


def test_classify_is_pure() -> None:
    """No files, no clock, no network, no processes: the catalogue's loader alone reads its own package."""
    names = (
        "os subprocess socket time threading multiprocessing logging shutil tempfile requests cv2 "
        "pytesseract tesserocr pypdfium2 sklearn sqlalchemy"
    )
    impure = set(names.split())
    for path in sources("classify"):
        assert not impure & set(imported(path)), path
        assert ".today()" not in path.read_text("utf-8"), path


def dataclass_calls() -> Iterator[tuple[Path, ast.ClassDef, set[str]]]:
    """Every dataclass with the options of its decorator that are true."""
    for path in sources(*PACKAGES):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                for decorator in node.decorator_list:
                    call = decorator.func if isinstance(decorator, ast.Call) else decorator
                    if isinstance(call, ast.Name) and call.id == "dataclass":
                        words = decorator.keywords if isinstance(decorator, ast.Call) else []
                        yield (
                            path,
                            node,
                            {
                                str(k.arg)
                                for k in words
                                if isinstance(k.value, ast.Constant) and k.value.value
                            },
                        )


def test_what_flows_is_frozen() -> None:
    """Everything that ingest, classify and models hand on; the desk's own books may change."""
    for path, node, options in dataclass_calls():
        if path.relative_to(ROOT).parts[0] != "mailroom" and not node.name.startswith("_"):
            assert {"frozen", "slots"} <= options, f"{path.name}: {node.name}"


def test_every_doubt_is_documented_and_used() -> None:
    documented = set(re.findall(r"`([a-z-]+)`", (ROOT / "docs/record.md").read_text("utf-8")))
    assert set(DOUBTS) <= documented
    raised = "\n".join(path.read_text("utf-8") for path in sources(*PACKAGES) if path.name != "doubt.py")
    assert [name for name in DOUBTS if f'"{name}"' not in raised] == []


def test_tests_shadow_no_package() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_the_readme_names_only_commands_that_are() -> None:
    from cli import ingest

    named = set(
        re.findall(r"^\s*(?:\$ )?ingest ([a-z]+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    )
    assert named
    assert named <= set(ingest.commands)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_the_tree(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}
    tree = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert carried == {"cli.py", *tree}


def test_the_wheel_runs_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    """Installed beside nothing of the checkout, it finds its catalogue and its models."""
    target = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    code = (
        "import cli, classify.catalogue as c, models.notice_guesser as m; "
        "c.load_catalogue(); m.load_notice_guesser(); print(cli.__file__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(target), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(target))
