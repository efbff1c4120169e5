import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemRandom } from "../core/ids.ts";
import { readMasterKey } from "./key-file.ts";

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "ledgerline-key-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

test("the first use makes a key that only its owner can read, later uses get the same", async () => {
  const first = await readMasterKey({ key: undefined, dataDir }, systemRandom);
  expect(first.length).toBe(32);
  expect((await stat(join(dataDir, "key"))).mode & 0o777).toBe(0o600);
  expect(await readMasterKey({ key: undefined, dataDir }, systemRandom)).toEqual(first);
});

test("two processes that need the first key at the same time get the same one", async () => {
  const [left, right] = await Promise.all([
    readMasterKey({ key: undefined, dataDir }, systemRandom),
    readMasterKey({ key: undefined, dataDir }, systemRandom),
  ]);
  expect(left).toEqual(right);
});

test("a key from the environment is used, and no file is made", async () => {
  const key = Buffer.alloc(32, 9);
  const read = await readMasterKey({ key: key.toString("base64"), dataDir }, systemRandom);
  expect(Buffer.from(read).equals(key)).toBe(true);
  await expect(stat(join(dataDir, "key"))).rejects.toThrow("ENOENT");
});

test.each([0o640, 0o604, 0o644])(
  "a key file with mode %o is refused with what to do",
  async (mode) => {
    await readMasterKey({ key: undefined, dataDir }, systemRandom);
    await chmod(join(dataDir, "key"), mode);
    await expect(readMasterKey({ key: undefined, dataDir }, systemRandom)).rejects.toMatchObject({
      code: "CONFIGURATION_INVALID",
      hint: expect.stringContaining("chmod 600"),
    });
  },
);

test("a damaged key file is refused and not replaced", async () => {
  await writeFile(join(dataDir, "key"), "c2hvcnQ=\n", { mode: 0o600 });
  await expect(readMasterKey({ key: undefined, dataDir }, systemRandom)).rejects.toMatchObject({
    code: "CONFIGURATION_INVALID",
  });
  expect(await readFile(join(dataDir, "key"), "utf8")).toBe("c2hvcnQ=\n");
});
