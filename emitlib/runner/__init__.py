"""papermill: strict parameters in, the kernel watched, a scrubbed executed notebook out; for the cli."""
