// Basic authentication as a Kentico user (not an external or domain one). A 401 is never repeated:
// Kentico locks users out after several wrong passwords (Kentico quirk 3).

import type { StaticAuth } from "../../connector-kit/auth.ts";
import { kenticoSettingsOf } from "./settings.ts";

export const kenticoAuth: StaticAuth = {
  kind: "static",
  headers: (settings, { password = "" }) => {
    const { username } = kenticoSettingsOf(settings);
    const credentials = Buffer.from(`${username}:${password}`, "utf8").toString("base64");
    return { authorization: `Basic ${credentials}` };
  },
};
