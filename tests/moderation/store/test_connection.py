from typing import Any

import pytest

from moderation.store import Store
from moderation.store.connection import StoreErrors
from tests import make
from tests.valkey import Valkey


async def test_scripts_that_the_server_forgot_are_sent_again(store: Store, raw: Any) -> None:
    await make.kept(store)
    raw.script_flush()
    made = await make.kept(store)
    assert (await make.read(store, made)).comment == made


async def test_a_store_that_is_away_says_so_and_comes_back(store: Store, valkey: Valkey) -> None:
    made = await make.kept(store)
    valkey.kill()
    try:
        with pytest.raises(StoreErrors):
            await make.read(store, made)
    finally:
        valkey.start()
    assert (await make.read(store, made)).comment == made
