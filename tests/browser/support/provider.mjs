// A provider of OpenID Connect that others use as well: npm's oidc-provider, on this machine, with its own page for
// logging on.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

import OidcProvider from 'oidc-provider';

export const CLIENT = { id: 'plaza', secret: 'a-secret-of-the-client' };

/** A signing key that nobody else has, as a JSON Web Key. */
async function key(kid) {
  const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' };
}

export class Provider {
  #server;
  #current;
  #people;
  #plaza;

  /** `people` are groups by the name that somebody types; `plaza` is where it sends them back to. */
  static async start({ people, plaza }) {
    const provider = new Provider();
    provider.#people = people;
    provider.#plaza = plaza;
    // Its cookies are not Plaza's, whose host is 127.0.0.1.
    provider.#server = createServer((request, response) => provider.#current.callback()(request, response));
    provider.#server.listen(0, 'localhost');
    await once(provider.#server, 'listening');
    provider.issuer = `http://localhost:${provider.#server.address().port}`;
    await provider.rotate('first');
    return provider;
  }

  /** Signs by another key from now on; who is logged on there stays so. */
  async rotate(kid) {
    this.#current = new OidcProvider(this.issuer, {
      jwks: { keys: [await key(kid)] },
      cookies: { keys: ['the same for all keys'] },
      clients: [{
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        id_token_signed_response_alg: 'ES256',
        redirect_uris: [`${this.#plaza}/sign-on/callback`],
        post_logout_redirect_uris: [`${this.#plaza}/sign-on/logged-off`],
        backchannel_logout_uri: `${this.#plaza}/sign-on/back-channel-logout`,
        backchannel_logout_session_required: true,
      }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], groups: ['groups'] },
      scopes: ['openid', 'email', 'groups'],
      findAccount: (_context, id) => ({
        accountId: id,
        claims: async () => ({
          sub: id,
          email: `${id}@plaza.example`,
          email_verified: true,
          groups: this.#people[id] ?? [],
        }),
      }),
      // Nobody is asked what Plaza may know.
      loadExistingGrant: async (context) => {
        const { client, provider, session } = context.oidc;
        const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
        grant.addOIDCScope('openid email groups');
        await grant.save();
        return grant;
      },
      features: {
        devInteractions: { enabled: true },
        backchannelLogout: { enabled: true },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: (context, form) => {
            context.body = `<!DOCTYPE html><title>Log off</title>${form}
              <button type="submit" form="op.logoutForm" value="yes" name="logout">Yes</button>`;
          },
        },
      },
      // It asks no server of its own network by itself; Plaza is one.
      fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    });
    this.#current.on('backchannel.error', (_context, error) => this.faults.push(error.message));
  }

  /** What Plaza did not take. */
  faults = [];

  /** Logs somebody on, on the page that is open. */
  async logOn(page, name) {
    await page.waitForURL(`${this.issuer}/interaction/**`);
    await page.locator('[name=login]').fill(name);
    await page.locator('[name=password]').fill('it takes any');
    await page.locator('[type=submit]').click();
  }

  /** Confirms on the page that is open that somebody logs off. */
  async logOff(page) {
    await page.waitForURL(`${this.issuer}/session/end**`);
    await page.locator('button[value=yes]').click();
  }

  /** Answers nobody any more. */
  async stop() {
    const { promise, resolve } = Promise.withResolvers?.() ?? deferred();
    this.#server.close(resolve);
    this.#server.closeAllConnections();
    await promise;
  }
}

function deferred() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}
