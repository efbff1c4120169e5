import { describe, expect, it } from "vitest";
import { createKeyedMutex } from "./keyed-mutex.ts";

describe("a mutex by key", () => {
  it("lets one piece of work of a key run at a time, in the order of asking", async () => {
    const mutex = createKeyedMutex();
    const log: string[] = [];
    const work = (name: string) =>
      mutex.run("ann@example.com", async () => {
        log.push(`${name} begins`);
        await Promise.resolve();
        log.push(`${name} ends`);
      });
    await Promise.all([work("a"), work("b"), work("c")]);
    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  });

  it("lets work of other keys run meanwhile", async () => {
    const mutex = createKeyedMutex();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const waiting = mutex.run("ann", () => held);
    expect(await mutex.run("bob", async () => "done")).toBe("done");
    release();
    await waiting;
  });

  it("goes on after work that failed, and gives the failure to its own caller", async () => {
    const mutex = createKeyedMutex();
    const failing = mutex.run("ann", async () => {
      throw new Error("refused");
    });
    const next = mutex.run("ann", async () => "made");
    await expect(failing).rejects.toThrow("refused");
    expect(await next).toBe("made");
  });
});
