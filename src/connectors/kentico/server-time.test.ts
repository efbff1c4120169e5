import { describe, expect, it } from "vitest";
import { fitsZone, wallTimeOf, withOverlap } from "./server-time.ts";

describe("Kentico quirk 8: times are the server's wall time", () => {
  it("takes the wall time of a value by cutting its offset", () => {
    expect(wallTimeOf("2024-11-02T23:41:07.193+01:00")).toBe("2024-11-02T23:41:07.193");
    expect(wallTimeOf("2024-11-02T23:41:07Z")).toBe("2024-11-02T23:41:07");
    expect(wallTimeOf("2024-11-02T23:41:07")).toBe("2024-11-02T23:41:07");
  });

  it("reads again from five minutes before the newest row", () => {
    expect(withOverlap("2024-06-01T12:00:00", "Europe/Prague")).toBe("2024-06-01T11:55:00.000");
    expect(withOverlap("2024-06-01T00:02:00", "Europe/Prague")).toBe("2024-05-31T23:57:00.000");
  });

  it.each([
    ["in the hour that comes twice", "2024-10-27T02:59:00", "2024-10-27T01:44:00.000"],
    ["shortly after it", "2024-10-27T03:10:00", "2024-10-27T01:55:00.000"],
  ])("reads again from 75 minutes earlier %s", (_when, newest, expected) => {
    expect(withOverlap(newest, "Europe/Prague")).toBe(expected);
  });

  it("goes back to five minutes once the doubled hour is behind", () => {
    expect(withOverlap("2024-10-27T05:00:00", "Europe/Prague")).toBe("2024-10-27T04:55:00.000");
    expect(withOverlap("2024-10-27T02:59:00", "UTC")).toBe("2024-10-27T02:54:00.000");
  });

  it("tells whether a record's offset belongs to a zone", () => {
    expect(fitsZone("2024-11-02T23:41:07+01:00", "Europe/Prague")).toBe(true);
    expect(fitsZone("2024-11-02T23:41:07-05:00", "Europe/Prague")).toBe(false);
    expect(fitsZone("2024-10-27T02:30:00+02:00", "Europe/Prague")).toBe(true);
    expect(fitsZone("2024-10-27T02:30:00+01:00", "Europe/Prague")).toBe(true);
    expect(fitsZone("2024-11-02T23:41:07", "Europe/Prague")).toBe(true);
  });
});
