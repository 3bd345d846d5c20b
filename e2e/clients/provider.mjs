// A provider of somebody else, npm `oidc-provider`, that signs the same person in without asking: what the scripts of the
// relying parties take from it, they may ask of us. It prints its address.
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

const [port, text] = process.argv.slice(2);
const { clients, email, groups } = JSON.parse(text);
const acr = "urn:twostep:aal2";

const key = (alg, type, options) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: "jwk" }), alg, use: "sig", kid: alg,
});
const keys = [
  key("RS256", "rsa", { modulusLength: 2048 }),
  key("ES256", "ec", { namedCurve: "P-256" }),
  key("EdDSA", "ed25519", {}),
];
const account = { accountId: "person", claims: () => ({ sub: "person", email, groups, name: "Ada Admin" }) };

const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients,
  jwks: { keys },
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "EdDSA"] },
  acrValues: [acr],
  claims: { openid: ["sub", "amr"], email: ["email"], groups: ["groups"], profile: ["name"], acr: null },
  findAccount: () => account,
  pkce: { required: () => true },
  cookies: { keys: ["only for this test"] },
  features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
});

const answer = provider.callback();
const server = createServer(async (request, response) => {
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  const { params, session } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: "person", clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const login = { accountId: "person", acr, amr: ["pwd", "otp", "mfa"] };
  const result = session ? { consent: { grantId: await grant.save() } } : { login };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
});
server.listen(Number(port), "127.0.0.1", () => console.log(`listening on ${issuer}`));
