// Checks a receipt with jose: KEY_SET ISSUER AUDIENCE RECEIPT SECONDS_LATER.

import { createRemoteJWKSet, errors, jwtVerify } from "jose";

const [keySet, issuer, audience, receipt, later] = process.argv.slice(2);

function nameOf(error) {
  if (error instanceof errors.JWKSNoMatchingKey) return "no key";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "signature";
  if (error instanceof errors.JWTExpired) return "expired";
  if (error instanceof errors.JWTClaimValidationFailed) {
    return { aud: "audience", iss: "issuer" }[error.claim] ?? error.message;
  }
  return String(error);
}

async function check() {
  const { payload } = await jwtVerify(receipt, createRemoteJWKSet(new URL(keySet)), {
    algorithms: ["EdDSA"],
    typ: "twostep-receipt+jwt",
    audience,
    issuer,
    requiredClaims: ["sub", "iat", "exp", "jti", "amr", "acr", "auth_time"],
    currentDate: new Date(Date.now() + 1000 * Number(later)),
  });
  return payload;
}

const answer = await check().catch((error) => ({ error: nameOf(error) }));
console.log(JSON.stringify(answer));
