"""The only folder that knows WhatsApp and its library."""
