"""The JSON interface, `/v1`. One file a resource; the contract only grows."""
