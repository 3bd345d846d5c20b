// The relying parties `openid-client` and `oauth4webapi`: the first half of a sign-in gives the address that a browser is
// sent to, the second takes the address at which it comes back. On loopback, and so without TLS.
import * as oauth from "oauth4webapi";
import * as client from "openid-client";

const [library, half, text, cameBack] = process.argv.slice(2);
const settings = JSON.parse(text);
const scope = "openid profile email groups";
const insecure = { [oauth.allowInsecureRequests]: true };

async function withOpenidClient() {
  const proof = settings.client_secret
    ? client.ClientSecretBasic(settings.client_secret)
    : client.None();
  const metadata = { id_token_signed_response_alg: settings.algorithm };
  const config = await client.discovery(
    new URL(settings.issuer), settings.client_id, metadata, proof,
    { execute: [client.allowInsecureRequests] },
  );
  if (half === "start") {
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: settings.redirect_uri, scope, state, nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256", ...settings.more,
    });
    return { address: address.href, kept: { verifier, state, nonce } };
  }
  const { verifier, state, nonce } = settings.kept;
  const tokens = await client.authorizationCodeGrant(config, new URL(cameBack), {
    pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true,
    maxAge: settings.max_age,
  });
  const claims = tokens.claims();
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  return { claims, userinfo };
}

async function withOauth4webapi() {
  const issuer = new URL(settings.issuer);
  const found = await oauth.discoveryRequest(issuer, insecure);
  const server = await oauth.processDiscoveryResponse(issuer, found);
  const own = { client_id: settings.client_id, id_token_signed_response_alg: settings.algorithm };
  const proof = settings.client_secret
    ? oauth.ClientSecretPost(settings.client_secret)
    : oauth.None();
  if (half === "start") {
    const verifier = oauth.generateRandomCodeVerifier();
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
    const address = new URL(server.authorization_endpoint);
    const parameters = {
      client_id: settings.client_id, redirect_uri: settings.redirect_uri, response_type: "code",
      scope, state, nonce, code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256", ...settings.more,
    };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    return { address: address.href, kept: { verifier, state, nonce } };
  }
  const { verifier, state, nonce } = settings.kept;
  const parameters = oauth.validateAuthResponse(server, own, new URL(cameBack), state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server, own, proof, parameters, settings.redirect_uri, verifier, insecure,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, own, answer, {
    expectedNonce: nonce, requireIdToken: true, maxAge: settings.max_age,
  });
  await oauth.validateApplicationLevelSignature(server, answer, insecure);
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  const told = await oauth.userInfoRequest(server, own, tokens.access_token, insecure);
  const userinfo = await oauth.processUserInfoResponse(server, own, claims.sub, told);
  return { claims, userinfo };
}

const run = { "openid-client": withOpenidClient, oauth4webapi: withOauth4webapi }[library];
try {
  console.log(JSON.stringify(await run()));
} catch (error) {
  console.log(JSON.stringify({ error: error.error ?? error.code ?? error.message, detail: error.message }));
}
