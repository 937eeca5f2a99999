"""The WhatsApp receptionist of a small salon, in one process."""

__version__ = "0.1.0"
