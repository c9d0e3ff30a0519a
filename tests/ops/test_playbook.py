"""`greenroom site playbook`: written from files, a part at a time."""

import json
from pathlib import Path

from tests.ops.test_commands import Cli


def test_a_playbook_is_written_from_files(cli_with_store: Cli, tmp_path: Path) -> None:
    assert cli_with_store("site", "playbook", "blog").exit_code == 1
    cli_with_store("site", "add", "blog")
    assert "no crisis contacts" in cli_with_store("site", "playbook", "blog").stdout
    contacts, steps = tmp_path / "contacts", tmp_path / "steps"
    contacts.write_text("Helpline tel:112\n")
    steps.write_text("x" * 4001)
    assert cli_with_store("site", "playbook", "blog", "--steps", str(steps)).exit_code == 1
    cli_with_store("site", "playbook", "blog", "--contacts", str(contacts))
    cli_with_store("site", "playbook", "blog", "--note", "-", stdin="Ask Ben.")
    told = json.loads(cli_with_store("site", "playbook", "blog", "--json").stdout)
    assert told == {
        "site": "blog",
        "steps": "",
        "contacts": "Helpline tel:112",
        "message": "",
        "note": "Ask Ben.",
    }
