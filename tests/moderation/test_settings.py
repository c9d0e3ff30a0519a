from pathlib import Path

import pytest

from moderation.settings import BadSettings, Settings, read_settings, to_environ


def test_an_empty_environment_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings({}) == Settings(redis_url="redis://127.0.0.1:6379/0")


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(BadSettings) as caught:
        read_settings(
            {
                "GREENROOM_PORT": "eighty",
                "GREENROOM_WORKERS": "0",
                "GREENROOM_PUBLIC_URL": "comments.example",
                "GREENROOM_HOTS": "x",
                "GREENROOM_REDIS_URL_FILE": "/no/such/file",
            }
        )
    faults = "\n".join(caught.value.faults)
    assert len(caught.value.faults) == 5
    assert "GREENROOM_HOTS: no such setting, did you mean GREENROOM_HOST?" in faults


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("redis://:secret@redis:6379/0\n")
    settings = read_settings({"GREENROOM_REDIS_URL_FILE": str(secret)})
    assert settings.redis_url == "redis://:secret@redis:6379/0"


def test_a_setting_given_twice_is_a_fault(tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("a")
    with pytest.raises(BadSettings, match="given twice"):
        read_settings({"GREENROOM_REDIS_URL": "b", "GREENROOM_REDIS_URL_FILE": str(secret)})


@pytest.mark.parametrize("url", ["http://comments.example", "http://10.0.0.1:8080"])
def test_clear_text_is_for_loopback_only(url: str) -> None:
    with pytest.raises(BadSettings, match="must be https"):
        read_settings({"GREENROOM_PUBLIC_URL": url})


@pytest.mark.parametrize("url", ["http://localhost:1", "http://[::1]:1", "https://c.example/"])
def test_loopback_and_tls_are_fine(url: str) -> None:
    assert read_settings({"GREENROOM_PUBLIC_URL": url}).public_url == url.rstrip("/")


def test_the_embedded_store_is_found(tmp_path: Path) -> None:
    (tmp_path / "redis.url").write_text("unix:///x/valkey.sock\n")
    assert read_settings({"GREENROOM_DATA_DIR": str(tmp_path)}).redis_url == "unix:///x/valkey.sock"


def test_settings_survive_the_way_to_a_child_process(tmp_path: Path) -> None:
    settings = Settings(redis_url="redis://x/0", port=1234, policy=tmp_path, data_dir=tmp_path)
    assert read_settings(to_environ(settings)) == settings


def test_a_hook_needs_a_secret() -> None:
    environ = {"GREENROOM_HOOK_URL": "https://checks.example/x?y=1"}
    with pytest.raises(BadSettings, match="HOOK_SECRET"):
        read_settings(environ)
    settings = read_settings({**environ, "GREENROOM_HOOK_SECRET": "0123456789abcdef"})
    assert settings.hook_url == "https://checks.example/x?y=1"
    assert read_settings(to_environ(settings)) == settings


@pytest.mark.parametrize("url", ["checks.example", "ftp://checks.example", "http://"])
def test_a_hook_is_asked_over_http(url: str) -> None:
    with pytest.raises(BadSettings, match="HOOK_URL"):
        read_settings({"GREENROOM_HOOK_URL": url, "GREENROOM_HOOK_SECRET": "0123456789abcdef"})
