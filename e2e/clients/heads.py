"""Checks a daily head with PyJWT: KEY_SET ISSUER HEAD."""

import json
import sys

import jwt

key_set, issuer, head = sys.argv[1:]
ERRORS = {
    jwt.InvalidIssuerError: "issuer",
    jwt.InvalidSignatureError: "signature",
    jwt.PyJWKClientError: "no key",
}


def check():
    key = jwt.PyJWKClient(key_set).get_signing_key_from_jwt(head)
    if jwt.get_unverified_header(head)["typ"] != "twostep-audit-head+jwt":
        raise jwt.InvalidTokenError("another typ")
    return jwt.decode(
        head,
        key,
        algorithms=["EdDSA"],
        issuer=issuer,
        options={"require": ["iss", "chain", "day", "position", "head", "iat"]},
    )


try:
    answer = check()
except jwt.PyJWTError as error:
    answer = {"error": ERRORS.get(type(error), repr(error))}
print(json.dumps(answer))
