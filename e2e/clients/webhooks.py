"""Checks a webhook with standardwebhooks: SECRET HEADERS BODY."""

import json
import sys

from standardwebhooks import Webhook, WebhookVerificationError

secret, headers, body = sys.argv[1:]
try:
    answer = Webhook(secret).verify(body, json.loads(headers))
except WebhookVerificationError:
    answer = {"error": "signature"}
print(json.dumps(answer))
