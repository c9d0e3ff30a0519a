"""The rules of the house, read from the source: who imports whom, who may touch what."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("moderation", "service", "workers", "ops")

MAY_IMPORT = {
    "moderation": {"moderation"},
    "service": {"service", "moderation"},
    "workers": {"workers", "moderation"},
    "ops": set(PACKAGES),
}

# What a check may not even import: the store, the clock, settings, I/O, and other checks.
NOT_FOR_CHECKS = {
    *("redis", "rq", "aiohttp", "socket", "asyncio", "os", "time", "datetime", "random", "io"),
    *("pathlib", "subprocess", "threading", "urllib.request", "http", "logging", "secrets"),
    *("moderation.store", "moderation.settings", "moderation.doorbell", "moderation.draft"),
    *("workers.drain", "workers.jobs", "workers.engine", "workers.pool", "workers.worker"),
}


def sources(*packages: str) -> list[Path]:
    found = sorted(p for package in packages for p in (ROOT / package).rglob("*.py"))
    return [path for path in found if ROOT / "bench" / "out" not in path.parents]


def imported(path: Path) -> set[str]:
    """Every module a file imports, names from packages spelled out."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def touches(modules: set[str], forbidden: set[str]) -> set[str]:
    return {m for m in modules if any(m == f or m.startswith(f"{f}.") for f in forbidden)}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", sources(*PACKAGES), ids=named)
def test_imports_run_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    others = set(PACKAGES) - MAY_IMPORT[package]
    assert not touches(imported(path), others)


@pytest.mark.parametrize("path", sources("workers/checks"), ids=named)
def test_no_check_does_io_or_knows_another_check(path: Path) -> None:
    modules = imported(path)
    assert not touches(modules, NOT_FOR_CHECKS)
    if path.name != "__init__.py":
        own = f"workers.checks.{path.stem}"
        others = {m for m in modules if m.startswith("workers.checks.")}
        assert all(m.startswith(("workers.checks.check", own)) for m in others)


@pytest.mark.parametrize("path", sources(*PACKAGES), ids=named)
def test_only_the_store_spells_a_key(path: Path) -> None:
    if path.parts[-2] == "store":
        return
    strings = {
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not [s for s in strings if s.startswith(("gr:", "rq:"))]


@pytest.mark.parametrize("path", sources("service", "workers", "ops"), ids=named)
def test_only_the_store_and_the_doorbell_send_commands(path: Path) -> None:
    """Nobody else opens a client of Redis; the worker's own connection goes to RQ."""
    modules = imported(path)
    allowed = {"redis.exceptions", "redis.exceptions.RedisError"}
    assert touches(modules, {"redis"}) <= allowed
    if path.name not in ("worker.py", "jobs.py"):
        assert not touches(modules, {"rq"})


@pytest.mark.parametrize("path", sources("service"), ids=named)
def test_one_place_says_where_a_request_comes_from(path: Path) -> None:
    """Whoever asked the connection for itself would take a proxy for a reader."""
    if path.name != "address.py":
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        attributes = {node.attr for node in tree if isinstance(node, ast.Attribute)}
        assert not attributes & {"remote", "peername"}


def test_pure_modules_stay_pure() -> None:
    impure = {"redis", "rq", "aiohttp", "time", "random", "secrets", "os", "asyncio", "logging"}
    names = ("admission", "comment", "lesson", "proxies", "ruling", "verdict")
    pure = [ROOT / "moderation" / f"{name}.py" for name in names]
    for path in [*pure, *sources("moderation/policy")]:
        assert not touches(imported(path), impure), path


def test_the_engine_and_subjects_know_no_store() -> None:
    for name in ("engine", "features", "odds", "subject"):
        modules = imported(ROOT / "workers" / f"{name}.py")
        assert not touches(modules, {"redis", "rq", "time", "moderation.store"}), name


def test_nothing_is_pickled() -> None:
    for path in sources(*PACKAGES):
        assert not touches(imported(path), {"pickle", "marshal", "shelve"}), path


@pytest.mark.parametrize("path", sources(*PACKAGES, "tests", "bench"), ids=named)
def test_a_file_has_one_subject(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", sources(*PACKAGES), ids=named)
def test_every_module_says_what_may_live_in_it(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
