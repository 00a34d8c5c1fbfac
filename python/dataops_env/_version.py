"""The version of the package, which is that of the server inside."""

__version__ = "0.2.0"
