"""Bots that do nothing but say again what they are told, each as its framework's own documents would write it.

Each is a program: `python -m bench.rivals.<name> <address of the Bot API> <token>`. They run in an environment of their
own, `.venv/beside`, which has what a fresh install of each brings and nothing of ours.
"""
