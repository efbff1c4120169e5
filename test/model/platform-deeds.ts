// What happens to the platform: it is paused, cut off, torn down, and told things twice or not at all.

import fc from "fast-check";
import type { Fault } from "../../sandbox/kit/fault.ts";
import { booksName } from "../../src/cli/demo/connect-sandbox.ts";
import { pauseConnection, resumeConnection } from "../../src/engine/connection-setup.ts";
import { beginConsent, finishConsent } from "../../src/engine/consent.ts";
import { disableFlow, enableFlow, takeBacklog } from "../../src/engine/flow-setup.ts";
import { callControl } from "../support/control.ts";
import { shopOf } from "../support/shop.ts";
import { type Command, command } from "./command.ts";
import { catchUp, isLive } from "./reference-model.ts";

const flow = "order-to-invoice";

export const pause = command({
  says: "pause the books",
  may: isLive,
  model: (model) => {
    model.isPaused = true;
  },
  real: ({ world }) => pauseConnection(world.setup, booksName, "A person paused it."),
});

export const resume = command({
  says: "resume the books",
  may: ({ isPaused }) => isPaused,
  model: (model) => {
    model.isPaused = false;
    catchUp(model);
  },
  real: ({ world }) => resumeConnection(world.setup, booksName),
});

export const disable = command({
  says: "disable the flow",
  may: ({ isDisabled }) => !isDisabled,
  model: (model) => {
    model.isDisabled = true;
  },
  real: ({ world }) => disableFlow(world.engine.db, flow),
});

export const enable = command({
  says: "enable the flow and take its backlog",
  may: ({ isDisabled }) => isDisabled,
  model: (model) => {
    model.isDisabled = false;
    catchUp(model);
  },
  real: async ({ world }) => {
    await shopOf(world).untilAnnounced();
    await enableFlow(world.setup, flow);
    await takeBacklog(world.setup, flow);
  },
});

export const revoke = command({
  says: "revoke the token",
  may: isLive,
  model: (model) => {
    model.isRevoked = true;
  },
  real: ({ world }) => callControl(world.sandbox.freshbooks, "tokens/revoke", {}),
});

export const reconnect = command({
  says: "connect the books again",
  may: ({ isRevoked }) => isRevoked,
  model: (model) => {
    model.isRevoked = false;
    catchUp(model);
  },
  real: async ({ world }) => {
    const { state } = await beginConsent(world.setup, booksName);
    const { code } = await callControl<{ code: string }>(world.sandbox.freshbooks, "consent", {});
    await finishConsent(world.setup, booksName, { code, state });
  },
});

/** The power goes in the middle of whatever is being done, and comes back. */
export function crash(afterMs: number): Command {
  return command({
    says: `crash after ${afterMs} ms`,
    model: () => {},
    real: async ({ world }) => {
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await world.crash();
      await world.restart();
    },
  });
}

function arm(says: string, system: "kentico" | "freshbooks", fault: Fault): Command {
  return command({
    says,
    model: () => {},
    real: ({ world }) => callControl(world.sandbox[system], "faults", fault),
  });
}

export const shuffleWebhooks = arm("webhooks come in another order", "kentico", {
  kind: "webhook-out-of-order",
  count: 2,
});
export const repeatWebhooks = arm("webhooks come three times", "kentico", {
  kind: "webhook-duplicate",
  times: 3,
  count: 2,
});
/** The next record of a kind is made, or not, without a usable answer. */
function leaveInDoubt(kind: DoubtfulKind, path: string): Command {
  const route = { method: "POST", path };
  const delay = kind === "late-commit" ? { delayMs: 50 } : {};
  return arm(`${kind} at the next ${path}`, "freshbooks", { kind, ...delay, route, count: 1 });
}

const doubtfulKinds = [
  "commit-then-drop",
  "server-error-after-commit",
  "truncated-body",
  "late-commit",
  "reset",
] as const;
type DoubtfulKind = (typeof doubtfulKinds)[number];
export const doubtful = fc
  .tuple(
    fc.constantFrom(...doubtfulKinds),
    fc.constantFrom("users/clients", "invoices", "payments"),
  )
  .map(([kind, path]) => leaveInDoubt(kind, path));
