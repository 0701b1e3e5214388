// A real OpenID provider on this machine: node provider.mjs FOLDER PORT REDIRECT_URI
// Its own login form takes any name as the account's e-mail.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, port, redirect] = process.argv.slice(2);
const path = createRequire(`${folder}/`).resolve("oidc-provider");
const { Provider } = await import(pathToFileURL(path));
const issuer = `http://localhost:${port}`;
const provider = new Provider(issuer, {
  clients: [{
    client_id: "papi",
    client_secret: "only-for-tests",
    redirect_uris: [redirect],
    post_logout_redirect_uris: [redirect],
  }],
  claims: { email: ["email", "email_verified"], profile: ["name"] },
  // As the large providers do: the e-mail is in the token itself.
  conformIdTokenClaims: false,
  cookies: { keys: ["only-for-tests"] },
  findAccount: (context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: !id.startsWith("new."), name: id }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
