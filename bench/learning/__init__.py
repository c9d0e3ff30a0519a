"""How well a site's filter does after so many decisions: simulated, in process."""
