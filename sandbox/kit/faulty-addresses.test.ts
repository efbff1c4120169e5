// Addresses that fail before there is a request.
import { request } from "node:https";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type FaultyServer, startFaultyServer } from "./faulty-server.fixture.ts";

let server: FaultyServer;

beforeEach(async () => {
  server = await startFaultyServer();
});
afterEach(() => server.close());

async function open(kind: string): Promise<{ url: string; certificate: string }> {
  const answer = await fetch(`${server.url}/_control/addresses`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ kind }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { url: string; certificate: string };
}

/** The status answered, or the code of the error. */
function outcomeOf(url: string, trust: { ca?: string; rejectUnauthorized?: boolean }) {
  return new Promise((resolve) => {
    const call = request(`${url}/orders/1`, { ...trust, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    call.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    call.end();
  });
}

test.each([
  ["expired-certificate", "CERT_HAS_EXPIRED"],
  ["wrong-host-certificate", "ERR_TLS_CERT_ALTNAME_INVALID"],
])("F34: %s is refused as %s, and only who does not check gets through", async (kind, code) => {
  const { url, certificate } = await open(kind);
  expect(await outcomeOf(url, { ca: certificate })).toBe(code);
  expect(await outcomeOf(url, { rejectUnauthorized: false })).toBe(200);
});

test("F35: the first address refuses connections and the other answers", async () => {
  const { url } = await open("refused-address");
  const failed = await fetch(`${url}/orders/1`).catch((error: Error) => error.cause);
  expect(failed).toMatchObject({ code: "ECONNREFUSED" });
  expect((await server.read(1)).status).toBe(200);
});

test("an address of another kind is not opened", async () => {
  const answer = await fetch(`${server.url}/_control/addresses`, { method: "POST" });
  expect(answer.status).toBe(400);
});
