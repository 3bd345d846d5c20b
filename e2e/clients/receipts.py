"""Checks a receipt with PyJWT: KEY_SET ISSUER AUDIENCE RECEIPT SECONDS_LATER."""

import json
import sys

import jwt

key_set, issuer, audience, receipt, later = sys.argv[1:]
ERRORS = {
    jwt.InvalidAudienceError: "audience",
    jwt.InvalidIssuerError: "issuer",
    jwt.InvalidSignatureError: "signature",
    jwt.ExpiredSignatureError: "expired",
    jwt.PyJWKClientError: "no key",
}


def check():
    key = jwt.PyJWKClient(key_set).get_signing_key_from_jwt(receipt)
    if jwt.get_unverified_header(receipt)["typ"] != "twostep-receipt+jwt":
        raise jwt.InvalidTokenError("another typ")
    return jwt.decode(
        receipt,
        key,
        algorithms=["EdDSA"],
        audience=audience,
        issuer=issuer,
        leeway=-int(later),
        options={
            "require": ["iss", "aud", "sub", "iat", "exp", "jti", "amr", "acr", "auth_time"],
            "verify_iat": later == "0",
        },
    )


try:
    answer = check()
except jwt.PyJWTError as error:
    answer = {"error": ERRORS.get(type(error), repr(error))}
print(json.dumps(answer))
