"""Object identifiers of certificates and envelopes, in dotted form."""

__all__ = [
    "AES_128_CBC",
    "AES_128_GCM",
    "AES_192_CBC",
    "AES_192_GCM",
    "AES_256_CBC",
    "AES_256_GCM",
    "AUTH_ENVELOPED_DATA",
    "CONTENT_TYPE",
    "DATA",
    "DES_EDE3_CBC",
    "ENVELOPED_DATA",
    "HASHES",
    "MESSAGE_DIGEST",
    "MGF1",
    "RSA_ENCRYPTION",
    "RSA_OAEP",
    "RSA_SIGNATURES",
    "SHA256",
    "SIGNED_DATA",
    "SIGNING_CERTIFICATE_V2",
    "SIGNING_TIME",
    "SPECIFIED",
]

# RFC 5652, RFC 5083: content types
DATA = "1.2.840.113549.1.7.1"
SIGNED_DATA = "1.2.840.113549.1.7.2"
ENVELOPED_DATA = "1.2.840.113549.1.7.3"
AUTH_ENVELOPED_DATA = "1.2.840.113549.1.9.16.1.23"

# RFC 5652, RFC 5035: signed attributes
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNING_TIME = "1.2.840.113549.1.9.5"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"

# RFC 3565, RFC 5084, RFC 3370: ciphers of the content
AES_128_CBC = "2.16.840.1.101.3.4.1.2"
AES_192_CBC = "2.16.840.1.101.3.4.1.22"
AES_256_CBC = "2.16.840.1.101.3.4.1.42"
AES_128_GCM = "2.16.840.1.101.3.4.1.6"
AES_192_GCM = "2.16.840.1.101.3.4.1.26"
AES_256_GCM = "2.16.840.1.101.3.4.1.46"
DES_EDE3_CBC = "1.2.840.113549.3.7"

# RFC 8017: RSA
RSA_ENCRYPTION = "1.2.840.113549.1.1.1"
RSA_OAEP = "1.2.840.113549.1.1.7"
MGF1 = "1.2.840.113549.1.1.8"
SPECIFIED = "1.2.840.113549.1.1.9"

# RFC 5754: hashes
SHA256 = "2.16.840.1.101.3.4.2.1"
HASHES: dict[str, str] = {
    "1.2.840.113549.2.5": "md5",
    "1.3.14.3.2.26": "sha1",
    SHA256: "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}

#: RSA PKCS#1 v1.5 signature algorithms and their hash.
RSA_SIGNATURES: dict[str, str] = {
    "1.2.840.113549.1.1.2": "md2",
    "1.2.840.113549.1.1.4": "md5",
    "1.2.840.113549.1.1.5": "sha1",
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
}
