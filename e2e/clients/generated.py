"""The quickstart with the client that openapi-python-client made: FOLDER ORIGIN TOKEN MEMBER CODE."""

import json
import sys

import jwt

folder, origin, token, member, code = sys.argv[1:]
sys.path.insert(0, folder)

from twostep_client import AuthenticatedClient  # noqa: E402
from twostep_client.api.api_tokens import show_own_api_token  # noqa: E402
from twostep_client.api.verifications import show_verification, verify  # noqa: E402
from twostep_client.models import VerifyRequest  # noqa: E402

AUDIENCE = "https://remote.example.com"

client = AuthenticatedClient(base_url=origin, token=token)
own = show_own_api_token.sync(client=client)
question = VerifyRequest(member=member, code=code, audience=AUDIENCE, purpose="connect", target="PC-042")
answer = verify.sync(client=client, body=question, idempotency_key="quickstart-python")
repeated = verify.sync(client=client, body=question, idempotency_key="quickstart-python")
key = jwt.PyJWKClient(origin + "/.well-known/jwks.json").get_signing_key_from_jwt(answer.receipt)
claims = jwt.decode(answer.receipt, key, algorithms=["EdDSA"], audience=AUDIENCE, issuer=origin)
kept = show_verification.sync(client=client, id=answer.id)
used = verify.sync(client=client, body=question)
stranger = AuthenticatedClient(base_url=origin, token="tsk_unknown")
refused = show_own_api_token.sync(client=stranger)
print(
    json.dumps(
        {
            "scopes": [str(scope) for scope in own.scopes],
            "result": str(answer.result),
            "is_repeated": answer == repeated,
            "claims": [claims["sub"] == str(answer.member), claims["purpose"], claims["target"]],
            "kept": str(kept.result),
            "used": str(used.result),
            "refused": str(refused.code),
        }
    )
)
