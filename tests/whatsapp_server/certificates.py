"""What lets the client believe it talks to WhatsApp: a TLS authority of our own, and a Noise certificate chain.

Both are made afresh at every start and are worth nothing outside this process: the client under test trusts them
only because the launcher hands it the authority's file and the root's public key.
"""

import datetime
import ssl
import time
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from . import wire
from .keys import SigningKeyPair

HOSTS = ("web.whatsapp.com", "*.whatsapp.com", "*.whatsapp.net")
_DAY = 86400


class NoiseChain:
    """Root -> intermediate -> leaf; `certificate` is what the handshake sends.

    The client pins the root's public key, checks both signatures, serials and dates, and that the leaf's key is the
    server's static key (whatsmeow, handshake.go).
    """

    def __init__(self) -> None:
        root, middle = SigningKeyPair(), SigningKeyPair()
        self.root_public = root.public
        self.leaf = SigningKeyPair()
        self.certificate = wire.render(
            (1, _sign(middle, serial=2, issuer=1, key=self.leaf.public)),
            (2, _sign(root, serial=1, issuer=0, key=middle.public)),
        )


def _sign(issuer_key: SigningKeyPair, *, serial: int, issuer: int, key: bytes) -> bytes:
    now = int(time.time())
    details = wire.render((1, serial), (2, issuer), (3, key), (4, now - _DAY), (5, now + 30 * _DAY))
    return wire.render((1, details), (2, issuer_key.sign(details)))


def make_tls_context(folder: Path) -> ssl.SSLContext:
    """Write the authority's certificate to `folder/ca.pem` and return a server context it vouches for."""
    folder.mkdir(parents=True, exist_ok=True)
    authority_key, host_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback test authority")])
    authority = (
        _builder(authority_name, authority_name, authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    host_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOSTS[0])])
    host = (
        _builder(host_name, authority_name, host_key.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in HOSTS]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(authority.public_bytes(pem))
    host_file = folder / "host.pem"
    host_file.write_bytes(
        host_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + host.public_bytes(pem)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(host_file)
    return context


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=subject,
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=now - datetime.timedelta(days=1),
        not_valid_after=now + datetime.timedelta(days=30),
    )
