"""The one version of package and data. Nothing else is here, so that reading it costs nothing."""

__version__ = "0.1.0"
