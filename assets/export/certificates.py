"""Certificates to sign with: one made for trying out, and the checks of one that somebody brings.

What C2PA asks of them: a chain of a signer's certificate and its issuer's, for signing and for
e-mail protection or documents, an organisation in its name. Pure.
Source: C2PA 2.2, 14.5 "X.509 Certificates".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from assets.errors import InvalidRequest

MOST_PEM = 64 * 1024
VALID_DAYS = 825
"""Of one made here."""

_PURPOSES = {
    ExtendedKeyUsageOID.EMAIL_PROTECTION.dotted_string,
    "1.3.6.1.5.5.7.3.36",  # document signing
    "1.3.6.1.4.1.62558.2.1",  # C2PA claim signing
}
_BY_CURVE = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


class BadCertificate(InvalidRequest):
    """A certificate or key that nothing can be signed with."""

    code = "bad_certificate"


@dataclass(frozen=True)
class Certificate:
    """chain, key: PEM; the signer's certificate first. algorithm: as C2PA names it."""

    chain: str
    key: str
    algorithm: str
    subject: str
    expires_at: datetime


def make_for_trial(organisation: str, *, now: datetime) -> Certificate:
    """A root of our own and a signer under it. Files signed with it are whole and provably
    unchanged; who made them is vouched for by nobody."""
    organisation = (organisation or "Anchorboard")[:64]
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer, subject = _name(organisation, "trial root"), _name(organisation, "trial signer")
    begins, ends = now - timedelta(days=1), now + timedelta(days=VALID_DAYS)
    root_id = x509.SubjectKeyIdentifier.from_public_key(root_key.public_key())
    root = (
        _builder(issuer, issuer, root_key.public_key(), begins, ends)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(root_id, critical=False)
        .sign(root_key, hashes.SHA256())
    )
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
    own_id = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    signer = (
        _builder(subject, issuer, key.public_key(), begins, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(purpose, critical=False)
        .add_extension(own_id, critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()),
            critical=False,
        )
        .sign(root_key, hashes.SHA256())
    )
    sealed = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    chain = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (signer, root))
    return Certificate(chain.decode(), sealed.decode(), "es256", _words(signer), ends)


def _name(organisation: str, role: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation[:48]} {role}"),
        ]
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    begins: datetime,
    ends: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def read_own(chain: bytes, key: bytes, *, now: datetime) -> Certificate:
    """Raises BadCertificate, with what is wrong with it."""
    if max(len(chain), len(key)) > MOST_PEM:
        raise BadCertificate("A certificate and its key take a few KB. Choose the PEM files.")
    try:
        found = x509.load_pem_x509_certificates(chain)
    except ValueError:
        raise BadCertificate(
            "The certificate is no PEM file (-----BEGIN CERTIFICATE-----)."
        ) from None
    try:
        private = serialization.load_pem_private_key(key, password=None)
    except TypeError:
        raise BadCertificate(
            "The key has a password. Send it without: it is sealed here."
        ) from None
    except ValueError:
        raise BadCertificate("The key is no PEM file (-----BEGIN PRIVATE KEY-----).") from None
    signer = found[0]
    _check(found, now)
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if private.public_key().public_bytes(*form) != signer.public_key().public_bytes(*form):
        raise BadCertificate("The key does not belong to the first certificate of the chain.")
    sealed = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Certificate(
        "".join(one.public_bytes(serialization.Encoding.PEM).decode() for one in found),
        sealed.decode(),
        _algorithm(signer),
        _words(signer),
        signer.not_valid_after_utc,
    )


def _check(found: list[x509.Certificate], now: datetime) -> None:
    signer = found[0]
    if len(found) < 2:
        raise BadCertificate(
            "The file holds one certificate. C2PA asks for the chain: add its issuer's below it."
        )
    if not signer.not_valid_before_utc <= now <= signer.not_valid_after_utc:
        raise BadCertificate(
            f"The certificate is valid from {signer.not_valid_before_utc:%Y-%m-%d}"
            f" to {signer.not_valid_after_utc:%Y-%m-%d}, so not now."
        )
    for one, issuer in zip(found, found[1:], strict=False):
        try:
            one.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature):
            raise BadCertificate(
                "Each certificate must be followed by that of its issuer; these do not fit."
            ) from None
    purposes = _purposes(signer)
    if not purposes & _PURPOSES:
        raise BadCertificate(
            "The certificate is not for signing content: its extended key usage lacks e-mail"
            " protection, document signing or C2PA claim signing."
        )


def _purposes(signer: x509.Certificate) -> set[str]:
    try:
        usage = signer.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return set()
    return {one.dotted_string for one in usage}


def _algorithm(signer: x509.Certificate) -> str:
    key = signer.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _BY_CURVE:
        return _BY_CURVE[key.curve.name]
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048:
        return "ps256"
    raise BadCertificate(
        "C2PA signs with P-256, P-384, P-521, Ed25519 or RSA of 2,048 bits and more."
    )


def _words(signer: x509.Certificate) -> str:
    names = [
        str(one.value)
        for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
        for one in signer.subject.get_attributes_for_oid(oid)
    ]
    return ", ".join(names)[:200] or "without a name"
