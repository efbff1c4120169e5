// Writes docs/reference/outcomes.md from the tables of outcomes. Run it after changing them.

import { writeFileSync } from "node:fs";
import { outcomeReference } from "../src/core/outcome-reference.ts";

writeFileSync(new URL("../docs/reference/outcomes.md", import.meta.url), outcomeReference());
