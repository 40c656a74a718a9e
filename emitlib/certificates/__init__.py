"""WHO, the part of trust: SAT certificates, the store that keeps them, the policy that judges them, the radar.

The channels, `batch`, `reports` and everything above may import it; it knows nothing of clients or documents.
"""

from emitlib.certificates.certificate import CertificateKind, SatCertificate
from emitlib.certificates.chain import ChainState, check_chain, load_authorities
from emitlib.certificates.inspection import certificate_row, inspect, unreadable_row
from emitlib.certificates.looking_up import Chosen, Judged, certificates_digest, look_up
from emitlib.certificates.policy import EXPIRY_STEPS, expiry_step, finding_of, judge, normal_rfc, usable
from emitlib.certificates.private_key import check_pair, load_private_key, read_private_key_file
from emitlib.certificates.radar import RadarRow, RadarState, radar, unproved
from emitlib.certificates.radar_chart import radar_chart
from emitlib.certificates.reader import read_certificate, read_certificate_file
from emitlib.certificates.requests import reason_for_client, sentence_for_client
from emitlib.certificates.signer import signing_key_of
from emitlib.certificates.single_files import FileDone, Signature, decrypt_file, encrypt_file
from emitlib.certificates.store import CertificateStore, StoredCertificate
from emitlib.certificates.trust import Trust
from emitlib.certificates.usages import usage_in_words

__all__ = [
    "EXPIRY_STEPS",
    "CertificateKind",
    "CertificateStore",
    "ChainState",
    "Chosen",
    "FileDone",
    "Judged",
    "RadarRow",
    "RadarState",
    "SatCertificate",
    "Signature",
    "StoredCertificate",
    "Trust",
    "certificate_row",
    "certificates_digest",
    "check_chain",
    "check_pair",
    "decrypt_file",
    "encrypt_file",
    "expiry_step",
    "finding_of",
    "inspect",
    "judge",
    "load_authorities",
    "load_private_key",
    "look_up",
    "normal_rfc",
    "radar",
    "radar_chart",
    "read_certificate",
    "read_certificate_file",
    "read_private_key_file",
    "reason_for_client",
    "sentence_for_client",
    "signing_key_of",
    "unproved",
    "unreadable_row",
    "usable",
    "usage_in_words",
]
