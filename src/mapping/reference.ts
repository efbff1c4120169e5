// Writes the reference page of the mapping functions from their declarations.

import {
  type FunctionExample,
  type FunctionFamily,
  functionFamilies,
  type MappingFunction,
} from "./functions/define-function.ts";
import { mappingFunctions } from "./functions/registry.ts";

const code = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;

function outcomeOf(example: FunctionExample): string {
  return "fails" in example ? `error ${code(example.fails)}` : code(JSON.stringify(example.result));
}

function exampleRow(example: FunctionExample): string {
  const src = example.src === undefined ? "" : code(JSON.stringify(example.src));
  return `| ${code(example.expression)} | ${src} | ${outcomeOf(example)} |`;
}

function functionSection(declaration: MappingFunction): string {
  return [
    `### ${declaration.name}`,
    `**${declaration.title}.** ${declaration.description}`,
    `Written ${declaration.signatures.map(code).join(" or ")}.`,
    [
      "| expression | `src` | result |",
      "|---|---|---|",
      ...declaration.examples.map(exampleRow),
    ].join("\n"),
  ].join("\n\n");
}

function familySection(family: FunctionFamily): string {
  const members = [...mappingFunctions.values()].filter((each) => each.family === family);
  return [`## ${family}`, ...members.map(functionSection)].join("\n\n");
}

const introduction = `# Mapping functions

Written from the declarations in \`src/mapping/functions\`; every example is run by the tests.
A value may also be written before its function: \`src.Email.lower()\` is \`lower(src.Email)\`.

Results are shown as they leave a mapping: an exact number leaves as decimal text, unless the schema of
the target asks for a number. The examples know a lookup table \`order-status\` (1 is \`placed\`,
2 is \`paid\`), rates of one euro to 1.0850 US dollars and 162.34 yen, and the moment
2026-03-02T14:15:00Z.

## Built into the language

| written | means |
|---|---|
| \`src.Customer.Email\` | a member; null when the message lacks it, at any depth |
| \`src.Items[0]\` | an element of a list, the first one is 0; null past the end |
| \`+ - * / %\` | exact calculation with numbers and money; \`+\` also joins texts and lists |
| \`== != < <= > >=\` | comparison; numbers by value, texts letter by letter |
| \`a in list\` | whether a list holds a value, or an object a member of that name |
| \`&& || !\` | and, or, not |
| \`condition ? a : b\` | a choice (in YAML such an expression is put in quotes) |
| \`has(src.Note)\` | whether a value is there and not null |
| \`list.map(x, ...)\` | a list of what becomes of every element; \`list.map(x, condition, ...)\` of some |
| \`list.filter(x, condition)\` | the elements that meet a condition |
| \`list.all(x, condition)\`, \`list.exists(x, ...)\`, \`list.exists_one(x, ...)\` | whether all, any, exactly one of them do |
| \`[a, b]\`, \`{"name": a}\` | a list, an object |`;

/** The page in Markdown. */
export function mappingFunctionReference(): string {
  return `${[introduction, ...functionFamilies.map(familySection)].join("\n\n")}\n`;
}
