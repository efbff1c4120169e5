// Writes docs/reference/mapping-functions.md from the declarations of the mapping functions.

import { writeFileSync } from "node:fs";
import { mappingFunctionReference } from "../src/mapping/reference.ts";

const page = new URL("../docs/reference/mapping-functions.md", import.meta.url);
writeFileSync(page, mappingFunctionReference());
