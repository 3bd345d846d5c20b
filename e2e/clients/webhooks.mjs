// Checks a webhook with standardwebhooks: SECRET HEADERS BODY.

import { Webhook, WebhookVerificationError } from "standardwebhooks";

const [secret, headers, body] = process.argv.slice(2);

function check() {
  try {
    return new Webhook(secret).verify(body, JSON.parse(headers));
  } catch (error) {
    if (error instanceof WebhookVerificationError) return { error: "signature" };
    return { error: String(error) };
  }
}

console.log(JSON.stringify(check()));
