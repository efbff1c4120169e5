// Writes docs/reference/errors.md from the table of error codes. Run it after changing the table.

import { writeFileSync } from "node:fs";
import { errorReference } from "../src/core/error-reference.ts";

writeFileSync(new URL("../docs/reference/errors.md", import.meta.url), errorReference());
