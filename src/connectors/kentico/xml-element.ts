// A strict reader for the small XML texts Kentico keeps in columns. Values stay text; a DOCTYPE is
// refused, and size, depth and number of elements are bounded.

import { SaxesParser } from "saxes";
import { IntegrationError } from "../../core/errors.ts";

const charactersMax = 1_048_576;
const depthMax = 16;
const elementsMax = 20_000;

export interface XmlElement {
  /** Local name, without namespace prefix. */
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: XmlElement[];
  /** All character data directly inside, joined. */
  text: string;
}

function unreadable(what: string, problem: string): IntegrationError {
  return new IntegrationError(
    "MESSAGE_INVALID",
    `${what} holds XML that cannot be read: ${problem}`,
  );
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** Builds the tree while the parser walks the text. */
class TreeBuilder {
  root: XmlElement | undefined;
  private readonly open: XmlElement[] = [];
  private readonly what: string;
  private elements = 0;

  constructor(what: string) {
    this.what = what;
  }

  enter(name: string, attributes: Readonly<Record<string, string>>): void {
    this.elements += 1;
    if (this.open.length >= depthMax) throw unreadable(this.what, "it is nested too deeply.");
    if (this.elements > elementsMax) throw unreadable(this.what, "it has too many elements.");
    const element: XmlElement = {
      name: localName(name),
      attributes: new Map(Object.entries(attributes)),
      children: [],
      text: "",
    };
    this.open.at(-1)?.children.push(element);
    this.root ??= element;
    this.open.push(element);
  }

  addText(text: string): void {
    const element = this.open.at(-1);
    if (element) element.text += text;
  }

  leave(): void {
    this.open.pop();
  }
}

/** Parses one document; `what` names it in errors. Throws MESSAGE_INVALID. */
export function parseXml(text: string, what: string): XmlElement {
  if (text.length > charactersMax) throw unreadable(what, "it is too long.");
  const builder = new TreeBuilder(what);
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw unreadable(what, error.message);
  });
  parser.on("doctype", () => {
    throw unreadable(what, "a DOCTYPE is not allowed.");
  });
  parser.on("opentag", (tag) => builder.enter(tag.name, tag.attributes));
  parser.on("text", (characters) => builder.addText(characters));
  parser.on("cdata", (characters) => builder.addText(characters));
  parser.on("closetag", () => builder.leave());
  parser.write(text).close();
  if (builder.root === undefined) throw unreadable(what, "it is empty.");
  return builder.root;
}

/** Text of the first child of that name; null when there is none. */
export function childText(element: XmlElement, name: string): string | null {
  return element.children.find((child) => child.name === name)?.text ?? null;
}
