"""Releases: what differs between two, what version that asks for, how one is built and verified.

Each command is a call here: ``diff.Diff(old, new)``, ``check.check(against, new)``,
``build.build(root, out, against=…)``, ``verify.verify(release)``.
"""
