"""WhatsApp on loopback, for tests: the real client pairs with it and talks to simulated people."""

from .customers import Answer, Customer
from .server import WhatsAppServer, open_server

__all__ = ["Answer", "Customer", "WhatsAppServer", "open_server"]
