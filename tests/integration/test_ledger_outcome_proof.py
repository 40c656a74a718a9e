"""What proves where a delivery stands: its bytes, its event, the seal over that."""

from ledger_fixtures import SHA, ledger, small_run, url, whole_life

from emitlib.ledger import Ledger, OutcomeProof, SealOver, outcome_proofs, read_seals, seal_run
from emitlib.vocabulary import FrozenFile

__all__ = ["ledger", "url"]


def proofs_of(ledger: Ledger, ids: list[str]) -> list[OutcomeProof]:
    found = outcome_proofs(ledger, ledger.deliveries(ids=ids))
    return [found[name] for name in ids]


def test_each_end_of_a_delivery_is_proved_by_the_event_that_says_so(ledger: Ledger) -> None:
    ids = whole_life(ledger)
    proofs = proofs_of(ledger, ids)
    kinds = [proof.event.kind if proof.event else "" for proof in proofs]
    assert kinds == ["bounced", "resolved", "", "rejected", "", "cancelled"]
    told = {event.seq: (event.kind, event.hash) for event in ledger.events()}
    for proof in proofs:
        assert proof.event is None or told[proof.event.seq] == (proof.event.kind, proof.event.hash)
        assert proof.seal is None
    assert proofs[0].files == (FrozenFile(name="C1.eml", sha256=SHA, size=42),)


def test_what_was_not_begun_has_no_proof_yet(ledger: Ledger) -> None:
    ids = small_run(ledger, ("AAA",))
    assert proofs_of(ledger, ids) == [OutcomeProof()]


def test_the_first_seal_that_counts_the_event_is_the_one_over_it(ledger: Ledger) -> None:
    ids = whole_life(ledger)
    first = seal_run(ledger, "R1", signer=None)
    seal_run(ledger, "", signer=None)
    (proof, *_others) = proofs_of(ledger, ids)
    assert proof.event is not None
    assert proof.seal is not None
    assert proof.seal == SealOver(seq=proof.seal.seq, run="R1", count=first.count, head=first.head, at=proof.seal.at)
    assert proof.event.seq <= proof.seal.count < proof.seal.seq
    assert ledger.event_hash(proof.seal.count) == proof.seal.head
    assert len(list(read_seals(ledger))) == 2
