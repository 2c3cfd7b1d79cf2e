"""The command line, a module a command; ``townline.config.command`` loads them by name."""
