"""The relying party Authlib: the first half of a sign-in gives the address that a browser is sent to, the second takes
the address at which it comes back."""

import json
import sys

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

half, text, *came_back = sys.argv[1:]
settings = json.loads(text)


def run():
    found = httpx.get(settings["issuer"] + "/.well-known/openid-configuration").json()
    secret = settings.get("client_secret")
    console = OAuth2Client(
        client_id=settings["client_id"],
        client_secret=secret,
        scope="openid profile email groups",
        redirect_uri=settings["redirect_uri"],
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
    )
    if half == "start":
        verifier, nonce = "v" * 64, "n-0S6_WzA2Mj"
        address, state = console.create_authorization_url(
            found["authorization_endpoint"], code_verifier=verifier, nonce=nonce, **settings["more"]
        )
        return {"address": address, "kept": {"verifier": verifier, "state": state, "nonce": nonce}}
    kept = settings["kept"]
    tokens = console.fetch_token(
        found["token_endpoint"],
        authorization_response=came_back[0],
        state=kept["state"],
        code_verifier=kept["verifier"],
    )
    keys = KeySet.import_key_set(httpx.get(found["jwks_uri"]).json())
    token = jwt.decode(tokens["id_token"], keys, algorithms=[settings["algorithm"]])
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={"iss": {"essential": True, "value": found["issuer"]}},
        params={
            "nonce": kept["nonce"],
            "client_id": settings["client_id"],
            "access_token": tokens["access_token"],
        },
    )
    claims.validate()
    userinfo = console.get(found["userinfo_endpoint"])
    userinfo.raise_for_status()
    return {"claims": dict(token.claims), "userinfo": userinfo.json()}


try:
    print(json.dumps(run()))
except AuthlibBaseError as error:
    print(json.dumps({"error": error.error, "detail": error.description}))
