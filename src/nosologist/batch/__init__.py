"""Many claims, one after another: checked in order, on every core, with memory that does not grow."""
