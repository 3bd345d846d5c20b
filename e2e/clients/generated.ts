// The quickstart with the types that openapi-typescript made, called through openapi-fetch: ORIGIN TOKEN MEMBER CODE.

import { createRemoteJWKSet, jwtVerify } from "jose";
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

declare const process: { argv: string[] };

const [origin, token, member, code] = process.argv.slice(2) as [string, string, string, string];
const audience = "https://remote.example.com";

function clientWith(bearer: string) {
  return createClient<paths>({ baseUrl: origin, headers: { authorization: `Bearer ${bearer}` } });
}

function got<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

const client = clientWith(token);
const own = got(await client.GET("/api/v1/api-tokens/self"));
const body = { member, code, audience, purpose: "connect", target: "PC-042" };
const once = { params: { header: { "Idempotency-Key": "quickstart-typescript" } }, body };
const answer = got(await client.POST("/api/v1/verifications", once));
const repeated = got(await client.POST("/api/v1/verifications", once));
if (!answer.receipt || !answer.id) throw new Error(JSON.stringify(answer));
const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", origin));
const { payload } = await jwtVerify(answer.receipt, keys, { algorithms: ["EdDSA"], audience, issuer: origin });
const kept = got(await client.GET("/api/v1/verifications/{id}", { params: { path: { id: answer.id } } }));
const used = got(await client.POST("/api/v1/verifications", { body }));
const refused = await clientWith("tsk_unknown").GET("/api/v1/api-tokens/self");
console.log(
  JSON.stringify({
    scopes: own.scopes,
    result: answer.result,
    is_repeated: JSON.stringify(answer) === JSON.stringify(repeated),
    claims: [payload.sub === answer.member, payload["purpose"], payload["target"]],
    kept: kept.result,
    used: used.result,
    refused: refused.error?.code,
  }),
);
