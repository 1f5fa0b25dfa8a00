"""Authorities and certificates for servers of tests, made when they are needed."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Made:
    """Files in PEM: the authority, a server's certificate by it with its key; and the certificate's SHA-256."""

    authority: Path
    certificate: Path
    key: Path
    fingerprint: str


def make(folder: Path, *, host: str = "127.0.0.1") -> Made:
    """Return an authority of a day and a certificate of it for an address."""
    signing, serving = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _begun("Kakuzan test authority", signing).add_extension(x509.BasicConstraints(True, 0), critical=True)
    usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
    signed = authority.add_extension(usage, critical=True).sign(signing, hashes.SHA256())
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
    server = _begun("search", serving, by=signed).add_extension(address, critical=False).sign(signing, hashes.SHA256())
    folder.mkdir(parents=True, exist_ok=True)
    made = Made(
        folder / "authority.pem",
        folder / "server.pem",
        folder / "server.key",
        server.fingerprint(hashes.SHA256()).hex(),
    )
    made.authority.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    made.certificate.write_bytes(server.public_bytes(serialization.Encoding.PEM))
    made.key.write_bytes(
        serving.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return made


def _begun(name: str, key: ec.EllipticCurvePrivateKey, by: x509.Certificate | None = None) -> x509.CertificateBuilder:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    begun = x509.CertificateBuilder().subject_name(subject).issuer_name(by.subject if by else subject)
    begun = begun.public_key(key.public_key()).serial_number(x509.random_serial_number())
    return begun.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
