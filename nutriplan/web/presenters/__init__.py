"""How does a plan document read on a page? View values, so that templates need no logic."""
