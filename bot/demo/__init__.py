"""The product on one machine: sandbox, bot and page in one process. The only place that imports the sandbox."""
