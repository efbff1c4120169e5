import { defineConfig } from "vitest/config";

const everywhere = { testTimeout: 20_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    globalSetup: ["test/support/global-setup.ts"],
    // One of two cores would stand idle by default.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          ...everywhere,
          name: "unit",
          include: ["src/**/*.test.ts", "sandbox/**/*.test.ts", "test/*.test.ts"],
          // Loading the code anew for each of hundreds of small files would take longer than the tests.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { ...everywhere, name: "system", include: ["test/*/**/*.test.ts"] },
      },
    ],
  },
});
