import { describe, expect, it } from "vitest";
import type { ConnectorLimits } from "../connector-kit/connector.ts";
import { effectiveLimits, parseLimits } from "./limits.ts";

const declared: ConnectorLimits = {
  perSecond: 5,
  burst: 20,
  concurrency: 4,
  timeoutMs: 30_000,
  settleMs: 180_000,
};

describe("limits of a connection", () => {
  it("are the connector's where the installation sets none", () => {
    expect(effectiveLimits(declared, {})).toEqual(declared);
    expect(effectiveLimits(declared, null)).toEqual(declared);
  });

  it("are the installation's where it sets some", () => {
    const set = { perSecond: 0.5, settleMs: 900_000 };
    expect(effectiveLimits(declared, set)).toEqual({ ...declared, ...set });
  });

  it.each([
    ["a rate of nothing", { perSecond: 0 }, /"perSecond"/],
    ["half a call in flight", { concurrency: 1.5 }, /"concurrency"/],
    ["a time that is a text", { timeoutMs: "30s" }, /"timeoutMs"/],
    ["a limit nobody knows", { perMinute: 100 }, /perMinute/],
  ])("are refused with %s, naming it", (_, limits, message) => {
    const refused = expect.objectContaining({
      code: "CONFIGURATION_INVALID",
      message: expect.stringMatching(message),
    });
    expect(() => parseLimits(limits)).toThrow(refused);
  });
});
