"""Releases: what differs between two, what version that asks for, how one is built and verified."""
