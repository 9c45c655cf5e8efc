"""What is said about SPF, DKIM and DMARC records."""

import pytest

from bot.mail.records import Record, dkim, dmarc, spf
from bot.mail.signing import Signer

SIGNER = Signer("s1", "acme.example", "MIIBkey", b"")
NAME = "s1._domainkey.acme.example"


@pytest.mark.parametrize(
    ("texts", "fine", "said"),
    [
        (["v=spf1 include:relay.example ~all"], True, "include:relay.example"),
        (["google-site=1", "V=SPF1 -all"], True, "-all"),
        (["v=spf1"], True, "v=spf1"),
        ([], False, 'Publish a TXT record "v=spf1 …"'),
        (["v=spf10 -all", "spf2.0/pra -all"], False, "acme.example has no record"),
        (["v=spf1 -all", "v=spf1 ~all"], False, "2 records"),
    ],
)
def test_spf(texts: list[str], fine: bool, said: str) -> None:
    record = spf("acme.example", texts)
    assert (record.about, record.fine, record.serious) == ("SPF", fine, False)
    assert said in record.text


@pytest.mark.parametrize(
    ("texts", "signer", "state", "said"),
    [
        (["v=DKIM1; k=rsa; p=MIIBkey"], SIGNER, "fine", "has our key"),
        (["k=rsa; p=MIIB key"], SIGNER, "fine", "has our key"),
        (["p=other", "v=DKIM1; p=MIIBkey;"], SIGNER, "fine", "has our key"),
        (["p=", "v=DKIM1; p=MIIBkey"], SIGNER, "fine", "has our key"),
        (["v=DKIM1; p=other"], SIGNER, "serious", "another key than DKIM_KEY_FILE"),
        (["v=DKIM1; p="], SIGNER, "serious", "revoked"),
        (["v=DKIM2; p=MIIBkey"], SIGNER, "serious", "has no record"),
        ([], SIGNER, "serious", 'Publish a TXT record "v=DKIM1; k=rsa; p=MIIBkey".'),
        (["v=DKIM1; p=other"], None, "fine", "has a key"),
        ([], None, "note", "has no record."),
    ],
)
def test_dkim(texts: list[str], signer: Signer | None, state: str, said: str) -> None:
    record = dkim(NAME, texts, signer)
    assert (record.fine, record.serious) == (state == "fine", state == "serious")
    assert record.about == "DKIM"
    assert NAME in record.text
    assert said in record.text


@pytest.mark.parametrize(
    ("texts", "fine", "said"),
    [
        (["v=DMARC1; p=none; rua=mailto:x@acme.example"], True, "policy none"),
        (["v=DMARC1;p=Reject"], True, "policy reject"),
        (["something", "v = DMARC1 ; p = quarantine"], True, "policy quarantine"),
        (["v=DMARC1; rua=mailto:x@acme.example"], False, "no policy"),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], False, "2 records"),
    ],
)
def test_dmarc(texts: list[str], fine: bool, said: str) -> None:
    record = dmarc("_dmarc.acme.example", texts)
    assert isinstance(record, Record)
    assert record.fine == fine
    assert said in record.text


@pytest.mark.parametrize("texts", [[], ["v=DMARC10; p=none"], ["p=none"], ["v=spf1 -all"]])
def test_what_is_no_dmarc_record_is_looked_for_further_up(texts: list[str]) -> None:
    assert dmarc("_dmarc.mail.acme.example", texts) is None
