"""The compose file against its schema and against every trap we know of."""

import json
from importlib import resources
from typing import Any

import jsonschema
import pytest

from moderation.settings import read_settings
from ops import embedded
from service.server import SHUTDOWN_SECONDS
from tests.ops import compose
from tests.ops.processes import REPOSITORY
from workers.pool import STOP_SECONDS

VARIABLES = {"GREENROOM_PUBLIC_URL": "https://comments.example"}


@pytest.fixture
def file() -> dict[str, Any]:
    return compose.load(VARIABLES)


@pytest.fixture
def services(file: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = file["services"]
    return found


def redis_flags(services: dict[str, dict[str, Any]]) -> dict[str, str]:
    program, *rest = services["redis"]["command"]
    assert program == "valkey-server"
    assert len(rest) % 2 == 0
    return {
        name.removeprefix("--"): value for name, value in zip(rest[::2], rest[1::2], strict=True)
    }


def test_it_has_the_form_of_a_compose_file(file: dict[str, Any]) -> None:
    text = resources.files("check_jsonschema.builtin_schemas.vendor").joinpath("compose-spec.json")
    schema = json.loads(text.read_text(encoding="utf-8"))
    jsonschema.validate(file, schema)
    file["services"]["redis"]["no_such_field"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(file, schema)


def test_what_must_be_said_is_asked_for() -> None:
    with pytest.raises(compose.MissingVariable, match="GREENROOM_PUBLIC_URL"):
        compose.load({})


def test_the_example_is_complete() -> None:
    text = (REPOSITORY / ".env.example").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    compose.load(dict(line.split("=", 1) for line in lines))


def test_each_environment_is_valid(services: dict[str, dict[str, Any]]) -> None:
    for name in compose.APPS:
        environ = services[name]["environment"]
        assert all(isinstance(value, str) for value in environ.values())
        settings = read_settings(environ)
        assert settings.redis_url == "redis://redis:6379/0"
        assert settings.secure
    assert read_settings(services["service"]["environment"]).host == "0.0.0.0"


def test_a_published_port_is_this_machine_s_only(services: dict[str, dict[str, Any]]) -> None:
    assert services["service"]["ports"] == ["127.0.0.1:8080:8080"]
    assert "ports" not in services["redis"]
    assert "ports" not in services["worker"]


def test_whatever_ends_is_started_again(services: dict[str, dict[str, Any]]) -> None:
    """`on-failure` would leave a worker that ended with 0 for dead."""
    assert {service["restart"] for service in services.values()} == {"always"}


def test_commands_are_lists(services: dict[str, dict[str, Any]]) -> None:
    """A command in shell form swallows SIGTERM."""
    for service in services.values():
        assert isinstance(service["command"], list)
        assert all(isinstance(word, str) for word in service["command"])
        assert service["healthcheck"]["test"][0] == "CMD"


def test_there_is_time_to_stop(services: dict[str, dict[str, Any]]) -> None:
    grace = {name: compose.seconds(s["stop_grace_period"]) for name, s in services.items()}
    assert grace["redis"] >= 60
    assert grace["worker"] >= STOP_SECONDS + 5
    assert grace["service"] >= SHUTDOWN_SECONDS + 5


def test_each_is_confined(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        assert service["init"] is True, name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert compose.size(service["mem_limit"]) <= 1 << 30, name
        assert 0 < service["pids_limit"] <= 256, name
        assert {"max-size", "max-file"} <= service["logging"]["options"].keys(), name
        assert service["tmpfs"][0].startswith("/tmp"), name
        assert "privileged" not in service, name
        assert "network_mode" not in service, name
    for name in compose.APPS:
        assert services[name]["user"] == "10001:10001"
        assert "cap_add" not in services[name]
        assert "volumes" not in services[name]


def test_the_store_has_no_way_out(file: dict[str, Any]) -> None:
    assert file["networks"]["internal"] == {"internal": True}
    assert file["services"]["redis"]["networks"] == ["internal"]
    assert file["services"]["worker"]["networks"] == ["internal"]
    assert set(file["services"]["service"]["networks"]) == {"front", "internal"}


def test_workers_can_be_many(services: dict[str, dict[str, Any]]) -> None:
    assert all("container_name" not in service for service in services.values())
    assert all("hostname" not in service for service in services.values())


def test_data_survive_down(file: dict[str, Any]) -> None:
    assert file["services"]["redis"]["volumes"] == ["data:/data"]
    assert "data" in file["volumes"]


def test_apps_wait_for_the_store(services: dict[str, dict[str, Any]]) -> None:
    for name in compose.APPS:
        assert services[name]["depends_on"] == {"redis": {"condition": "service_healthy"}}
    assert services["redis"]["healthcheck"]["test"] == ["CMD", "valkey-cli", "ping"]


def test_the_store_is_told_to_be_durable(services: dict[str, dict[str, Any]]) -> None:
    flags = redis_flags(services)
    for name in ("appendonly", "appendfsync", "no-appendfsync-on-rewrite", "save"):
        assert flags[name] == embedded.FLAGS[name]
    for name in ("maxmemory-policy", "hash-max-listpack-value"):
        assert flags[name] == embedded.FLAGS[name]
    # A rewrite of the file forks: there must be room beside the data.
    assert compose.size(flags["maxmemory"]) <= 0.6 * compose.size(services["redis"]["mem_limit"])


def test_no_secret_stands_in_the_file() -> None:
    text = compose.FILE.read_text(encoding="utf-8").lower()
    for word in ("password", "secret", "token", "requirepass"):
        assert word not in text


def test_images_have_a_version(services: dict[str, dict[str, Any]]) -> None:
    for service in services.values():
        tag = service["image"].rpartition(":")[2]
        assert tag[0].isdigit(), service["image"]
    dockerfile = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    froms = [line.split() for line in dockerfile.splitlines() if line.startswith("FROM ")]
    assert len(froms) == 2
    assert all(words[1].rpartition(":")[2][0].isdigit() for words in froms)


def test_the_image_is_confined() -> None:
    text = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    final = text.split("FROM ")[-1]
    assert "USER 10001:10001" in final
    assert 'CMD ["greenroom", "serve"]' in final
    assert "HEALTHCHECK NONE" in final
    assert "apt-get" not in final
    assert "--require-hashes -r requirements.lock" in text


def test_the_image_is_given_what_it_copies() -> None:
    dockerfile = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    given = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [
        word
        for line in dockerfile.splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for word in line.split()[1:-1]
    ]
    assert copied
    for name in copied:
        assert (REPOSITORY / name).exists(), name
        assert f"!{name}" in given, name
