import { describe, expect, it } from "vitest";
import { createBatcher } from "./batcher.ts";

/** A writer that ends a batch when told to. */
function heldWriter() {
  const batches: number[][] = [];
  const releases: (() => void)[] = [];
  const write = async (items: readonly number[]) => {
    batches.push([...items]);
    await new Promise<void>((release) => releases.push(release));
    return items.map((item) => item * 10);
  };
  return { batches, write, release: () => releases.shift()?.() };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise(setImmediate);
}

describe("a batcher", () => {
  it("puts what arrives while a batch is written into the next one, in order", async () => {
    const { batches, write, release } = heldWriter();
    const batcher = createBatcher(10, write);
    const first = batcher.submit(1);
    await turns();
    const others = [2, 3, 4].map((item) => batcher.submit(item));
    release();
    expect(await first).toBe(10);
    await turns();
    release();
    expect(await Promise.all(others)).toEqual([20, 30, 40]);
    expect(batches).toEqual([[1], [2, 3, 4]]);
  });

  it("writes no more at once than its limit", async () => {
    const sizes: number[] = [];
    const batcher = createBatcher<number, number>(3, async (items) => {
      sizes.push(items.length);
      return items;
    });
    await Promise.all(Array.from({ length: 8 }, (_, item) => batcher.submit(item)));
    expect(sizes).toEqual([3, 3, 2]);
  });

  it("tells every caller of a batch that failed, and none of the next one", async () => {
    let calls = 0;
    const batcher = createBatcher<number, number>(2, async (items) => {
      calls += 1;
      if (calls === 1) throw new Error("no space left");
      return items;
    });
    const settled = await Promise.allSettled([1, 2, 3].map((item) => batcher.submit(item)));
    expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "fulfilled"]);
  });

  it("is idle only when nothing is waiting or being written", async () => {
    const { write, release, batches } = heldWriter();
    const batcher = createBatcher(1, write);
    let isIdle = false;
    const results = [batcher.submit(1), batcher.submit(2)];
    const idle = batcher.idle().then(() => {
      isIdle = true;
    });
    await turns();
    release();
    await turns();
    expect(isIdle).toBe(false);
    release();
    await Promise.all([...results, idle]);
    expect(batches).toEqual([[1], [2]]);
    await createBatcher(1, write).idle();
  });
});
