"""Keys from PKCS#12 and PEM files and from a token; time stamps; what waits while one of them is away."""

import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore

from documents.signing import keys, making
from documents.signing.checking import check
from documents.signing.development import issue, make
from documents.signing.keys import KeyWrong, SigningAway, TokenKey
from documents.signing.making import sign
from documents.signing.seal import Stand
from tests import services
from tests.documents.signing.authority import MARK, file_key, known, paper, root, signer, stamping

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "演示1234"


def secret_file(path: Path, kind: str, passphrase: bytes) -> Path:
    """Write the tests' key as an office would have it: `kind` is p12 or pem."""
    one = signer()
    lock = serialization.BestAvailableEncryption(passphrase)
    if kind == "p12":
        data = pkcs12.serialize_key_and_certificates(
            b"office", one.key, one.certificate, [root().certificate], lock
        )
    else:
        form = serialization.PrivateFormat.PKCS8
        data = one.key.private_bytes(serialization.Encoding.PEM, form, lock) + one.pem + root().pem
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("kind", ["p12", "pem"])
def test_a_key_from_a_file_signs(tmp_path, kind):
    """C11: an office's PKCS#12 or PEM file, opened by its passphrase, signs with its whole chain."""
    key = keys.from_file(secret_file(tmp_path / "key", kind, "口令".encode()), "口令")
    assert (key.certificate, len(key.chain)) == (keys.der(signer().certificate), 1)
    assert check(sign(paper(), key, mark=MARK, reason="x"), ours=[key.certificate]).stand == Stand.INTACT


@pytest.mark.parametrize("kind", ["p12", "pem"])
def test_a_wrong_passphrase_or_no_key_is_told(tmp_path, kind):
    """C11: a key that cannot be opened says so and never shows what it was opened with."""
    path = secret_file(tmp_path / "key", kind, b"right")
    with pytest.raises(KeyWrong) as wrong:
        keys.from_file(path, "wrong-secret")
    assert "wrong-secret" not in str(wrong.value)
    with pytest.raises(KeyWrong):
        keys.from_file(tmp_path / "nowhere", "")
    (tmp_path / "alone.pem").write_bytes(root().pem)
    with pytest.raises(KeyWrong):
        keys.from_file(tmp_path / "alone.pem", "")


def test_a_key_never_stands_in_a_log():
    """C44: neither the private key nor a PIN is in what a key prints as."""
    assert "private" not in repr(file_key(signer()))
    assert PIN not in repr(TokenKey(MODULE, "t", "l", PIN))


def test_the_development_key_is_made_once_and_says_what_it_is(tmp_path):
    """C11: set-up makes an authority and a key that nobody takes for real, readable by their owner alone."""
    for _time in range(2):
        make(tmp_path / "signing")
        found = keys.from_file(tmp_path / "signing" / "signer.pem", "")
    assert keys.is_for_development(found.certificate)
    assert "演示" in keys.name_of(found.certificate)
    assert found.certificate in keys.Known.from_file(tmp_path / "signing" / "signers.pem").signers
    assert (tmp_path / "signing" / "signer.pem").stat().st_mode & 0o077 == 0


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """Give the key on a real PKCS#11 token (SoftHSM), certificate beside it, both labelled 职称办."""
    place = tmp_path_factory.mktemp("token")
    (place / "tokens").mkdir()
    (place / "softhsm2.conf").write_text(f"directories.tokendir = {place}/tokens\nlog.level = ERROR\n")
    before, os.environ["SOFTHSM2_CONF"] = os.environ.get("SOFTHSM2_CONF"), str(place / "softhsm2.conf")
    tool = services.find_program("softhsm2-util")
    made = [tool, "--init-token", "--free", "--label", "office", "--pin", PIN, "--so-pin", "so-pin-1"]
    subprocess.run(made, check=True, capture_output=True)
    owner = issue("令牌签名", root(), key=rsa.generate_private_key(public_exponent=65537, key_size=2048))
    key = TokenKey(MODULE, "office", "职称办", PIN, (keys.der(root().certificate),))
    _put_on(key, owner)
    yield key, owner
    making._refused.clear()
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    shutil.rmtree(place)


def _put_on(key: TokenKey, owner) -> None:
    import pkcs11
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    plain = owner.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    with pkcs11.lib(key.module).get_token(token_label=key.token).open(rw=True, user_pin=key.pin) as session:
        private = decode_rsa_private_key(plain)
        private |= {pkcs11.Attribute.LABEL: key.label, pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: b"1"}
        session.create_object(private)
        certificate = decode_x509_certificate(keys.der(owner.certificate))
        certificate |= {pkcs11.Attribute.LABEL: key.label, pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: b"1"}
        session.create_object(certificate)


def test_a_key_on_a_token_signs_and_never_leaves_it(token):
    """C11: PKCS#11: the token signs, its certificate is found beside the key."""
    key, owner = token
    assert making.certificate_on(key) == keys.der(owner.certificate)
    for _time in range(2):
        signed = sign(paper(), key, mark=MARK, reason="x")
        assert check(signed, ours=known(owner).signers).stand == Stand.INTACT


def test_a_token_that_is_not_there_makes_papers_wait(token):
    """C11: a token that is away, or a module that is not installed, is nobody's fault: it may be back."""
    key, _owner = token
    for away in (
        TokenKey(key.module, "elsewhere", key.label, PIN),
        TokenKey("/nowhere/module.so", key.token, key.label, PIN),
        TokenKey(key.module, key.token, "another label", PIN),
    ):
        with pytest.raises(SigningAway):
            sign(paper(), away, mark=MARK, reason="x")


def test_a_refused_pin_is_not_tried_again(token):
    """C11: three wrong attempts lock a token, so a worker makes one."""
    key, owner = token
    wrong = TokenKey(key.module, key.token, key.label, "0000000")
    for _time in range(2):
        with pytest.raises(KeyWrong, match="refused the PIN"):
            sign(paper(), wrong, mark=MARK, reason="x")
    with pytest.raises(KeyWrong, match="not asked again"):
        sign(paper(), key, mark=MARK, reason="x")
    making._refused.clear()
    assert check(sign(paper(), key, mark=MARK, reason="x"), ours=known(owner).signers).stand == Stand.INTACT


def test_a_time_stamp_says_when(token):
    """C11: PAdES-B-T: an authority's time, trusted where the authority is known, else the signer's own word."""
    with stamping() as service:
        stamped = sign(paper(), file_key(signer(), root()), mark=MARK, reason="x", tsa=service.address)
        assert service.asked
    everybody = known(signer(), authorities=(root(),))
    trusted = check(stamped, ours=everybody.signers, authorities=everybody.authorities)
    assert (trusted.stand, trusted.stamped, trusted.whole) == (Stand.INTACT, True, True)
    assert check(stamped, ours=everybody.signers).stamped is False


def test_what_shows_in_later_years_that_nothing_was_revoked_is_in_the_file():
    """C11: PAdES-B-LT: list of revocations and certificates in the file; the check still calls it whole and unchanged."""
    with stamping() as service:
        lists = service.address.replace("tsa", "revoked.crl")
        office = issue("职称办（长期）", root(), revocations_at=lists)
        everybody = known(office, authorities=(root(),))
        long_lived = sign(
            paper(), file_key(office, root()), mark=MARK, reason="x", tsa=service.address, known=everybody
        )
        assert any("revoked.crl" in path for path in service.asked)
    kept = DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(long_lived)))
    assert kept.crls
    assert len(kept.certs) >= 2
    seal = check(long_lived, ours=everybody.signers, authorities=everybody.authorities)
    assert (seal.stand, seal.mark, seal.stamped, seal.whole) == (Stand.INTACT, MARK, True, False)


def test_a_time_stamping_authority_that_is_away_makes_papers_wait():
    """C11: no answer, a refusal, nobody listening: the paper waits, it is not signed without its stamp."""
    key = file_key(signer(), root())
    with stamping() as service:
        service.answers = False
        with pytest.raises(SigningAway):
            sign(paper(), key, mark=MARK, reason="x", tsa=service.address)
    with pytest.raises(SigningAway):
        sign(paper(), key, mark=MARK, reason="x", tsa=f"http://127.0.0.1:{services.free_port()}/")
