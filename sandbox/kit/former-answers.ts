// Remembers the last answers given, so that a fault can mix them up as a broken cache does.
import type { FastifyRequest } from "fastify";

/** Two, so that there is one about something else after any read. */
const keptPerAddress = 2;

export class FormerAnswers {
  /** By method and address without ids, then by the whole address; oldest first. */
  readonly #answers = new Map<string, Map<string, unknown>>();

  remember(request: FastifyRequest, payload: unknown): void {
    const key = kindOf(request);
    const answers = this.#answers.get(key) ?? new Map<string, unknown>();
    answers.delete(request.url);
    answers.set(request.url, payload);
    const [oldest] = answers.keys();
    if (answers.size > keptPerAddress && oldest !== undefined) answers.delete(oldest);
    this.#answers.set(key, answers);
  }

  /** The last answer to a call of this kind about something else, if there was one. */
  aboutSomethingElse(request: FastifyRequest): Buffer | undefined {
    const answers = [...(this.#answers.get(kindOf(request)) ?? [])];
    const isOther = ([url]: [string, unknown]) => request.method === "POST" || url !== request.url;
    const other = answers.findLast(isOther);
    return other && bytesOf(other[1]);
  }
}

/** Simulators answer in texts; a stream is none of theirs. */
export function bytesOf(payload: unknown): Buffer {
  return Buffer.isBuffer(payload) ? payload : Buffer.from(String(payload ?? ""));
}

function kindOf({ method, url }: FastifyRequest): string {
  const path = url.split("?")[0] ?? "";
  return `${method} ${path.replace(/\/(\d+|[0-9a-f]{8}-[0-9a-f-]{27})(?=\/|$)/gi, "/#")}`;
}
